/** A block's outline: how far inside it a point lies, and the span of each image row that lies wholly on the flat face. */
import type { PoseFrame } from "./frames.ts";
import type { BlockShape } from "./scene.ts";

/** Corner radius of rectangular blocks, mm. */
const CORNER_MM = 0.8;

/** How deep inside the outline a point of the block frame lies, mm; negative outside. */
export function depthInside(block: BlockShape, xMm: number, yMm: number): number {
  if (block.kind === "round") return block.diameterMm / 2 - Math.sqrt(xMm * xMm + yMm * yMm);
  const qx = Math.abs(xMm) - block.lengthMm / 2 + CORNER_MM;
  const qy = Math.abs(yMm) - block.widthMm / 2 + CORNER_MM;
  if (qx <= 0 || qy <= 0) return CORNER_MM - Math.max(qx, qy);
  return CORNER_MM - Math.sqrt(qx * qx + qy * qy);
}

/** Direction in which the ground falls at the edge (outwards), unit vector in the block frame. */
export function outwards(block: BlockShape, xMm: number, yMm: number): [number, number] {
  if (block.kind === "round") {
    const r = Math.sqrt(xMm * xMm + yMm * yMm) || 1;
    return [xMm / r, yMm / r];
  }
  const qx = Math.abs(xMm) - block.lengthMm / 2 + CORNER_MM;
  const qy = Math.abs(yMm) - block.widthMm / 2 + CORNER_MM;
  if (qx > 0 && qy > 0) {
    const r = Math.sqrt(qx * qx + qy * qy) || 1;
    return [(Math.sign(xMm) * qx) / r, (Math.sign(yMm) * qy) / r];
  }
  return qx > qy ? [Math.sign(xMm), 0] : [0, Math.sign(yMm)];
}

/**
 * Camera-frame x range (mm) of the row at camera-frame y that lies inside the outline grown by `growMm` (negative shrinks);
 * undefined where the row misses it. Rounded corners are taken as sharp when growing and as cut off when shrinking.
 */
export function rowSpan(
  block: BlockShape,
  frame: PoseFrame,
  yMm: number,
  growMm: number,
): [number, number] | undefined {
  const dy = yMm - frame.yMm;
  if (block.kind === "round") {
    const radius = block.diameterMm / 2 + growMm;
    const half2 = radius * radius - dy * dy;
    if (radius <= 0 || half2 <= 0) return undefined;
    const half = Math.sqrt(half2);
    return [frame.xMm - half, frame.xMm + half];
  }
  let from = Number.NEGATIVE_INFINITY;
  let to = Number.POSITIVE_INFINITY;
  const keepBetween = (perX: number, constant: number, half: number): void => {
    if (Math.abs(perX) < 1e-9) {
      if (Math.abs(constant) >= half) to = Number.NEGATIVE_INFINITY;
      return;
    }
    const a = (-half - constant) / perX;
    const b = (half - constant) / perX;
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  };
  const halfU = block.lengthMm / 2 + growMm;
  const halfV = block.widthMm / 2 + growMm;
  keepBetween(frame.cos, dy * frame.sin, halfU);
  keepBetween(-frame.sin, dy * frame.cos, halfV);
  return from < to ? [frame.xMm + from, frame.xMm + to] : undefined;
}
