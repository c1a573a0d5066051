/** How sharp the picture is, told by the one edge that every block has: the end of its flat surface. */
import { type GreyImage, greyAt, type PixelFrame } from "../image/grey-image.ts";
import { quantile } from "../image/statistics.ts";
import type { Outline } from "../requests.ts";

const PLACES = 96;
const HALF_PX = 9;
const STEP_PX = 0.5;
const LEAST_STEP_GREY = 15;

/**
 * Standard deviation of the blur in px, if the edge itself were sharp: step height over steepest slope. The lower quartile over
 * the border is taken, since scratches and a rounded chamfer only make an edge softer.
 */
export function edgeBlurPx(image: GreyImage, frame: PixelFrame, face: Outline): number {
  const blurs: number[] = [];
  for (let place = 0; place < PLACES; place++) {
    const { xMm, yMm, outX, outY } = borderPoint(face, place / PLACES);
    const { x, y } = frame.toPx(xMm, yMm);
    const along = (t: number): number => {
      let sum = 0;
      for (const aside of [-2, -1, 0, 1, 2])
        sum += greyAt(image, x + t * outX - aside * outY, y + t * outY + aside * outX);
      return sum / 5;
    };
    let steepest = 0;
    for (let t = -HALF_PX; t < HALF_PX; t += STEP_PX)
      steepest = Math.max(steepest, (along(t) - along(t + 2 * STEP_PX)) / (2 * STEP_PX));
    const step = along(-HALF_PX) - along(HALF_PX);
    if (step >= LEAST_STEP_GREY && steepest > 0) blurs.push(step / (steepest * Math.sqrt(2 * Math.PI)));
  }
  return blurs.length === 0 ? Number.POSITIVE_INFINITY : quantile(blurs, 0.25);
}

/** Point on the border at a part of the way around, and the unit direction outwards. */
function borderPoint(face: Outline, part: number): { xMm: number; yMm: number; outX: number; outY: number } {
  if (face.kind === "round") {
    const outX = Math.cos(2 * Math.PI * part);
    const outY = Math.sin(2 * Math.PI * part);
    return {
      xMm: face.xMm + (outX * face.diameterMm) / 2,
      yMm: face.yMm + (outY * face.diameterMm) / 2,
      outX,
      outY,
    };
  }
  const side = Math.floor(4 * part);
  const along = 0.8 * (4 * part - side - 0.5);
  const turn = (face.angleDeg * Math.PI) / 180;
  const sign = side < 2 ? 1 : -1;
  const upright = side % 2 === 0;
  const u = upright ? (sign * face.lengthMm) / 2 : along * face.lengthMm;
  const v = upright ? along * face.widthMm : (sign * face.widthMm) / 2;
  const [nu, nv] = upright ? [sign, 0] : [0, sign];
  return {
    xMm: face.xMm + u * Math.cos(turn) - v * Math.sin(turn),
    yMm: face.yMm + u * Math.sin(turn) + v * Math.cos(turn),
    outX: nu * Math.cos(turn) - nv * Math.sin(turn),
    outY: nu * Math.sin(turn) + nv * Math.cos(turn),
  };
}
