/** Where preliminary indentations go, which seat the block and do not count: clear of the counted ones, out by the edge. */
import type { Point } from "../requests.ts";
import type { AskedPlan } from "./asked.ts";
import { distanceMm } from "./order.ts";
import { depthInside, type Region } from "./region.ts";
import { freePlaces, placesThatFit } from "./room.ts";

/** A preliminary one may lie this part of the edge distance from the edge where there is no other room. */
export const PRELIMINARY_EDGE_PART = 0.7;

export function nearerTheEdge(region: Region, asked: AskedPlan): Region {
  return { ...region, edgeMm: PRELIMINARY_EDGE_PART * asked.edgeMm + asked.toleranceMm };
}

/** Preliminary places clear of the counted ones: by the full edge distance if they fit so, else nearer to the edge. */
export function preliminaryBeside(
  region: Region,
  places: readonly Point[],
  counted: readonly Point[],
  asked: AskedPlan,
): Point[] | undefined {
  if (asked.preliminary === 0) return [];
  return (
    choose(region, places, counted, asked) ??
    choose(region, [...places, ...freePlaces(nearerTheEdge(region, asked))], counted, asked)
  );
}

/** Twice the spacing from counted ones if possible, then as near to the edge as it may be, where surface is worth least. */
function choose(
  region: Region,
  places: readonly Point[],
  counted: readonly Point[],
  { preliminary: count, leastApartMm }: AskedPlan,
): Point[] | undefined {
  const left = places.filter((p) => counted.every((c) => distanceMm(p, c) >= leastApartMm));
  if (left.length < count) return undefined;
  const cost = (p: Point): number => {
    const clear = Math.min(2 * leastApartMm, ...counted.map((c) => distanceMm(p, c)));
    return depthInside(region.outline, p.xMm, p.yMm) + 10 * (2 * leastApartMm - clear);
  };
  const ranked = left.map((place) => ({ place, cost: cost(place) })).sort((a, b) => a.cost - b.cost);
  const chosen: Point[] = [];
  for (const { place } of ranked) {
    if (chosen.length === count) break;
    if (chosen.every((c) => distanceMm(c, place) >= leastApartMm)) chosen.push(place);
  }
  if (chosen.length === count) return chosen;
  const packed = placesThatFit(left, leastApartMm, count);
  return packed.length === count ? packed : undefined;
}
