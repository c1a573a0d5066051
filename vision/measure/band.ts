/** Grey values in a band along a dent's rim, with the rim in its middle. */
import type { GreyImage } from "../image/grey-image.ts";
import { type RimFrame, radiusOf } from "../rim/frame.ts";
import { type Strip, unroll } from "../rim/strip.ts";

export interface Band {
  readonly strip: Strip;
  /** Steps from the band's inner border to the rim. */
  readonly middle: number;
}

/** Lengths are parts of the rim's radius, save the least step, px. */
export interface BandShape {
  readonly directions: number;
  /** How far it reaches to either side of the rim. */
  readonly reach: number;
  readonly step: number;
  readonly leastStepPx: number;
}

export function bandAlong(image: GreyImage, frame: RimFrame, shape: BandShape): Band {
  const { directions, reach, leastStepPx } = shape;
  const step = Math.max(shape.step, leastStepPx / radiusOf(frame));
  const middle = Math.ceil(reach / step);
  const steps = 2 * middle + 1;
  const strip = unroll(image, frame, {
    from: 1 - step * middle,
    step,
    steps,
    directions,
    across: 3,
    along: 1,
  });
  return { strip, middle };
}
