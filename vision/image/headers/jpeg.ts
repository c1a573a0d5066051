/** Size in a JPEG's frame header, and whether its end is there (ITU-T T.81, annex B). */

/** Frame headers of baseline, extended and progressive pictures; the others are lossless or arithmetic. */
const FRAMES = [0xc0, 0xc1, 0xc2];
const OTHER_FRAMES = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];
const SCAN = 0xda;
const END = Buffer.from([0xff, 0xd9]);

/** Throws a RangeError where bytes are missing, an Error that says what is wrong otherwise. */
export function readJpeg(bytes: Buffer): { widthPx: number; heightPx: number } {
  let size: { widthPx: number; heightPx: number } | undefined;
  let at = 2;
  for (;;) {
    if (bytes.readUInt8(at) !== 0xff) throw new Error(`is damaged at byte ${at}`);
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (FRAMES.includes(marker)) {
      const bits = bytes.readUInt8(at + 4);
      if (bits !== 8) throw new Error(`has ${bits} bits a colour; 8 are read`);
      size = { heightPx: bytes.readUInt16BE(at + 5), widthPx: bytes.readUInt16BE(at + 7) };
    } else if (OTHER_FRAMES.includes(marker)) throw new Error("is lossless or arithmetically coded");
    if (marker === SCAN) break;
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) throw new Error(`is damaged at byte ${at}`);
    at += 2 + length;
  }
  if (size === undefined) throw new Error("has a scan but no frame");
  if (bytes.lastIndexOf(END) < at) throw new Error("is cut off: its end is not there");
  return size;
}
