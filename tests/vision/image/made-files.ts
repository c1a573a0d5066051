/** Picture files that the decoder's library does not write: PNGs of few bits, and TIFFs of every order of light. */
import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

interface PngKind {
  readonly bits: number;
  /** Colour type of ISO/IEC 15948: 0 grey, 3 palette, 4 grey with alpha. */
  readonly colourType: number;
  readonly palette?: readonly number[];
}

/** A PNG whose rows are all the same bytes. */
export function pngOf(
  widthPx: number,
  heightPx: number,
  row: Buffer,
  { bits, colourType, palette }: PngKind,
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.writeUInt8(bits, 8);
  header.writeUInt8(colourType, 9);
  const rows = Array.from({ length: heightPx }, () => Buffer.concat([Buffer.from([0]), row]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    ...(palette === undefined ? [] : [chunk("PLTE", Buffer.from(palette))]),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(content.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}

interface TiffKind {
  readonly bits: 8 | 16;
  /** Whether 0 is white (photometric interpretation 0) instead of black. */
  readonly whiteIsZero: boolean;
}

/** An uncompressed grey TIFF, all of one value. */
export function tiffOf(
  widthPx: number,
  heightPx: number,
  value: number,
  { bits, whiteIsZero }: TiffKind,
): Buffer {
  const values = widthPx * heightPx;
  const pixels = bits === 8 ? Buffer.alloc(values, value) : Buffer.alloc(2 * values);
  if (bits === 16) for (let n = 0; n < values; n++) pixels.writeUInt16LE(value, 2 * n);
  const fields: readonly (readonly [tag: number, value: number])[] = [
    [256, widthPx],
    [257, heightPx],
    [258, bits],
    [259, 1],
    [262, whiteIsZero ? 0 : 1],
    [273, 8],
    [277, 1],
    [278, heightPx],
    [279, pixels.length],
  ];
  const head = Buffer.from([0x49, 0x49, 0x2a, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(8 + pixels.length, 4);
  const directory = Buffer.alloc(2 + 12 * fields.length + 4);
  directory.writeUInt16LE(fields.length, 0);
  for (const [n, [tag, number]] of fields.entries()) {
    const at = 2 + 12 * n;
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(4, at + 2);
    directory.writeUInt32LE(1, at + 4);
    directory.writeUInt32LE(number, at + 8);
  }
  return Buffer.concat([head, pixels, directory]);
}
