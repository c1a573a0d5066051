/** The 8 × 8 cosine transform of JPEG and its quantisation tables (ITU-T T.81, Annex K, tables K.1 and K.2). */

const K1 = `16 11 10 16 24 40 51 61 12 12 14 19 26 58 60 55 14 13 16 24 40 57 69 56 14 17 22 29 51 87 80 62
18 22 37 56 68 109 103 77 24 35 55 64 81 104 113 92 49 64 78 87 103 121 120 101 72 92 95 98 112 100 103 99`;
const K2 = `17 18 24 47 99 99 99 99 18 21 26 66 99 99 99 99 24 26 56 99 99 99 99 99 47 66 99 99 99 99 99 99
99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99`;

/** Quantisation steps of luminance or chrominance, row by row, for a quality of 1 to 100 as the IJG library scales them. */
export function quantisation(kind: "luminance" | "chrominance", quality: number): number[] {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return (kind === "luminance" ? K1 : K2)
    .split(/\s+/)
    .map((step) => Math.min(255, Math.max(1, Math.floor((Number(step) * percent + 50) / 100))));
}

/** Half cosines of the even and the odd orders: order 2k or 2k + 1, then the place 0 to 3. The other half mirrors them. */
const EVEN = Float64Array.from({ length: 16 }, (_, at) => cosine(2 * (at >> 2), at & 3));
const ODD = Float64Array.from({ length: 16 }, (_, at) => cosine(2 * (at >> 2) + 1, at & 3));

function cosine(order: number, place: number): number {
  const scale = order === 0 ? Math.SQRT1_2 : 1;
  return 0.5 * scale * Math.cos(((2 * place + 1) * order * Math.PI) / 16);
}

const turned = new Float64Array(64);

/** Transforms a block in place. */
export function forwardDct(block: Float64Array): void {
  forwardRows(block, turned);
  forwardRows(turned, block);
}

/** Undoes {@link forwardDct} in place. */
export function inverseDct(block: Float64Array): void {
  inverseRows(block, turned);
  inverseRows(turned, block);
}

/** One pass along the rows, leaving the block turned over its diagonal: two passes do both directions. */
function forwardRows(from: Float64Array, to: Float64Array): void {
  for (let j = 0; j < 8; j++) {
    const r = 8 * j;
    const a = from[r] as number;
    const b = from[r + 1] as number;
    const c = from[r + 2] as number;
    const d = from[r + 3] as number;
    const e = from[r + 4] as number;
    const f = from[r + 5] as number;
    const g = from[r + 6] as number;
    const h = from[r + 7] as number;
    for (let k = 0; k < 4; k++) {
      const q = 4 * k;
      to[16 * k + j] =
        (a + h) * (EVEN[q] as number) +
        (b + g) * (EVEN[q + 1] as number) +
        (c + f) * (EVEN[q + 2] as number) +
        (d + e) * (EVEN[q + 3] as number);
      to[16 * k + 8 + j] =
        (a - h) * (ODD[q] as number) +
        (b - g) * (ODD[q + 1] as number) +
        (c - f) * (ODD[q + 2] as number) +
        (d - e) * (ODD[q + 3] as number);
    }
  }
}

function inverseRows(from: Float64Array, to: Float64Array): void {
  for (let j = 0; j < 8; j++) {
    const r = 8 * j;
    for (let i = 0; i < 4; i++) {
      const even =
        (from[r] as number) * (EVEN[i] as number) +
        (from[r + 2] as number) * (EVEN[i + 4] as number) +
        (from[r + 4] as number) * (EVEN[i + 8] as number) +
        (from[r + 6] as number) * (EVEN[i + 12] as number);
      const odd =
        (from[r + 1] as number) * (ODD[i] as number) +
        (from[r + 3] as number) * (ODD[i + 4] as number) +
        (from[r + 5] as number) * (ODD[i + 8] as number) +
        (from[r + 7] as number) * (ODD[i + 12] as number);
      to[8 * i + j] = even + odd;
      to[8 * (7 - i) + j] = even - odd;
    }
  }
}
