/** The lens: radial distortion as one resampling of the drawn brightness, and the row-wise kernel of the blur. */
import { halfDiagonalPx } from "./frames.ts";
import type { SurfaceScene } from "./scene.ts";

/**
 * Half of a symmetrical Gaussian kernel of sum 1: weight of the middle first, then of each pixel further out. Pixels beyond 2.8
 * sigma count less than a grey value's rounding.
 */
export function blurKernel(sigmaPx: number): Float64Array {
  const radius = sigmaPx < 0.2 ? 0 : Math.max(1, Math.ceil(2.8 * sigmaPx));
  const kernel = Float64Array.from({ length: radius + 1 }, (_, i) =>
    Math.exp(-(i * i) / (2 * sigmaPx * sigmaPx || 1)),
  );
  const sum = kernel.reduce((total, weight, i) => total + (i === 0 ? weight : 2 * weight), 0);
  return kernel.map((weight) => weight / sum);
}

/** Moves each point to where the lens puts it; the picture itself when there is no distortion. */
export function distort(scene: SurfaceScene, brightness: Float32Array): Float32Array {
  const { widthPx, heightPx } = scene;
  const { distortion } = scene.optics;
  if (distortion === 0) return brightness;
  const bent = new Float32Array(brightness.length);
  const cx = (widthPx - 1) / 2;
  const cy = (heightPx - 1) / 2;
  const unit2 = halfDiagonalPx(scene) ** 2;
  for (let row = 0; row < heightPx; row++) {
    const dy = row - cy;
    for (let column = 0; column < widthPx; column++) {
      const dx = column - cx;
      const back = undistorted(distortion, (dx * dx + dy * dy) / unit2);
      const x = clamp(cx + dx * back, widthPx - 1.001);
      const y = clamp(cy + dy * back, heightPx - 1.001);
      const i = x | 0;
      const at = (y | 0) * widthPx + i;
      const f = x - i;
      const top = (brightness[at] as number) * (1 - f) + (brightness[at + 1] as number) * f;
      const below = at + widthPx;
      const bottom = (brightness[below] as number) * (1 - f) + (brightness[below + 1] as number) * f;
      bent[row * widthPx + column] = top + (bottom - top) * (y - (y | 0));
    }
  }
  return bent;
}

/** Factor that leads a distorted radius back: s with s·(1 + k·r²·s²) = 1, by Newton. */
function undistorted(k: number, r2: number): number {
  let s = 1;
  for (let n = 0; n < 4; n++) {
    const bend = k * r2 * s * s;
    s -= (s * (1 + bend) - 1) / (1 + 3 * bend);
  }
  return s;
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : Math.min(value, most);
}
