/** Size in a PNG's first chunk, and whether its chunks reach to the end (ISO/IEC 15948, clauses 5 and 11). */

const FIRST_CHUNK_AT = 8;
/** Length, type and checksum around a chunk's content. */
const AROUND = 12;

/** Throws a RangeError where bytes are missing, an Error that says what is wrong otherwise. */
export function readPng(bytes: Buffer): { widthPx: number; heightPx: number } {
  const type = bytes.toString("latin1", FIRST_CHUNK_AT + 4, FIRST_CHUNK_AT + 8);
  const widthPx = bytes.readUInt32BE(16);
  const heightPx = bytes.readUInt32BE(20);
  if (type !== "IHDR" || bytes.readUInt32BE(FIRST_CHUNK_AT) !== 13)
    throw new Error("does not begin with its header");
  let at = FIRST_CHUNK_AT;
  let drawn = false;
  while (at + AROUND <= bytes.length) {
    const chunk = bytes.toString("latin1", at + 4, at + 8);
    drawn ||= chunk === "IDAT";
    if (chunk === "IEND") {
      if (!drawn) throw new Error("holds no picture");
      return { widthPx, heightPx };
    }
    at += AROUND + bytes.readUInt32BE(at);
  }
  throw new Error(`is cut off: ${bytes.length} bytes are there, the next part would begin at ${at}`);
}
