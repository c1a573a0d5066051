/** The diameters of a Brinell indentation drawn over its micrograph. */
import type { MeasureRequest, MeasureResult } from "../measure-request.ts";
import { Canvas, type Colour, type Place } from "./canvas.ts";

const RIM: Colour = [90, 230, 90];
const DIAMETER: Colour = [255, 255, 60];
const WHITE: Colour = [235, 235, 235];
const REFUSED: Colour = [80, 80, 255];

/** Writes a PNG. Throws an error that names the file when picture or place cannot be used. */
export function drawMeasured(
  { imagePath, mmPerPx, ballMm }: MeasureRequest,
  { measured, cannot }: MeasureResult,
  path: string,
): void {
  const canvas = new Canvas(imagePath);
  if (measured === null) {
    canvas.write(path, [{ words: `CANNOT MEASURE   ${cannot ?? ""}`, colour: REFUSED }]);
    return;
  }
  const { rimPx, horizontalMm, verticalMm, diameterMm, uncertaintyMm, ratio, ratioInRange } = measured;
  const at: Place = [rimPx.xPx, rimPx.yPx];
  canvas.ellipse(at, rimPx.majorPx, rimPx.minorPx, rimPx.angleDeg, { colour: RIM });
  diameter(canvas, at, horizontalMm / mmPerPx, [1, 0]);
  diameter(canvas, at, verticalMm / mmPerPx, [0, 1]);
  const gap = 6 * canvas.unitPx;
  canvas.label([at[0] + gap, at[1] - 4 * gap], `d1 ${horizontalMm.toFixed(4)} mm`, DIAMETER);
  canvas.label([at[0] + gap, at[1] + 0.35 * rimPx.minorPx], `d2 ${verticalMm.toFixed(4)} mm`, DIAMETER);
  const range = ratioInRange ? "" : ": outside 0.24 to 0.60, no Brinell test";
  canvas.write(path, [
    {
      words: `d = ${diameterMm.toFixed(4)} mm, standard uncertainty ${uncertaintyMm.toFixed(4)} mm`,
      colour: RIM,
    },
    { words: `ball ${ballMm} mm, d/D = ${ratio.toFixed(3)}${range}`, colour: ratioInRange ? WHITE : REFUSED },
    {
      words: `${mmPerPx.toPrecision(5)} mm/px; rim seen in ${Math.round(100 * measured.coverage)} % of the directions`,
      colour: WHITE,
    },
  ]);
}

/** A line through the centre with a tick at each end. */
function diameter(canvas: Canvas, [x, y]: Place, lengthPx: number, [dx, dy]: Place): void {
  const half = lengthPx / 2;
  const tick = 14 * canvas.unitPx;
  const stroke = { colour: DIAMETER };
  canvas.line([x - half * dx, y - half * dy], [x + half * dx, y + half * dy], { ...stroke, width: 0.7 });
  for (const end of [-half, half]) {
    const [ex, ey] = [x + end * dx, y + end * dy];
    canvas.line([ex - tick * dy, ey - tick * dx], [ex + tick * dy, ey + tick * dx], stroke);
  }
}
