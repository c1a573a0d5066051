/** A grey picture as bytes and as an OpenCV matrix, read from a file that may be anything. */
import type { Mat } from "./opencv.ts";
import { readGreyMat } from "./picture-mat.ts";

export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Row by row, 0 to 255. */
  readonly grey: Uint8Array;
  readonly mat: Mat;
}

/** Reads a BMP, PNG, JPEG or TIFF as grey of 8 bits. Throws an error that names the file and what is wrong with it. */
export function readGreyImage(path: string): GreyImage {
  const mat = readGreyMat(path);
  return { widthPx: mat.cols, heightPx: mat.rows, grey: mat.getData(), mat };
}

/** Grey value between pixels (bilinear); points outside take the nearest pixel. */
export function greyAt(image: GreyImage, x: number, y: number): number {
  const { grey, widthPx, heightPx } = image;
  const cx = Math.max(0, Math.min(widthPx - 1.001, x));
  const cy = Math.max(0, Math.min(heightPx - 1.001, y));
  const i = cx | 0;
  const j = cy | 0;
  const fx = cx - i;
  const at = j * widthPx + i;
  const a = grey[at] ?? 0;
  const b = grey[at + 1] ?? 0;
  const c = grey[at + widthPx] ?? 0;
  const d = grey[at + widthPx + 1] ?? 0;
  const top = a + (b - a) * fx;
  return top + (c + (d - c) * fx - top) * (cy - j);
}

/** The picture's scale and axes: pixels to mm of the gripper frame and back. */
export interface PixelFrame {
  readonly mmPerPx: number;
  toMm(xPx: number, yPx: number): { xMm: number; yMm: number };
  toPx(xMm: number, yMm: number): { x: number; y: number };
}

export function pixelFrame(image: GreyImage, mmPerPx: number): PixelFrame {
  const cx = (image.widthPx - 1) / 2;
  const cy = (image.heightPx - 1) / 2;
  return {
    mmPerPx,
    toMm: (xPx, yPx) => ({ xMm: (xPx - cx) * mmPerPx, yMm: (yPx - cy) * mmPerPx }),
    toPx: (xMm, yMm) => ({ x: xMm / mmPerPx + cx, y: yMm / mmPerPx + cy }),
  };
}
