/**
 * The state of a test surface (试验面状态) on simple evidence that is named: can the picture be read at all, and has it dark patches.
 * It judges from one grey picture: rust is called stained, and scratched or damaged it never says, having no sure evidence for them.
 */
import type { GreyImage, PixelFrame } from "../image/grey-image.ts";
import type { Face } from "../indentations/index.ts";
import type { FoundOutline } from "../outline/index.ts";
import type { SurfaceState } from "../requests.ts";
import { findBlotches } from "./blotches.ts";
import { edgeBlurPx } from "./sharpness.ts";

const DARK_GREY = 40;
const MOST_BLOWN_OUT = 0.2;
/** Blur (standard deviation) at which the smallest dents are no longer told from texture, px. */
const MOST_BLUR_PX = 2.6;

export function judgeSurface(
  image: GreyImage,
  frame: PixelFrame,
  outline: FoundOutline,
  face: Face,
): { state: SurfaceState; reasons: string[] } {
  const unreadable: string[] = [];
  const { faceGrey, blownOutPart } = face.background;
  if (faceGrey < DARK_GREY)
    unreadable.push(`too dark: the surface is at ${faceGrey.toFixed(0)} of 255 grey values`);
  if (blownOutPart > MOST_BLOWN_OUT)
    unreadable.push(`blown out: ${(100 * blownOutPart).toFixed(0)} % of the surface is at full scale`);
  const blur = edgeBlurPx(image, frame, outline.face);
  if (blur > MOST_BLUR_PX) unreadable.push(`blurred: the surface's edge is ${blur.toFixed(1)} px soft`);
  if (unreadable.length > 0) return { state: "unreadable", reasons: unreadable };
  const blotches = findBlotches(face.background, frame);
  if (blotches.length > 0)
    return {
      state: "stained",
      reasons: blotches.map(
        (b) =>
          `a patch of ${b.areaMm2.toFixed(1)} mm² at (${b.xMm.toFixed(1)}, ${b.yMm.toFixed(1)}) mm is ` +
          `${(100 * b.darker).toFixed(0)} % darker than the surface (stain or rust)`,
      ),
    };
  return { state: "fit", reasons: [...outline.remarks] };
}
