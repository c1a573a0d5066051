/** Irregular patches: an outline that wanders with its direction, and smooth mottling inside. */
import { between, mixSeed, randomFrom } from "./random.ts";

export interface Blotch {
  /** How far inside the patch an offset from its centre lies: 1 in the middle, 0 on the outline, negative outside. */
  inside(duMm: number, dvMm: number): number;
  /** Mottling between 0 and 1, smooth over about `grainMm`. */
  mottle(duMm: number, dvMm: number, grainMm: number): number;
  /** Distance from its centre to its outline in a direction, radians. */
  outlineMm(direction: number): number;
  /** Nothing of the patch lies further from its centre. */
  readonly reachMm: number;
}

const WAVES = 5;

export function blotch(radiusMm: number, seed: number): Blotch {
  const random = randomFrom(mixSeed(seed, 0xb107));
  const amplitudes = Float64Array.from({ length: WAVES }, (_, k) => between(random, -0.28, 0.28) / (k + 1));
  const phases = Float64Array.from({ length: WAVES }, () => between(random, 0, 2 * Math.PI));
  const salt = mixSeed(seed, 0x9017);
  const outlineMm = (direction: number): number => {
    let radius = 1;
    for (let k = 0; k < WAVES; k++)
      radius += (amplitudes[k] ?? 0) * Math.cos((k + 2) * direction + (phases[k] ?? 0));
    return radiusMm * radius;
  };
  return {
    outlineMm,
    reachMm: radiusMm * (1 + amplitudes.reduce((sum, amplitude) => sum + Math.abs(amplitude), 0)),
    inside(duMm, dvMm) {
      return 1 - Math.hypot(duMm, dvMm) / outlineMm(Math.atan2(dvMm, duMm));
    },
    mottle(duMm, dvMm, grainMm) {
      const coarse = latticeNoise(duMm / grainMm, dvMm / grainMm, salt);
      return 0.65 * coarse + 0.35 * latticeNoise((2.3 * duMm) / grainMm, (2.3 * dvMm) / grainMm, salt + 1);
    },
  };
}

/** Smooth noise between 0 and 1 with one random knot at every whole number. */
export function latticeNoise(x: number, y: number, salt: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const fx = (x - i) ** 2 * (3 - 2 * (x - i));
  const fy = (y - j) ** 2 * (3 - 2 * (y - j));
  const top = knot(i, j, salt) * (1 - fx) + knot(i + 1, j, salt) * fx;
  const bottom = knot(i, j + 1, salt) * (1 - fx) + knot(i + 1, j + 1, salt) * fx;
  return top + (bottom - top) * fy;
}

function knot(i: number, j: number, salt: number): number {
  return mixSeed(Math.imul(i, 73856093) ^ Math.imul(j, 19349663), salt) / 4294967296;
}
