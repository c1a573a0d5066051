/** Pictures made from a formula. */
import type { GreyImage } from "../../../vision/image/grey-image.ts";
import { cv } from "../../../vision/image/opencv.ts";

export function greyPicture(
  widthPx: number,
  heightPx: number,
  greyAt: (x: number, y: number) => number = () => 128,
): GreyImage {
  const grey = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++)
      grey[y * widthPx + x] = Math.round(Math.max(0, Math.min(255, greyAt(x, y))));
  return { widthPx, heightPx, grey, mat: new cv.Mat(Buffer.from(grey), heightPx, widthPx, cv.CV_8UC1) };
}
