/** A baseline TIFF 6.0 file: little-endian, one uncompressed strip, 8-bit grey or RGB. */
import type { Raster } from "./raster.ts";

const SHORT = 3;
const LONG = 4;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;

export function encodeTiff({ widthPx, heightPx, channels, data }: Raster): Uint8Array {
  const colour = channels === 3;
  const bitsAt = HEADER_BYTES + data.length + (data.length % 2);
  const directoryAt = bitsAt + 6;
  const entries: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, LONG, 1, widthPx],
    [257, LONG, 1, heightPx],
    [258, SHORT, channels, colour ? bitsAt : 8],
    [259, SHORT, 1, 1],
    [262, SHORT, 1, colour ? 2 : 1],
    [273, LONG, 1, HEADER_BYTES],
    [277, SHORT, 1, channels],
    [278, LONG, 1, heightPx],
    [279, LONG, 1, data.length],
  ];
  const bytes = new Uint8Array(directoryAt + 2 + entries.length * ENTRY_BYTES + 4);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4949, true);
  view.setUint16(2, 42, true);
  view.setUint32(4, directoryAt, true);
  bytes.set(data, HEADER_BYTES);
  for (let n = 0; n < 3; n++) view.setUint16(bitsAt + 2 * n, 8, true);
  view.setUint16(directoryAt, entries.length, true);
  for (const [n, [tag, type, count, value]] of entries.entries()) {
    const at = directoryAt + 2 + n * ENTRY_BYTES;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    if (type === SHORT && count === 1) view.setUint16(at + 8, value, true);
    else view.setUint32(at + 8, value, true);
  }
  return bytes;
}
