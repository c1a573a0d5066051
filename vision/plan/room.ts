/** How much room there is: candidate places of a region, and how many centres they can take. */
import type { Point } from "../requests.ts";
import { cornerPoints } from "./corners.ts";
import { distanceMm } from "./order.ts";
import { candidatesOf, pack } from "./packing.ts";
import { gridPoints, isFree, type Region, withMoreKeptOff } from "./region.ts";

/** Places wanted before a finer grid is no longer tried. */
const ENOUGH_PLACES = 1_400;
const GRID_POINTS = 2_400;
const FINEST_STEP_MM = 0.06;
const QUICK = { restarts: 8, kicks: 0 };

/** Free places: a grid as fine as the free room is small, until there are `enough`, and the corners of the pockets. */
export function freePlaces(region: Region, enough = ENOUGH_PLACES): Point[] {
  const { outline } = region;
  const areaMm2 =
    outline.kind === "round" ? (Math.PI / 4) * outline.diameterMm ** 2 : outline.lengthMm * outline.widthMm;
  const test = (xMm: number, yMm: number): boolean => isFree(region, xMm, yMm);
  let stepMm = Math.max(FINEST_STEP_MM, Math.sqrt(areaMm2 / GRID_POINTS));
  let places = gridPoints(outline, stepMm, test);
  while (places.length < enough && stepMm > FINEST_STEP_MM) {
    const wanted = Math.sqrt(Math.max(places.length, 1) / (1.3 * enough));
    stepMm = Math.max(FINEST_STEP_MM, stepMm * Math.max(0.35, Math.min(0.8, wanted)));
    places = gridPoints(outline, stepMm, test);
  }
  return [...places, ...cornerPoints(region)];
}

/** Up to `enough` places no two of which are nearer than the spacing, by a quick search. */
export function placesThatFit(places: readonly Point[], spacingMm: number, enough: number): Point[] {
  return pack(candidatesOf(places, spacingMm), { ...QUICK, enough }).flatMap((i) => places[i] ?? []);
}

/** Farthest from everything planned, one after the other, as long as there is room. */
export function sparePlaces(
  places: readonly Point[],
  taken: readonly Point[],
  wanted: number,
  spacingMm: number,
): Point[] {
  const spares: Point[] = [];
  const clear = places.map((p) => Math.min(...taken.map((t) => distanceMm(p, t))));
  while (spares.length < wanted) {
    let at = 0;
    clear.forEach((d, i) => {
      if (d > (clear[at] ?? 0)) at = i;
    });
    const place = places[at];
    if (place === undefined || (clear[at] ?? 0) < spacingMm) break;
    spares.push(place);
    places.forEach((p, i) => {
      clear[i] = Math.min(clear[i] ?? 0, distanceMm(p, place));
    });
  }
  return spares;
}

/** How many further centres fit beside those taken: the better of a packed set and of hexagonal lattices, a lower bound. */
export function furtherThatFit(
  region: Region,
  places: readonly Point[],
  taken: readonly Point[],
  spacingMm: number,
): number {
  const beside = withMoreKeptOff(
    region,
    taken.map((p) => ({ ...p, radiusMm: spacingMm, kind: "planned" })),
  );
  const left = places.filter((p) => taken.every((t) => distanceMm(p, t) >= spacingMm));
  const packed = pack(candidatesOf(left, spacingMm), {
    enough: Number.POSITIVE_INFINITY,
    restarts: 1,
    kicks: 0,
  }).length;
  return Math.max(packed, bestLattice(beside, spacingMm));
}

const LATTICE_SHIFTS = 3;
const LATTICE_TURNS = [0, Math.PI / 6];
/** Neighbours on a lattice keep the spacing in spite of rounding. */
const LATTICE_SLACK = 1 + 1e-9;

function bestLattice(region: Region, spacingMm: number): number {
  const { outline } = region;
  const pitch = spacingMm * LATTICE_SLACK;
  const row = (pitch * Math.sqrt(3)) / 2;
  const halfSizeMm =
    outline.kind === "round"
      ? outline.diameterMm / 2
      : Math.sqrt(outline.lengthMm ** 2 + outline.widthMm ** 2) / 2;
  const half = Math.ceil(halfSizeMm / row) + 1;
  let best = 0;
  for (const turn of LATTICE_TURNS)
    for (let shift = 0; shift < LATTICE_SHIFTS ** 2; shift++) {
      const shiftX = ((shift % LATTICE_SHIFTS) / LATTICE_SHIFTS) * pitch;
      const shiftY = (Math.floor(shift / LATTICE_SHIFTS) / LATTICE_SHIFTS) * row;
      let count = 0;
      for (let j = -half; j <= half; j++)
        for (let i = -half; i <= half; i++) {
          const u = (i + (j & 1) / 2) * pitch + shiftX;
          const v = j * row + shiftY;
          const xMm = outline.xMm + u * Math.cos(turn) - v * Math.sin(turn);
          const yMm = outline.yMm + u * Math.sin(turn) + v * Math.cos(turn);
          if (isFree(region, xMm, yMm)) count++;
        }
      best = Math.max(best, count);
    }
  return best;
}
