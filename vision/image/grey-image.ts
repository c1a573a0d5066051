/** A grey picture as bytes and as an OpenCV matrix, read from a file that may be anything. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { cv, type Mat } from "./opencv.ts";

export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Row by row, 0 to 255. */
  readonly grey: Uint8Array;
  readonly mat: Mat;
}

/** What a file must begin with to be read at all. */
const SIGNATURES: readonly { readonly format: string; readonly bytes: readonly number[] }[] = [
  { format: "BMP", bytes: [0x42, 0x4d] },
  { format: "PNG", bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { format: "JPEG", bytes: [0xff, 0xd8, 0xff] },
  { format: "TIFF", bytes: [0x49, 0x49, 0x2a, 0x00] },
  { format: "TIFF", bytes: [0x4d, 0x4d, 0x00, 0x2a] },
];
const MOST_FILE_BYTES = 256 * 1024 * 1024;
const LEAST_SIDE_PX = 32;

/** Reads a BMP, PNG, JPEG or TIFF as grey. Throws an error that names the file and what is wrong with it. */
export function readGreyImage(path: string): GreyImage {
  checkFile(path);
  const mat = cv.imread(path, cv.IMREAD_GRAYSCALE);
  if (mat.empty || mat.rows < LEAST_SIDE_PX || mat.cols < LEAST_SIDE_PX)
    throw new Error(
      `${path} cannot be read as a picture of at least ${LEAST_SIDE_PX} × ${LEAST_SIDE_PX} pixels`,
    );
  if (mat.type !== cv.CV_8UC1)
    throw new Error(`${path} was read as matrix type ${mat.type}, not as 8-bit grey`);
  return { widthPx: mat.cols, heightPx: mat.rows, grey: mat.getData(), mat };
}

function checkFile(path: string): void {
  const { size } = statSync(path);
  if (size > MOST_FILE_BYTES)
    throw new Error(`${path} has ${size} bytes; pictures up to ${MOST_FILE_BYTES} are read`);
  const start = Buffer.alloc(8);
  const file = openSync(path, "r");
  try {
    readSync(file, start, 0, start.length, 0);
  } finally {
    closeSync(file);
  }
  if (!SIGNATURES.some(({ bytes }) => bytes.every((byte, i) => start[i] === byte)))
    throw new Error(`${path} is no ${[...new Set(SIGNATURES.map((s) => s.format))].join(", ")} file`);
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
