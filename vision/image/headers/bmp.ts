/** Size in a BMP's header (Windows DIB headers of 12 and of 40 bytes and more). */

const CORE_HEADER_BYTES = 12;
const UNCOMPRESSED = [0, 3, 6];
/** Bits a pixel that there are. */
const DEPTHS = [1, 4, 8, 16, 24, 32];

/** Throws a RangeError where bytes are missing, an Error that says what is wrong otherwise. */
export function readBmp(bytes: Buffer): { widthPx: number; heightPx: number } {
  const pixelsAt = bytes.readUInt32LE(10);
  const headerBytes = bytes.readUInt32LE(14);
  const core = headerBytes === CORE_HEADER_BYTES;
  if (!core && headerBytes < 40) throw new Error(`has an unknown kind of header (${headerBytes} bytes)`);
  const widthPx = core ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  // A negative height is a picture stored from its top.
  const heightPx = core ? bytes.readUInt16LE(20) : Math.abs(bytes.readInt32LE(22));
  const bits = bytes.readUInt16LE(core ? 24 : 28);
  const compression = core ? 0 : bytes.readUInt32LE(30);
  if (!DEPTHS.includes(bits)) throw new Error(`claims ${bits} bits a pixel`);
  if (widthPx < 0) throw new Error(`claims a width of ${widthPx} pixels`);
  if (UNCOMPRESSED.includes(compression)) {
    const needed = pixelsAt + 4 * Math.ceil((widthPx * bits) / 32) * heightPx;
    // The last row's padding is left out by some programs.
    if (widthPx <= 20_000 && heightPx <= 20_000 && bytes.length + 3 < needed)
      throw new Error(`is cut off: ${bytes.length} of ${needed} bytes are there`);
  }
  return { widthPx, heightPx };
}
