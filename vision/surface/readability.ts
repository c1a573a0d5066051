/** Whether a picture can be read at all, asked before dents are searched: dark, blown out, blurred, empty or nothing but noise. */
import type { GreyImage } from "../image/grey-image.ts";
import { quantile } from "../image/statistics.ts";
import type { Background } from "./background.ts";
import { blurPx, type PictureBox } from "./sharpness.ts";

export type Readability = { readonly readable: true } | { readonly readable: false; readonly reason: string };

/** What is asked of a face. */
export interface ReadableFace {
  readonly box: PictureBox;
  readonly background: Background;
}

/** The surface's middle grey, and that of its brightest hundredth: dark-field pictures have a dark surface and bright dents. */
const DARK_GREY = 15;
const DARK_HIGHLIGHT_GREY = 40;
const MOST_BLOWN_OUT = 0.25;
/** A surface as bright as this hides its marks in the sensor's end. */
const BLOWN_OUT_GREY = 249;
/** Blur, standard deviation: px at least, and as a part of the face's longer side. */
const MOST_BLUR_PX = 3.1;
const MOST_BLUR_OF_FACE = 0.002;
/** A close-up shows its dents larger. */
const MOST_BLUR_OF_CLOSE_UP = 0.011;
const EMPTY_RANGE_GREY = 3;
const NOISE_GREY = 18;
const NOISE_LIKENESS = 0.04;
const SAMPLES = 6_000;

export function readability(image: GreyImage, face: ReadableFace): Readability {
  const reason = whyUnreadable(image, face);
  return reason === undefined ? { readable: true } : { readable: false, reason };
}

function whyUnreadable(image: GreyImage, { box, background }: ReadableFace): string | undefined {
  const sample = sampleOf(image, box);
  const highlight = quantile(sample.greys, 0.99);
  if (quantile(sample.greys, 0.5) < DARK_GREY && highlight < DARK_HIGHLIGHT_GREY)
    return `too dark: the surface is at ${background.faceGrey.toFixed(0)} of 255 grey values, its brightest parts at ${highlight.toFixed(0)}`;
  if (background.blownOutPart > MOST_BLOWN_OUT || background.faceGrey >= BLOWN_OUT_GREY)
    return `blown out: ${(100 * background.blownOutPart).toFixed(0)} % of the surface is at full scale`;
  const range = quantile(sample.smooth, 0.995) - quantile(sample.smooth, 0.005);
  if (range < EMPTY_RANGE_GREY)
    return `empty: the picture is one even grey, its brightness changes by ${range.toFixed(1)} of 255`;
  if (sample.roughness > NOISE_GREY && sample.likeness < NOISE_LIKENESS)
    return `nothing but noise: neighbouring pixels differ by ${sample.roughness.toFixed(0)} grey values and have nothing in common`;
  const blur = blurPx(image, box);
  const most = mostBlurPx(image, box);
  // A block in sight has an edge at least.
  if (blur === undefined && !isCloseUp(image, box))
    return `nothing sharp in it: no edge stands out at a middle grey of ${background.faceGrey.toFixed(0)} of 255`;
  if (blur !== undefined && blur > most)
    return `blurred: its sharpest edges are ${blur.toFixed(1)} px soft, at most ${most.toFixed(1)} px can be read`;
  return undefined;
}

function isCloseUp(image: GreyImage, box: PictureBox): boolean {
  return box.width >= 0.97 * image.widthPx && box.height >= 0.97 * image.heightPx;
}

function mostBlurPx(image: GreyImage, box: PictureBox): number {
  return isCloseUp(image, box)
    ? Math.max(MOST_BLUR_PX, MOST_BLUR_OF_CLOSE_UP * Math.min(box.width, box.height))
    : Math.max(MOST_BLUR_PX, MOST_BLUR_OF_FACE * Math.max(box.width, box.height));
}

interface Sample {
  readonly greys: Float64Array;
  /** Means of nine pixels. */
  readonly smooth: Float64Array;
  /** Standard deviation of pixels against those five away. */
  readonly roughness: number;
  /** Correlation of neighbours, beyond what is common to pixels five away. */
  readonly likeness: number;
}

function sampleOf({ grey, widthPx }: GreyImage, { left, top, width, height }: PictureBox): Sample {
  const step = Math.max(1, Math.sqrt((width * height) / SAMPLES));
  const greys: number[] = [];
  const smooth: number[] = [];
  let far = 0;
  let near = 0;
  for (let y = top + 6; y < top + height - 6; y += step)
    for (let x = left + 6; x < left + width - 6; x += step) {
      const at = Math.floor(y) * widthPx + Math.floor(x);
      const here = grey[at] ?? 0;
      greys.push(here);
      let sum = 0;
      for (const row of [-widthPx, 0, widthPx])
        for (let dx = -1; dx <= 1; dx++) sum += grey[at + row + dx] ?? 0;
      smooth.push(sum / 9);
      near += (here - (grey[at + 1] ?? 0)) ** 2 + (here - (grey[at + widthPx] ?? 0)) ** 2;
      far += (here - (grey[at + 5] ?? 0)) ** 2 + (here - (grey[at + 5 * widthPx] ?? 0)) ** 2;
    }
  return {
    greys: Float64Array.from(greys),
    smooth: Float64Array.from(smooth),
    roughness: Math.sqrt(far / 4 / Math.max(1, greys.length)),
    likeness: far > 0 ? 1 - near / far : 1,
  };
}
