/** The file an industrial camera hands out: an uncompressed 8-bit BMP with a grey palette (BITMAPINFOHEADER), as OpenCV reads it. */
const HEADER_BYTES = 14 + 40;
const PALETTE_BYTES = 256 * 4;
/** 0.037 mm/px and the like cannot be told from a BMP's resolution; 3780 px/m (96 dpi) is what viewers expect. */
const PX_PER_METRE = 3780;

/** Encodes 8-bit grey values, row by row from the top; throws a RangeError when their number is not widthPx · heightPx. */
export function encodeBmp(grey: Uint8Array, widthPx: number, heightPx: number): Uint8Array {
  if (grey.length !== widthPx * heightPx)
    throw new RangeError(
      `BMP of ${widthPx} × ${heightPx} px needs ${widthPx * heightPx} grey values, got ${grey.length}`,
    );
  const stride = (widthPx + 3) & ~3;
  const pixelStart = HEADER_BYTES + PALETTE_BYTES;
  const bytes = new Uint8Array(pixelStart + stride * heightPx);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4d42, true);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, pixelStart, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, widthPx, true);
  view.setInt32(22, heightPx, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 8, true);
  view.setUint32(34, stride * heightPx, true);
  view.setInt32(38, PX_PER_METRE, true);
  view.setInt32(42, PX_PER_METRE, true);
  view.setUint32(46, 256, true);
  for (let level = 0; level < 256; level++)
    bytes.fill(level, HEADER_BYTES + level * 4, HEADER_BYTES + level * 4 + 3);
  for (let row = 0; row < heightPx; row++)
    bytes.set(grey.subarray(row * widthPx, (row + 1) * widthPx), pixelStart + (heightPx - 1 - row) * stride);
  return bytes;
}

/** Encodes RGB values (three a pixel, row by row from the top) as a 24-bit BMP; throws a RangeError for a wrong number of them. */
export function encodeColourBmp(rgb: Uint8Array, widthPx: number, heightPx: number): Uint8Array {
  if (rgb.length !== 3 * widthPx * heightPx)
    throw new RangeError(
      `BMP of ${widthPx} × ${heightPx} px needs ${3 * widthPx * heightPx} values, got ${rgb.length}`,
    );
  const stride = (3 * widthPx + 3) & ~3;
  const bytes = new Uint8Array(HEADER_BYTES + stride * heightPx);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4d42, true);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, HEADER_BYTES, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, widthPx, true);
  view.setInt32(22, heightPx, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  view.setUint32(34, stride * heightPx, true);
  view.setInt32(38, PX_PER_METRE, true);
  view.setInt32(42, PX_PER_METRE, true);
  for (let row = 0; row < heightPx; row++) {
    const start = HEADER_BYTES + stride * (heightPx - 1 - row);
    for (let column = 0; column < widthPx; column++) {
      const from = 3 * (row * widthPx + column);
      const to = start + 3 * column;
      bytes[to] = rgb[from + 2] ?? 0;
      bytes[to + 1] = rgb[from + 1] ?? 0;
      bytes[to + 2] = rgb[from] ?? 0;
    }
  }
  return bytes;
}
