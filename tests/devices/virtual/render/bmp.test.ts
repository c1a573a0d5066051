import { describe, expect, it } from "vitest";
import { encodeBmp } from "../../../../devices/virtual/render/index.ts";

/** Reads an uncompressed 8-bit palette BMP, as any viewer does. */
function readBmp(bytes: Uint8Array): { widthPx: number; heightPx: number; grey: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  expect(view.getUint16(0, true)).toBe(0x4d42);
  expect(view.getUint32(2, true)).toBe(bytes.length);
  expect([view.getUint16(26, true), view.getUint16(28, true), view.getUint32(30, true)]).toEqual([1, 8, 0]);
  const widthPx = view.getInt32(18, true);
  const heightPx = view.getInt32(22, true);
  const start = view.getUint32(10, true);
  const stride = Math.ceil(widthPx / 4) * 4;
  const grey = new Uint8Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++) {
      const level = bytes[start + (heightPx - 1 - row) * stride + column] ?? 0;
      const colour = [0, 1, 2].map((part) => bytes[54 + 4 * level + part]);
      expect(new Set(colour).size).toBe(1);
      grey[row * widthPx + column] = colour[0] ?? 0;
    }
  }
  return { widthPx, heightPx, grey };
}

describe("a BMP", () => {
  it.each([
    [1, 1],
    [4, 3],
    [5, 7],
    [258, 2],
  ])("of %i × %i px gives back every grey value", (widthPx, heightPx) => {
    const grey = Uint8Array.from({ length: widthPx * heightPx }, (_, at) => (at * 37) % 256);
    expect(readBmp(encodeBmp(grey, widthPx, heightPx))).toEqual({ widthPx, heightPx, grey });
  });

  it("is refused when the grey values do not fill it", () => {
    expect(() => encodeBmp(new Uint8Array(5), 2, 3)).toThrow("2 × 3 px needs 6 grey values, got 5");
  });
});
