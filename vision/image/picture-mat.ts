/** A picture file as an OpenCV matrix: checked first, turned as it asks, brought to 8 bits. */
import { readFileSync, statSync } from "node:fs";
import { PictureFileError, type PictureHeader, readHeader } from "./header.ts";
import { cv, type Mat } from "./opencv.ts";

const MOST_FILE_BYTES = 512 * 1024 * 1024;
/** Fewest bits that a deeper picture is taken to use: a dark one must stay dark. */
const LEAST_BITS = 10;

/** One channel of 8 bits. Throws an error that names the file and what is wrong with it. */
export function readGreyMat(path: string): Mat {
  return read(path, cv.IMREAD_GRAYSCALE | cv.IMREAD_ANYDEPTH, cv.CV_8UC1);
}

/** Blue, green, red of 8 bits each. Throws an error that names the file and what is wrong with it. */
export function readColourMat(path: string): Mat {
  return read(path, cv.IMREAD_COLOR | cv.IMREAD_ANYDEPTH, cv.CV_8UC3);
}

function read(path: string, flags: number, wanted: number): Mat {
  const bytes = fileBytes(path);
  const header = headerOf(path, bytes);
  const eight = asEightBit(path, decoded(path, bytes, header, flags), wanted);
  return header.inverted === true ? eight.bitwiseNot() : eight;
}

function decoded(path: string, bytes: Buffer, header: PictureHeader, flags: number): Mat {
  let mat: Mat;
  try {
    mat = cv.imdecode(bytes, flags);
  } catch (error) {
    throw notDecoded(path, header, error);
  }
  const { widthPx, heightPx } = header;
  const upright = mat.cols === widthPx && mat.rows === heightPx;
  const turned = mat.cols === heightPx && mat.rows === widthPx;
  if (mat.empty || !(upright || turned)) throw notDecoded(path, header);
  return mat;
}

function notDecoded(path: string, { format }: PictureHeader, cause?: unknown): PictureFileError {
  return new PictureFileError(
    `${path}: the ${format} picture in it cannot be decoded; save or copy it again, or save it as PNG`,
    { cause },
  );
}

function fileBytes(path: string): Buffer {
  const stat = statSync(path);
  if (!stat.isFile()) throw new PictureFileError(`${path}: is no file`);
  if (stat.size > MOST_FILE_BYTES)
    throw new PictureFileError(
      `${path}: has ${stat.size} bytes; pictures up to ${MOST_FILE_BYTES} bytes are read`,
    );
  return readFileSync(path);
}

function headerOf(path: string, bytes: Buffer): PictureHeader {
  try {
    return readHeader(bytes);
  } catch (error) {
    if (error instanceof PictureFileError) throw new PictureFileError(`${path}: ${error.message}`);
    throw error;
  }
}

/**
 * 16 bits are scaled by the bits in use: cameras of 10, 12 or 14 bits store them in 16. The picture's brightest pixel tells how many.
 */
function asEightBit(path: string, mat: Mat, wanted: number): Mat {
  if (mat.type === wanted) return mat;
  const grey = wanted === cv.CV_8UC1;
  if (mat.type !== (grey ? cv.CV_16UC1 : cv.CV_16UC3))
    throw new PictureFileError(`${path}: its values are of a kind that is not read (${mat.type})`);
  const channels = grey ? [mat] : mat.splitChannels();
  const brightest = Math.max(...channels.map((channel) => channel.minMaxLoc().maxVal));
  const bits = Math.max(LEAST_BITS, Math.ceil(Math.log2(brightest + 1)));
  const eight = mat.convertTo(grey ? cv.CV_8UC1 : cv.CV_8UC3, 255 / (2 ** bits - 1));
  for (const channel of channels) channel.release();
  if (!grey) mat.release();
  return eight;
}
