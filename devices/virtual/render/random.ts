/** Seeded randomness for pictures: the same seed gives the same scratches, noise and scenes on every machine. */

/** A stream of numbers in [0, 1). */
export type Random = () => number;

/** mulberry32: 32 bits of state, enough for textures and scenes, never for keys. */
export function randomFrom(seed: number): Random {
  let state = mixSeed(seed, 0x9e3779b9);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Mixes two integers into an unsigned 32-bit seed, so that neighbouring seeds give unrelated streams. */
export function mixSeed(seed: number, salt: number): number {
  let h = Math.imul(seed | 0, 0x85ebca6b) ^ Math.imul(salt | 0, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A value evenly spread over [from, to). */
export function between(random: Random, from: number, to: number): number {
  return from + (to - from) * random();
}

/** A whole number from `from` to `to`, both possible. */
export function wholeBetween(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}

/** One of the given values, each as likely. */
export function oneOf<T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

/** A standard normal deviate (Box and Muller). */
export function gaussian(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const GAUSSIAN_TABLE_BITS = 16;
/** Entries − 1 of {@link gaussianTable}; a mask for wrapping an index. */
export const GAUSSIAN_TABLE_MASK = (1 << GAUSSIAN_TABLE_BITS) - 1;
let table: Float32Array | undefined;

/** 65,536 standard normal deviates, made once: noise for millions of pixels without a logarithm each. */
export function gaussianTable(): Float32Array {
  if (table === undefined) {
    const random = randomFrom(0x5eed);
    table = new Float32Array(GAUSSIAN_TABLE_MASK + 1);
    for (let i = 0; i < table.length; i++) table[i] = gaussian(random);
  }
  return table;
}
