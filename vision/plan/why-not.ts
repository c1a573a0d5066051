/** Why the positions do not fit: what takes the room, in words with figures. */
import type { Outline } from "../requests.ts";
import type { AskedPlan } from "./asked.ts";
import { type KeepOff, keepsOff } from "./keep-away.ts";
import { depthInside, gridPoints, isFree, isWithinReach, makeRegion, type Region } from "./region.ts";
import { freePlaces, placesThatFit } from "./room.ts";

/** `most` is how many the search found room for, preliminary ones included. */
export function explain(region: Region, asked: AskedPlan, most: number): string {
  return (
    `no room for ${asked.count} counted and ${asked.preliminary} preliminary indentations: ${most} of them fit, ` +
    `with ${rounded(asked.spacingMm)} mm from each other, ${rounded(asked.edgeMm)} mm from the edge, ` +
    `at least ${rounded(asked.spacingMm)} mm or ${asked.spacingFactor} diameters from each of ` +
    `${countOf(region, "indentation")} indentations there, ${asked.toleranceMm} mm added to each distance, ` +
    `and ${rounded(asked.reachMm)} mm reach; ${whatTakesTheRoom(region)}${whatWouldMakeRoom(region, asked)}`
  );
}

/** To µm. */
function rounded(mm: number): number {
  return Number(mm.toFixed(3));
}

function countOf(region: Region, kind: string): number {
  return region.keepOff.filter((what) => what.kind === kind).length;
}

/** Old indentations first, then each kind of region once. */
function kindsOf(region: Region): string[] {
  return [...new Set(region.keepOff.map((what) => what.kind))].sort((a, b) =>
    a === b ? 0 : a === "indentation" ? -1 : b === "indentation" ? 1 : a < b ? -1 : 1,
  );
}

function named(region: Region, kind: string): string {
  const count = countOf(region, kind);
  if (kind === "indentation") return count === 1 ? "1 old indentation" : `${count} old indentations`;
  return count === 1 ? `1 region of ${kind}` : `${count} regions of ${kind}`;
}

const SAMPLES = 4_000;
/** To see what would make room, a coarser look is enough. */
const PLACES = 500;

function whatTakesTheRoom(region: Region): string {
  const { outline } = region;
  const faceMm2 = areaMm2(outline);
  const stepMm = Math.sqrt(faceMm2 / SAMPLES);
  const face = gridPoints(outline, stepMm, (x, y) => depthInside(outline, x, y) >= 0);
  const share = (of: number): string => `${((100 * of) / Math.max(1, face.length)).toFixed(0)} %`;
  const clearOfEdge = face.filter((p) => depthInside(outline, p.xMm, p.yMm) >= region.edgeMm);
  const reached = clearOfEdge.filter((p) => isWithinReach(region, p.xMm, p.yMm));
  const free = reached.filter((p) => isFree(region, p.xMm, p.yMm));
  const parts = [`the edge ${share(face.length - clearOfEdge.length)}`];
  if (reached.length < clearOfEdge.length)
    parts.push(`the arm's reach ${share(clearOfEdge.length - reached.length)}`);
  for (const kind of kindsOf(region)) {
    const these = ofKind(region, kind);
    const covered = reached.filter((p) => these.some((what) => keepsOff(what, p.xMm, p.yMm)));
    parts.push(`${named(region, kind)} with their distances ${share(covered.length)}`);
  }
  return `of the face's ${faceMm2.toFixed(0)} mm² ${parts.join(", ")}, free ${share(free.length)}`;
}

function areaMm2(outline: Outline): number {
  return outline.kind === "round"
    ? (Math.PI / 4) * outline.diameterMm ** 2
    : outline.lengthMm * outline.widthMm;
}

function ofKind(region: Region, kind: string): KeepOff[] {
  return region.keepOff.filter((what) => what.kind === kind);
}

/** Each cause by itself taken away: which of them alone would make room? */
function whatWouldMakeRoom(region: Region, asked: AskedPlan): string {
  const needed = asked.count + asked.preliminary;
  const { outline, edgeMm, reachMm, keepOff } = region;
  const without: [string, Region][] = kindsOf(region).map((kind) => [
    named(region, kind),
    makeRegion(
      outline,
      edgeMm,
      reachMm,
      keepOff.filter((what) => what.kind !== kind),
    ),
  ]);
  without.push(["the distance from the edge", makeRegion(outline, 0, reachMm, keepOff)]);
  without.push(["the limit of the reach", makeRegion(outline, edgeMm, Number.MAX_VALUE, keepOff)]);
  const enough = without.filter(
    ([, freer]) => placesThatFit(freePlaces(freer, PLACES), asked.leastApartMm, needed).length === needed,
  );
  return enough.length === 0
    ? "; no one of these alone is in the way"
    : `; all would fit without ${enough.map(([name]) => name).join(", or without ")}`;
}
