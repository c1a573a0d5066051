/** The order of positions: the shortest way through all of them, the preliminary ones first. */
import type { Point } from "../requests.ts";

const ORIGIN: Point = { xMm: 0, yMm: 0 };
/** Up to here the way is the shortest there is (Held and Karp 1962); beyond, nearest neighbour improved by reversals. */
const EXACT_UP_TO = 11;

/** Orders both groups so that origin → preliminary → counted is as short as it can be. Each way is open: it does not return. */
export function orderForPath(
  preliminary: readonly Point[],
  counted: readonly Point[],
): { preliminary: Point[]; counted: Point[] } {
  let best = { preliminary: [] as Point[], counted: shortestWay(ORIGIN, counted) };
  if (preliminary.length === 0) return best;
  let length = Number.POSITIVE_INFINITY;
  for (const last of preliminary) {
    const before = preliminary.filter((p) => p !== last);
    for (const order of permutations(before)) {
      const first = [...order, last];
      const firstLength = wayLength(ORIGIN, first);
      if (firstLength >= length) continue;
      const rest = shortestWay(last, counted);
      const total = firstLength + wayLength(last, rest);
      if (total < length) {
        length = total;
        best = { preliminary: first, counted: rest };
      }
    }
  }
  return best;
}

/** Length of the way from a start through the points in their order, mm. */
export function wayLength(start: Point, points: readonly Point[]): number {
  let length = 0;
  let at = start;
  for (const p of points) {
    length += distanceMm(at, p);
    at = p;
  }
  return length;
}

export function distanceMm(a: Point, b: Point): number {
  return Math.sqrt((a.xMm - b.xMm) ** 2 + (a.yMm - b.yMm) ** 2);
}

function permutations(points: readonly Point[]): Point[][] {
  if (points.length <= 1) return [[...points]];
  return points.flatMap((p) => permutations(points.filter((q) => q !== p)).map((rest) => [p, ...rest]));
}

function shortestWay(start: Point, points: readonly Point[]): Point[] {
  return points.length <= EXACT_UP_TO ? exactWay(start, points) : improvedWay(start, points);
}

/** best[set · n + last] is the shortest way from the start through `set` that ends at `last`. */
function exactWay(start: Point, points: readonly Point[]): Point[] {
  const n = points.length;
  if (n <= 1) return [...points];
  const sets = 1 << n;
  const best = new Float64Array(sets * n).fill(Number.POSITIVE_INFINITY);
  const from = new Int8Array(sets * n).fill(-1);
  points.forEach((p, i) => {
    best[(1 << i) * n + i] = distanceMm(start, p);
  });
  const between = points.map((p) => points.map((q) => distanceMm(p, q)));
  for (let set = 1; set < sets; set++) {
    for (let last = 0; last < n; last++) {
      const soFar = best[set * n + last] ?? Number.POSITIVE_INFINITY;
      if (soFar === Number.POSITIVE_INFINITY) continue;
      for (let next = 0; next < n; next++) {
        if ((set >> next) & 1) continue;
        const at = (set | (1 << next)) * n + next;
        const length = soFar + (between[last]?.[next] ?? 0);
        if (length < (best[at] ?? 0)) {
          best[at] = length;
          from[at] = last;
        }
      }
    }
  }
  let set = sets - 1;
  let last = 0;
  for (let i = 1; i < n; i++) if ((best[set * n + i] ?? 0) < (best[set * n + last] ?? 0)) last = i;
  const way: Point[] = [];
  while (last >= 0) {
    const p = points[last];
    if (p !== undefined) way.unshift(p);
    const before = from[set * n + last] ?? -1;
    set &= ~(1 << last);
    last = before;
  }
  return way;
}

function improvedWay(start: Point, points: readonly Point[]): Point[] {
  const left = [...points];
  let way: Point[] = [];
  let at = start;
  while (left.length > 0) {
    let nearest = 0;
    left.forEach((p, i) => {
      if (distanceMm(at, p) < distanceMm(at, left[nearest] ?? p)) nearest = i;
    });
    at = left.splice(nearest, 1)[0] ?? at;
    way.push(at);
  }
  for (let improved = true; improved; ) {
    improved = false;
    for (let i = 0; i < way.length - 1; i++)
      for (let k = i + 1; k < way.length; k++) {
        const turned = [...way.slice(0, i), ...way.slice(i, k + 1).reverse(), ...way.slice(k + 1)];
        if (wayLength(start, turned) < wayLength(start, way) - 1e-9) {
          way = turned;
          improved = true;
        }
      }
  }
  return way;
}
