/** Where a rectangular outline has its corners. */
import type { LookResult } from "../requests.ts";
import type { Place } from "./canvas.ts";

/** Corners of a rectangular outline drawn in by so much, px. */
export function corners(
  outline: Extract<NonNullable<LookResult["outlinePx"]>, { kind: "rectangular" }>,
  inPx: number,
): Place[] {
  const turn = (outline.angleDeg * Math.PI) / 180;
  const u = outline.lengthPx / 2 - inPx;
  const v = outline.widthPx / 2 - inPx;
  return (
    [
      [-u, -v],
      [u, -v],
      [u, v],
      [-u, v],
    ] as const
  ).map(([a, b]) => [
    outline.xPx + a * Math.cos(turn) - b * Math.sin(turn),
    outline.yPx + a * Math.sin(turn) + b * Math.cos(turn),
  ]);
}
