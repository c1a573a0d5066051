/** What a JPEG file does to a picture: luminance and colour differences rounded in the cosine domain, block by block. */
import { forwardDct, inverseDct, quantisation } from "./dct.ts";
import type { Raster } from "./raster.ts";

/** Puts a picture through a JPEG of the given quality (1 to 100) and back, in place; colour is not thinned out. */
export function roundTripJpeg(picture: Raster, quality: number): void {
  const { channels, data, widthPx, heightPx } = picture;
  const luminance = quantisation("luminance", quality);
  if (channels === 1) {
    const plane = Float32Array.from(data);
    roundPlane(plane, widthPx, heightPx, luminance);
    for (let at = 0; at < data.length; at++) data[at] = clamp(plane[at] as number);
    return;
  }
  const count = widthPx * heightPx;
  const y = new Float32Array(count);
  const cb = new Float32Array(count);
  const cr = new Float32Array(count);
  for (let at = 0, from = 0; at < count; at++, from += 3) {
    const r = data[from] as number;
    const g = data[from + 1] as number;
    const b = data[from + 2] as number;
    y[at] = 0.299 * r + 0.587 * g + 0.114 * b;
    cb[at] = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b;
    cr[at] = 128 + 0.5 * r - 0.418688 * g - 0.081312 * b;
  }
  const chrominance = quantisation("chrominance", quality);
  roundPlane(y, widthPx, heightPx, luminance);
  roundPlane(cb, widthPx, heightPx, chrominance);
  roundPlane(cr, widthPx, heightPx, chrominance);
  for (let at = 0, to = 0; at < count; at++, to += 3) {
    const bright = y[at] as number;
    const blueness = (cb[at] as number) - 128;
    const redness = (cr[at] as number) - 128;
    data[to] = clamp(bright + 1.402 * redness);
    data[to + 1] = clamp(bright - 0.344136 * blueness - 0.714136 * redness);
    data[to + 2] = clamp(bright + 1.772 * blueness);
  }
}

function roundPlane(plane: Float32Array, widthPx: number, heightPx: number, steps: readonly number[]): void {
  const block = new Float64Array(64);
  for (let top = 0; top < heightPx; top += 8) {
    for (let left = 0; left < widthPx; left += 8) {
      for (let j = 0; j < 8; j++) {
        const row = Math.min(top + j, heightPx - 1) * widthPx;
        for (let i = 0; i < 8; i++)
          block[8 * j + i] = (plane[row + Math.min(left + i, widthPx - 1)] as number) - 128;
      }
      forwardDct(block);
      for (let k = 0; k < 64; k++) {
        const step = steps[k] as number;
        const value = (block[k] as number) / step;
        block[k] = step * (value < 0 ? -((0.5 - value) | 0) : (value + 0.5) | 0);
      }
      inverseDct(block);
      for (let j = 0; j < 8 && top + j < heightPx; j++)
        for (let i = 0; i < 8 && left + i < widthPx; i++)
          plane[(top + j) * widthPx + left + i] = (block[8 * j + i] as number) + 128;
    }
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : (value + 0.5) | 0;
}
