/** Distance from a middle over direction as r0 + a·cos θ + b·sin θ + c·cos 2θ + d·sin 2θ: shift and oval of a nearly round rim. */
import { median, solve } from "../image/statistics.ts";

/** Directions of a full turn. */
export const HARMONIC_RAYS = 32;
const TERMS = 5;
const BASIS = Array.from({ length: HARMONIC_RAYS }, (_, ray) => {
  const angle = (2 * Math.PI * ray) / HARMONIC_RAYS;
  return Float64Array.of(1, Math.cos(angle), Math.sin(angle), Math.cos(2 * angle), Math.sin(2 * angle));
});

export interface HarmonicFit {
  readonly radius: number;
  readonly shiftX: number;
  readonly shiftY: number;
  readonly cos2: number;
  readonly sin2: number;
  /** Directions that lie on the fit. */
  readonly near: number;
  /** Spread of all directions about it. */
  readonly spread: number;
}

export function harmonicAt(
  fit: Pick<HarmonicFit, "radius" | "shiftX" | "shiftY" | "cos2" | "sin2">,
  ray: number,
): number {
  const h = BASIS[ray];
  if (h === undefined) return Number.NaN;
  return (
    fit.radius +
    fit.shiftX * (h[1] ?? 0) +
    fit.shiftY * (h[2] ?? 0) +
    fit.cos2 * (h[3] ?? 0) +
    fit.sin2 * (h[4] ?? 0)
  );
}

const ROUNDS = 4;
const LEAST_NEAR = 10;
/** Keeps the oval from following a gap in the rim. */
const OVAL_STIFFNESS = 2;
const LEAST_RADIUS = 0.8;

/** Weighted anew until outliers have no say; undefined when half the directions or more are missing or far off. */
export function fitHarmonics(edges: Float64Array, rises: Float64Array): HarmonicFit | undefined {
  const seen = edges.filter((e) => !Number.isNaN(e));
  if (seen.length < HARMONIC_RAYS / 2) return undefined;
  const middleRise = Math.max(1e-9, median(rises));
  let fit: HarmonicFit = { radius: median(seen), shiftX: 0, shiftY: 0, cos2: 0, sin2: 0, near: 0, spread: 0 };
  const off = new Float64Array(HARMONIC_RAYS);
  const sums = new Float64Array(TERMS * TERMS);
  const right = new Float64Array(TERMS);
  for (let round = 0; round < ROUNDS; round++) {
    const sizes: number[] = [];
    for (let ray = 0; ray < HARMONIC_RAYS; ray++) {
      const e = (edges[ray] ?? Number.NaN) - harmonicAt(fit, ray);
      off[ray] = e;
      if (!Number.isNaN(e)) sizes.push(Math.abs(e));
    }
    const spread = 1.4826 * median(sizes);
    const limit = Math.max(0.7, Math.min(3 * spread, 0.3 * fit.radius + 0.5));
    sums.fill(0);
    right.fill(0);
    let near = 0;
    for (let ray = 0; ray < HARMONIC_RAYS; ray++) {
      const e = off[ray] ?? Number.NaN;
      const h = BASIS[ray];
      if (h === undefined || !(Math.abs(e) < limit)) continue;
      near++;
      const weight = (1 - (e / limit) ** 2) * Math.min(1, (rises[ray] ?? 0) / middleRise);
      for (let r = 0; r < TERMS; r++) {
        const part = weight * (h[r] ?? 0);
        right[r] = (right[r] ?? 0) + part * e;
        for (let c = 0; c < TERMS; c++) sums[r * TERMS + c] = (sums[r * TERMS + c] ?? 0) + part * (h[c] ?? 0);
      }
    }
    if (near < LEAST_NEAR) return undefined;
    const step = solve(
      Array.from({ length: TERMS }, (_, r) =>
        Array.from(
          { length: TERMS },
          (_, c) => (sums[r * TERMS + c] ?? 0) + (r === c && r >= 3 ? OVAL_STIFFNESS : 0),
        ),
      ),
      Array.from(right),
    );
    if (step === undefined) return undefined;
    fit = {
      radius: fit.radius + (step[0] ?? 0),
      shiftX: fit.shiftX + (step[1] ?? 0),
      shiftY: fit.shiftY + (step[2] ?? 0),
      cos2: fit.cos2 + (step[3] ?? 0),
      sin2: fit.sin2 + (step[4] ?? 0),
      near,
      spread,
    };
  }
  return fit.radius > LEAST_RADIUS ? fit : undefined;
}
