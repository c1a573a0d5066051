/** The surroundings of a rim unrolled: grey by direction and distance, each cell the mean of the pixels it covers. */
import type { GreyImage } from "../image/grey-image.ts";
import type { RimFrame } from "./frame.ts";

export interface StripShape {
  readonly directions: number;
  /** Distances, as parts of the radius: the first one, and from one to the next. */
  readonly from: number;
  readonly step: number;
  readonly steps: number;
  /** Samples a cell, across the direction and along it. */
  readonly across: number;
  readonly along: number;
}

export interface Strip extends StripShape {
  /** Direction by direction, from the inside outwards; NaN beyond the picture. */
  readonly grey: Float32Array;
}

export function unroll({ grey, widthPx, heightPx }: GreyImage, frame: RimFrame, shape: StripShape): Strip {
  const { directions, from, step, steps, across, along } = shape;
  const strip = new Float32Array(directions * steps);
  const count = steps * along;
  const start = from + step * (0.5 / along - 0.5);
  const stepAlong = step / along;
  const [lastX, lastY] = [widthPx - 1, heightPx - 1];
  const per = 1 / (across * along);
  for (let d = 0; d < directions; d++) {
    const row = d * steps;
    for (let k = 0; k < across; k++) {
      const theta = (2 * Math.PI * (d + (k + 0.5) / across - 0.5)) / directions;
      const [cos, sin] = [Math.cos(theta), Math.sin(theta)];
      const dx = frame.xx * cos + frame.xy * sin;
      const dy = frame.yx * cos + frame.yy * sin;
      for (let n = 0; n < count; n++) {
        const rho = start + n * stepAlong;
        const x = frame.xPx + rho * dx;
        const y = frame.yPx + rho * dy;
        const cell = row + (along === 1 ? n : (n / along) | 0);
        if (!(x >= 0 && y >= 0 && x < lastX && y < lastY)) {
          strip[cell] = Number.NaN;
          continue;
        }
        const i = x | 0;
        const j = y | 0;
        const fx = x - i;
        const at = j * widthPx + i;
        const a = grey[at] ?? 0;
        const c = grey[at + widthPx] ?? 0;
        const top = a + ((grey[at + 1] ?? 0) - a) * fx;
        const low = c + ((grey[at + widthPx + 1] ?? 0) - c) * fx;
        strip[cell] = (strip[cell] ?? 0) + (top + (low - top) * (y - j)) * per;
      }
    }
  }
  return { ...shape, grey: strip };
}
