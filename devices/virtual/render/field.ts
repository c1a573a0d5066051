/** Walks over the pixels of a picture near a point of the block, or over all of them in the camera's frame. */
import { pixelBox } from "./face.ts";
import { depthInside } from "./outline.ts";
import type { SurfaceScene } from "./scene.ts";
import type { Stage } from "./stage.ts";

/** Brightness under a pixel, its offset from the centre (mm in the block frame) and its place in the row-wise arrays. */
export type Shade = (under: number, duMm: number, dvMm: number, at: number) => number;

/** Calls `shade` for each pixel of the block within `reachMm` of a point, and stores the brightness that it returns. */
export function shadeAround(stage: Stage, xMm: number, yMm: number, reachMm: number, shade: Shade): void {
  const { scene, frame, brightness } = stage;
  const { widthPx, heightPx, mmPerPx, block } = scene;
  const box = pixelBox(stage, xMm, yMm, reachMm);
  if (box === undefined) return;
  for (let row = box.top; row <= box.bottom; row++) {
    for (let column = box.left; column <= box.right; column++) {
      const dx = (column - (widthPx - 1) / 2) * mmPerPx - frame.xMm;
      const dy = (row - (heightPx - 1) / 2) * mmPerPx - frame.yMm;
      const u = dx * frame.cos + dy * frame.sin;
      const v = -dx * frame.sin + dy * frame.cos;
      if (depthInside(block, u, v) < 0) continue;
      const at = row * widthPx + column;
      brightness[at] = shade(brightness[at] ?? 0, u - xMm, v - yMm, at);
    }
  }
}

/** Calls `visit` for every pixel with its place in the camera frame, mm. */
export function cameraGrid(
  { widthPx, heightPx, mmPerPx }: Pick<SurfaceScene, "widthPx" | "heightPx" | "mmPerPx">,
  visit: (at: number, xMm: number, yMm: number) => void,
): void {
  for (let row = 0; row < heightPx; row++) {
    const yMm = (row - (heightPx - 1) / 2) * mmPerPx;
    for (let column = 0; column < widthPx; column++)
      visit(row * widthPx + column, (column - (widthPx - 1) / 2) * mmPerPx, yMm);
  }
}

/** 0 below 0, 1 above 1, gently between. */
export function smooth(part: number): number {
  const t = Math.min(1, Math.max(0, part));
  return t * t * (3 - 2 * t);
}
