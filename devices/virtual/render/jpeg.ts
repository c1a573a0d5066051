/**
 * A baseline JPEG file (ITU-T T.81, JFIF): grey, or YCbCr without thinned-out colour, with the Huffman tables of Annex K.
 */
import { forwardDct, quantisation } from "./dct.ts";
import type { Raster } from "./raster.ts";

/** Order in which a block's 64 values are written. */
const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];

/** Number of codes of each length from 1 to 16, and the symbols by ascending code: tables K.3 and K.5. */
const DC = { counts: "0 1 5 1 1 1 1 1 1 0 0 0 0 0 0 0", symbols: "000102030405060708090a0b" };
const AC = {
  counts: "0 2 1 3 3 2 4 3 5 5 4 4 0 0 1 125",
  symbols:
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a3435363738" +
    "393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3a4a5" +
    "a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa",
};

interface Codes {
  readonly counts: readonly number[];
  readonly symbols: readonly number[];
  readonly code: Uint16Array;
  readonly length: Uint8Array;
}

function codes(table: { readonly counts: string; readonly symbols: string }): Codes {
  const counts = table.counts.split(" ").map(Number);
  const symbols = (table.symbols.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const code = new Uint16Array(256);
  const length = new Uint8Array(256);
  let next = 0;
  let at = 0;
  counts.forEach((count, n) => {
    for (let i = 0; i < count; i++) {
      const symbol = symbols[at++] ?? 0;
      code[symbol] = next++;
      length[symbol] = n + 1;
    }
    next <<= 1;
  });
  return { counts, symbols, code, length };
}

const DC_CODES = codes(DC);
const AC_CODES = codes(AC);

/** Bytes that grow, and bits that fill them; a byte 255 among the bits is followed by 0. */
class Output {
  #bytes = new Uint8Array(1 << 16);
  #used = 0;
  #bits = 0;
  #held = 0;

  byte(value: number): void {
    if (this.#used === this.#bytes.length) {
      const more = new Uint8Array(2 * this.#bytes.length);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    this.#bytes[this.#used++] = value;
  }

  segment(marker: number, content: readonly number[]): void {
    for (const value of [0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255, ...content])
      this.byte(value);
  }

  bits(value: number, length: number): void {
    this.#bits = (this.#bits << length) | value;
    this.#held += length;
    while (this.#held >= 8) {
      this.#held -= 8;
      const whole = (this.#bits >> this.#held) & 255;
      this.byte(whole);
      if (whole === 255) this.byte(0);
    }
    this.#bits &= (1 << this.#held) - 1;
  }

  /** Fills the last byte with ones. */
  flush(): void {
    if (this.#held > 0) this.bits((1 << (8 - this.#held)) - 1, 8 - this.#held);
  }

  done(): Uint8Array {
    return this.#bytes.slice(0, this.#used);
  }
}

/** Encodes a picture at an IJG quality of 1 to 100. Both sides at most 65,535 px. */
export function encodeJpeg(picture: Raster, quality: number): Uint8Array {
  const { widthPx, heightPx, channels } = picture;
  const steps = [quantisation("luminance", quality), quantisation("chrominance", quality)];
  const components = Array.from({ length: channels }, (_, n) => n);
  const out = new Output();
  const size = [heightPx >> 8, heightPx & 255, widthPx >> 8, widthPx & 255];
  for (const value of [0xff, 0xd8]) out.byte(value);
  out.segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
  for (const [n, table] of steps.entries()) out.segment(0xdb, [n, ...ZIGZAG.map((at) => table[at] ?? 1)]);
  out.segment(0xc0, [8, ...size, channels, ...components.flatMap((n) => [n + 1, 0x11, Math.min(n, 1)])]);
  out.segment(0xc4, [0x00, ...DC_CODES.counts, ...DC_CODES.symbols]);
  out.segment(0xc4, [0x10, ...AC_CODES.counts, ...AC_CODES.symbols]);
  out.segment(0xda, [channels, ...components.flatMap((n) => [n + 1, 0x00]), 0, 63, 0]);
  const before = components.map(() => 0);
  const block = new Float64Array(64);
  const rounded = new Int32Array(64);
  for (let top = 0; top < heightPx; top += 8) {
    for (let left = 0; left < widthPx; left += 8) {
      for (const component of components) {
        gather(picture, component, left, top, block);
        forwardDct(block);
        const table = steps[Math.min(component, 1)] ?? [];
        for (let k = 0; k < 64; k++)
          rounded[k] = Math.round((block[ZIGZAG[k] ?? 0] ?? 0) / (table[ZIGZAG[k] ?? 0] ?? 1));
        writeBlock(out, rounded, before[component] ?? 0);
        before[component] = rounded[0] ?? 0;
      }
    }
  }
  out.flush();
  for (const value of [0xff, 0xd9]) out.byte(value);
  return out.done();
}

/** Weights of red, green and blue in luminance and the two colour differences. */
const YCBCR = [
  [0.299, 0.587, 0.114],
  [-0.168736, -0.331264, 0.5],
  [0.5, -0.418688, -0.081312],
] as const;

/** One block of one component about zero; the picture's last row and column go on beyond its sides. */
function gather(picture: Raster, component: number, left: number, top: number, block: Float64Array): void {
  const { widthPx, heightPx, channels, data } = picture;
  const [red, green, blue] = YCBCR[component] ?? YCBCR[0];
  const level = component === 0 ? 128 : 0;
  for (let j = 0; j < 8; j++) {
    const row = Math.min(top + j, heightPx - 1) * widthPx;
    for (let i = 0; i < 8; i++) {
      const at = (row + Math.min(left + i, widthPx - 1)) * channels;
      const value =
        channels === 1
          ? (data[at] ?? 0)
          : red * (data[at] ?? 0) + green * (data[at + 1] ?? 0) + blue * (data[at + 2] ?? 0);
      block[8 * j + i] = value - level;
    }
  }
}

function writeBlock(out: Output, values: Int32Array, before: number): void {
  writeValue(out, DC_CODES, 0, (values[0] ?? 0) - before);
  let zeros = 0;
  for (let k = 1; k < 64; k++) {
    const value = values[k] ?? 0;
    if (value === 0) {
      zeros++;
      continue;
    }
    for (; zeros > 15; zeros -= 16) out.bits(AC_CODES.code[0xf0] ?? 0, AC_CODES.length[0xf0] ?? 0);
    writeValue(out, AC_CODES, zeros << 4, value);
    zeros = 0;
  }
  if (zeros > 0) out.bits(AC_CODES.code[0] ?? 0, AC_CODES.length[0] ?? 0);
}

/** The code of a run of zeros with the value's size, then the value in so many bits. */
function writeValue(out: Output, table: Codes, run: number, value: number): void {
  const size = 32 - Math.clz32(Math.abs(value));
  out.bits(table.code[run | size] ?? 0, table.length[run | size] ?? 0);
  if (size > 0) out.bits(value < 0 ? value + (1 << size) - 1 : value, size);
}
