/** Layouts to start the spreading from: each keeps every distance, or is not there. */
import type { Outline, Point } from "../requests.ts";
import { distanceMm } from "./order.ts";

const TURNS = 2;
/** Where a ring of positions lies by part of the block's half-size; with and without one in the middle. */
const RING = 0.62;

/** Rings of positions, and farthest-first from the middle and from the rim, all moved to free places. */
export function layoutStarts(
  count: number,
  outline: Outline,
  places: readonly Point[],
  spacingMm: number,
): Point[][] {
  const starts: Point[][] = [];
  for (let turn = 0; turn < TURNS; turn++)
    for (const middle of count > 3 ? [false, true] : [false]) {
      const snapped = snap(ring(count, outline, turn / TURNS, middle), places, spacingMm);
      if (snapped !== undefined) starts.push(snapped);
    }
  const byDepth = [...places].sort((a, b) => distanceMm(a, outline) - distanceMm(b, outline));
  for (const first of [byDepth[0], byDepth[byDepth.length - 1]]) {
    const far = first === undefined ? undefined : farthestFirst(count, [first], places, spacingMm);
    if (far !== undefined) starts.push(far);
  }
  return starts;
}

/** Again and again the place farthest from all taken ones, until there are `count`; undefined when the spacing forbids it. */
export function farthestFirst(
  count: number,
  taken: readonly Point[],
  places: readonly Point[],
  spacingMm: number,
): Point[] | undefined {
  const nearest = places.map((p) => Math.min(...taken.map((t) => distanceMm(p, t))));
  const chosen = [...taken];
  while (chosen.length < count) {
    let at = 0;
    nearest.forEach((d, i) => {
      if (d > (nearest[at] ?? 0)) at = i;
    });
    const place = places[at];
    if (place === undefined || (nearest[at] ?? 0) < spacingMm) return undefined;
    chosen.push(place);
    places.forEach((p, i) => {
      nearest[i] = Math.min(nearest[i] ?? 0, distanceMm(p, place));
    });
  }
  return chosen;
}

function ring(count: number, outline: Outline, turn: number, middle: boolean): Point[] {
  const halfU = (RING * (outline.kind === "round" ? outline.diameterMm : outline.lengthMm)) / 2;
  const halfV = (RING * (outline.kind === "round" ? outline.diameterMm : outline.widthMm)) / 2;
  const angle = outline.kind === "round" ? 0 : (outline.angleDeg * Math.PI) / 180;
  const around = middle ? count - 1 : count;
  const points = Array.from({ length: around }, (_, i) => {
    const phase = (2 * Math.PI * (i + turn)) / around;
    const u = halfU * Math.cos(phase);
    const v = halfV * Math.sin(phase);
    return {
      xMm: outline.xMm + u * Math.cos(angle) - v * Math.sin(angle),
      yMm: outline.yMm + u * Math.sin(angle) + v * Math.cos(angle),
    };
  });
  return middle ? [{ xMm: outline.xMm, yMm: outline.yMm }, ...points] : points;
}

/** Each point to the nearest free place that keeps the spacing from those already moved. */
function snap(points: readonly Point[], places: readonly Point[], spacingMm: number): Point[] | undefined {
  const snapped: Point[] = [];
  for (const wanted of points) {
    let best: Point | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const place of places) {
      const d = distanceMm(wanted, place);
      if (d < least && snapped.every((s) => distanceMm(s, place) >= spacingMm)) {
        least = d;
        best = place;
      }
    }
    if (best === undefined) return undefined;
    snapped.push(best);
  }
  return snapped;
}
