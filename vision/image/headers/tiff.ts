/** Size in a TIFF's first directory, and whether its strips or tiles are all there (TIFF 6.0, sections 2, 3 and 15). */

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  photometric: 262,
  stripAt: 273,
  stripBytes: 279,
  tileAt: 324,
  tileBytes: 325,
} as const;
/** Bytes of a value by its field type; only whole numbers matter here. */
const TYPE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4 };
const MOST_PIECES = 1_000_000;
const MOST_BITS = 16;
/** Photometric interpretation in which 0 is white. */
const WHITE_IS_ZERO = 0;

/**
 * `inverted`: its deep values are darkest where they are highest; the decoder turns only those of 8 bits and less over.
 * Throws a RangeError where bytes are missing, an Error that says what is wrong otherwise.
 */
export function readTiff(bytes: Buffer): { widthPx: number; heightPx: number; inverted: boolean } {
  const little = bytes.readUInt8(0) === 0x49;
  const u16 = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const directory = u32(4);
  const fields = new Map<number, readonly number[]>();
  const wanted: readonly number[] = Object.values(TAG);
  for (let n = 0, count = u16(directory); n < count; n++) {
    const at = directory + 2 + 12 * n;
    const tag = u16(at);
    const size = TYPE_BYTES[u16(at + 2)];
    if (size === undefined || !wanted.includes(tag)) continue;
    const values = u32(at + 4);
    if (values > MOST_PIECES) throw new Error(`claims ${values} values for one of its fields`);
    const first = values * size <= 4 ? at + 8 : u32(at + 8);
    const read = size === 4 ? u32 : size === 2 ? u16 : (place: number) => bytes.readUInt8(place);
    fields.set(
      tag,
      Array.from({ length: values }, (_, k) => read(first + k * size)),
    );
  }
  const [widthPx] = fields.get(TAG.width) ?? [];
  const [heightPx] = fields.get(TAG.height) ?? [];
  if (widthPx === undefined || heightPx === undefined) throw new Error("does not say its size");
  const bits = Math.max(...(fields.get(TAG.bits) ?? [1]));
  if (bits > MOST_BITS) throw new Error(`has ${bits} bits a value; up to ${MOST_BITS} are read`);
  const starts = fields.get(TAG.stripAt) ?? fields.get(TAG.tileAt) ?? [];
  const lengths = fields.get(TAG.stripBytes) ?? fields.get(TAG.tileBytes) ?? [];
  if (starts.length === 0) throw new Error("holds no picture");
  for (const [n, start] of starts.entries())
    if (start + (lengths[n] ?? 0) > bytes.length)
      throw new Error(
        `is cut off: ${bytes.length} bytes are there, a part reaches to ${start + (lengths[n] ?? 0)}`,
      );
  const inverted = bits > 8 && fields.get(TAG.photometric)?.[0] === WHITE_IS_ZERO;
  return { widthPx, heightPx, inverted };
}
