/** A block's outline, seen from above. */

export type BlockShape =
  | { readonly kind: "round"; readonly diameterMm: number }
  | { readonly kind: "rectangular"; readonly lengthMm: number; readonly widthMm: number };

/** Distance in mm from a point of the block frame to the nearest edge; negative beside the block. */
export function edgeDistanceMm(shape: BlockShape, xMm: number, yMm: number): number {
  if (shape.kind === "round") return shape.diameterMm / 2 - Math.hypot(xMm, yMm);
  return Math.min(shape.lengthMm / 2 - Math.abs(xMm), shape.widthMm / 2 - Math.abs(yMm));
}
