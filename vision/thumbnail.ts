/** A small copy of a picture, for a page. Runs in the vision child. */
import { cv } from "./image/opencv.ts";
import { readColourMat } from "./image/picture-mat.ts";
import { writeBeside } from "./image/write-beside.ts";
import type { ThumbnailRequest, ThumbnailResult } from "./thumbnail-request.ts";

const JPEG_QUALITY = 85;

/** Throws an error that names the file when it is no picture. */
export function thumbnail({ imagePath, thumbnailPath, widthPx = 320 }: ThumbnailRequest): ThumbnailResult {
  const start = performance.now();
  const picture = readColourMat(imagePath);
  const scale = Math.min(1, widthPx / picture.cols);
  const width = Math.max(1, Math.round(picture.cols * scale));
  const height = Math.max(1, Math.round(picture.rows * scale));
  const small = scale === 1 ? picture : picture.resize(height, width, 0, 0, cv.INTER_AREA);
  writeBeside(thumbnailPath, cv.imencode(".jpg", small, [cv.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]));
  picture.release();
  return { widthPx: width, heightPx: height, ms: performance.now() - start };
}
