/** Middle and second moments of a set of pixels. */

export interface Moments {
  readonly x: number;
  readonly y: number;
  /** Sums of products of the distances from the middle. */
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
  /** Direction of the longer axis, radians clockwise from the picture's right. */
  readonly turn: number;
}

/** `pixels` are places in a row-wise picture of that width; the middle of none is 0. */
export function momentsOf(pixels: readonly number[], widthPx: number): Moments {
  let x = 0;
  let y = 0;
  for (const at of pixels) {
    x += at % widthPx;
    y += Math.floor(at / widthPx);
  }
  x /= Math.max(1, pixels.length);
  y /= Math.max(1, pixels.length);
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const at of pixels) {
    const u = (at % widthPx) - x;
    const v = Math.floor(at / widthPx) - y;
    xx += u * u;
    xy += u * v;
    yy += v * v;
  }
  return { x, y, xx, xy, yy, turn: Math.atan2(2 * xy, xx - yy) / 2 };
}
