/** What new indentations keep away from: old ones as circles, regions of the surface as polygons with a margin. */
import type { Indentation, PlanRequest, Point } from "../requests.ts";

/** A part of the surface that is no place for an indentation: scratch, stain, rust, damage, glare, dirt. */
export interface KeepAwayRegion {
  readonly kind: string;
  /** A closed outline, crossing itself or not; one or two points stand for a spot or a line. */
  readonly polygonMm: readonly Point[];
  /** In words. */
  readonly reason: string;
}

/** No centre may lie nearer than `radiusMm` to the point, or to the polygon and what it encloses. */
export interface KeepOff extends Point {
  readonly radiusMm: number;
  /** `radiusMm` then is the radius of a circle around the polygon and its margin. */
  readonly polygon?: { readonly points: readonly Point[]; readonly marginMm: number };
  /** What it is, for the reason why nothing fits: `indentation`, or the kind of a region. */
  readonly kind: string;
}

/**
 * A mark on the surface disturbs an indentation that touches it: half a diameter for the dent, half for its raised rim. A blow
 * has hardened the steel around it, and glare or dirt may hide an indentation at their very border: there the whole spacing
 * counts, as for every kind not named here. (Our own choice; no regulation that we know gives a distance to marks.)
 */
const MARKS: ReadonlySet<string> = new Set(["scratch", "stain", "rust"]);

interface Distances {
  readonly spacingMm: number;
  readonly spacingFactor: number;
  readonly toleranceMm: number;
  readonly dentDiameterMm: number;
  readonly avoid?: PlanRequest["avoid"];
}

/** Least distance of a centre from a region of this kind, mm, tolerance included. */
export function marginMm(kind: string, request: Distances): number {
  const least = MARKS.has(kind) ? Math.min(request.dentDiameterMm, request.spacingMm) : request.spacingMm;
  return least + request.toleranceMm;
}

export function keepOffAll(
  indentations: readonly Pick<Indentation, "xMm" | "yMm" | "majorMm">[],
  regions: readonly KeepAwayRegion[],
  request: Distances,
): KeepOff[] {
  const old = [
    ...indentations.map(({ xMm, yMm, majorMm }) => ({ xMm, yMm, diameterMm: majorMm })),
    ...(request.avoid ?? []),
  ];
  const circles = old.map(({ xMm, yMm, diameterMm }) => ({
    xMm,
    yMm,
    radiusMm: Math.max(request.spacingMm, request.spacingFactor * diameterMm) + request.toleranceMm,
    kind: "indentation",
  }));
  return [...circles, ...regions.flatMap((region) => keepOffRegion(region, request))];
}

function keepOffRegion({ kind, polygonMm }: KeepAwayRegion, request: Distances): KeepOff[] {
  if (polygonMm.length === 0) return [];
  const xs = polygonMm.map((p) => p.xMm);
  const ys = polygonMm.map((p) => p.yMm);
  const xMm = (Math.min(...xs) + Math.max(...xs)) / 2;
  const yMm = (Math.min(...ys) + Math.max(...ys)) / 2;
  const margin = marginMm(kind, request);
  const around = Math.max(...polygonMm.map((p) => Math.sqrt((p.xMm - xMm) ** 2 + (p.yMm - yMm) ** 2)));
  return [{ xMm, yMm, radiusMm: around + margin, polygon: { points: polygonMm, marginMm: margin }, kind }];
}

/** Is a centre at this place too near? */
export function keepsOff(what: KeepOff, xMm: number, yMm: number): boolean {
  const dx = what.xMm - xMm;
  const dy = what.yMm - yMm;
  if (dx * dx + dy * dy >= what.radiusMm * what.radiusMm) return false;
  if (what.polygon === undefined) return true;
  return isNearPolygon(what.polygon.points, xMm, yMm, what.polygon.marginMm);
}

/** Inside the polygon (even-odd), or nearer than `withinMm` to its border. */
export function isNearPolygon(points: readonly Point[], xMm: number, yMm: number, withinMm: number): boolean {
  let inside = false;
  let from = points[points.length - 1];
  if (from === undefined) return false;
  for (const to of points) {
    if (segmentDistance2(from, to, xMm, yMm) < withinMm * withinMm) return true;
    if (from.yMm > yMm !== to.yMm > yMm) {
      const crossing = from.xMm + ((yMm - from.yMm) / (to.yMm - from.yMm)) * (to.xMm - from.xMm);
      if (xMm < crossing) inside = !inside;
    }
    from = to;
  }
  return inside;
}

function segmentDistance2(from: Point, to: Point, xMm: number, yMm: number): number {
  const dx = to.xMm - from.xMm;
  const dy = to.yMm - from.yMm;
  const length2 = dx * dx + dy * dy;
  const along =
    length2 === 0 ? 0 : Math.max(0, Math.min(1, ((xMm - from.xMm) * dx + (yMm - from.yMm) * dy) / length2));
  return (from.xMm + along * dx - xMm) ** 2 + (from.yMm + along * dy - yMm) ** 2;
}
