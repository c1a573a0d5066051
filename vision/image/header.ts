/**
 * What a picture file says about itself, read from its bytes before any native decoder sees them: format, size and whether the file is
 * whole. Nothing is believed of its name.
 */
import { readBmp } from "./headers/bmp.ts";
import { readJpeg } from "./headers/jpeg.ts";
import { readPng } from "./headers/png.ts";
import { readTiff } from "./headers/tiff.ts";

export interface PictureHeader {
  readonly format: "BMP" | "PNG" | "JPEG" | "TIFF";
  /** As stored, ahead of any turn that the file asks for. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** The decoder will give its values upside down: bright for dark. */
  readonly inverted?: boolean;
}

/** What is wrong with a picture file, in words for the person who sent it. */
export class PictureFileError extends Error {
  override readonly name = "PictureFileError";
}

/** Longest side and largest area that are read: decoders need up to 10 bytes a pixel. */
const MOST_SIDE_PX = 20_000;
const MOST_PX = 120e6;
const LEAST_SIDE_PX = 32;

const AGAIN = "save or copy it again";

type Reader = (bytes: Buffer) => Omit<PictureHeader, "format">;

const FORMATS: readonly {
  readonly format: PictureHeader["format"];
  readonly starts: readonly number[];
  readonly read: Reader;
}[] = [
  { format: "BMP", starts: [0x42, 0x4d], read: readBmp },
  { format: "PNG", starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], read: readPng },
  { format: "JPEG", starts: [0xff, 0xd8, 0xff], read: readJpeg },
  { format: "TIFF", starts: [0x49, 0x49, 0x2a, 0x00], read: readTiff },
  { format: "TIFF", starts: [0x4d, 0x4d, 0x00, 0x2a], read: readTiff },
];

/** What people send by mistake, so that the message can name it. */
const OTHERS: readonly { readonly is: string; readonly at: number; readonly text: string }[] = [
  { is: "a PDF", at: 0, text: "%PDF" },
  { is: "a GIF", at: 0, text: "GIF8" },
  { is: "a WebP picture", at: 8, text: "WEBP" },
  { is: "a HEIF or AVIF picture", at: 4, text: "ftyp" },
  { is: "a ZIP archive or an Office file", at: 0, text: "PK\u0003\u0004" },
  { is: "an SVG or other XML file", at: 0, text: "<" },
  { is: "a BigTIFF", at: 0, text: "II+\u0000" },
  { is: "a BigTIFF", at: 0, text: "MM\u0000+" },
];

/** Throws a PictureFileError that says what is wrong, without the file's name. */
export function readHeader(bytes: Buffer): PictureHeader {
  if (bytes.length === 0) throw new PictureFileError("the file is empty; save or copy the picture again");
  const found = FORMATS.find(({ starts }) => starts.every((byte, i) => bytes[i] === byte));
  if (found === undefined) {
    const other = OTHERS.find(({ at, text }) => bytes.toString("latin1", at, at + text.length) === text);
    throw new PictureFileError(
      `this is ${other?.is ?? "no picture"}; save the picture as BMP, PNG, JPEG or TIFF (the name of the file does not count)`,
    );
  }
  const { format, read } = found;
  const size = sizeOrWhy(bytes, format, read);
  const said = `its header says ${size.widthPx} × ${size.heightPx} pixels`;
  if (size.widthPx < LEAST_SIDE_PX || size.heightPx < LEAST_SIDE_PX)
    throw new PictureFileError(
      `${said}; at least ${LEAST_SIDE_PX} × ${LEAST_SIDE_PX} are needed; take a larger picture`,
    );
  if (Math.max(size.widthPx, size.heightPx) > MOST_SIDE_PX || size.widthPx * size.heightPx > MOST_PX)
    throw new PictureFileError(
      `${said}; pictures up to ${MOST_SIDE_PX} pixels a side and ${MOST_PX / 1e6} megapixels are read; save it smaller, or cut out the surface`,
    );
  return { format, ...size };
}

function sizeOrWhy(bytes: Buffer, format: string, read: Reader): ReturnType<Reader> {
  try {
    return read(bytes);
  } catch (error) {
    if (error instanceof RangeError)
      throw new PictureFileError(`the ${format} file is cut off or its header is damaged; ${AGAIN}`, {
        cause: error,
      });
    if (error instanceof Error) throw new PictureFileError(`the ${format} file ${error.message}; ${AGAIN}`);
    throw error;
  }
}
