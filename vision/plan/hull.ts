/** The corners of the convex hull (Andrew's monotone chain, 1979). */
import type { Point } from "../requests.ts";

/** In order around it; points on its sides are left out. */
export function convexHull<P extends Point>(points: readonly P[]): P[] {
  const sorted = [...points].sort((a, b) => a.xMm - b.xMm || a.yMm - b.yMm);
  if (sorted.length < 3) return sorted;
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/** One half, without its last corner. */
function chain<P extends Point>(sorted: readonly P[]): P[] {
  const corners: P[] = [];
  for (const p of sorted) {
    for (;;) {
      const b = corners[corners.length - 1];
      const a = corners[corners.length - 2];
      if (a === undefined || b === undefined) break;
      if ((b.xMm - a.xMm) * (p.yMm - a.yMm) - (b.yMm - a.yMm) * (p.xMm - a.xMm) > 0) break;
      corners.pop();
    }
    corners.push(p);
  }
  corners.pop();
  return corners;
}
