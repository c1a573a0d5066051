/** Measuring one micrograph from file to diameters. Runs in the vision child. */
import { readGreyImage } from "./image/grey-image.ts";
import { measureBrinell } from "./measure/index.ts";
import type { MeasureRequest, MeasureResult } from "./measure-request.ts";

/** Throws an error that names the file when it is no picture; what cannot be measured is in the result. */
export function measure(request: MeasureRequest): MeasureResult {
  const start = performance.now();
  const image = readGreyImage(request.imagePath);
  const { mmPerPx, mmPerPxUncertainty, ballMm } = request;
  const found = measureBrinell(image, {
    mmPerPx,
    ballMm,
    ...(mmPerPxUncertainty === undefined ? {} : { mmPerPxUncertainty }),
  });
  return {
    widthPx: image.widthPx,
    heightPx: image.heightPx,
    ...("cannotMeasure" in found ? { measured: null, cannot: found.cannotMeasure } : { measured: found }),
    ms: performance.now() - start,
  };
}
