/** How strong an edge runs across each direction of a strip at each distance, against what the surface does by itself. */
import { quantile } from "../image/statistics.ts";
import type { Strip } from "./strip.ts";

export interface Edges {
  /** Outward change of grey in one smoothing width; positive where the outside is brighter. NaN beyond the picture. */
  readonly change: Float32Array;
  /** 0 (as the surface itself) to 1 (far beyond it), for either sign; 0 beyond the picture. */
  readonly strength: Float32Array;
  /** What `change` amounts to on the surface, by direction. */
  readonly noise: Float32Array;
}

/** An edge this many times the surface's own changes counts half. */
const HALF = 3;
/** Least change that counts half, grey values. */
const LEAST_NOISE = 0.35;

/**
 * `sigma`: standard deviation of the smoothing along the directions, in steps. Only distances from `outside` on tell the surface's noise.
 * A rim looks alike in neighbouring directions and a scratch across it does not: `alike` directions to either side are averaged with their sign.
 */
export function edgesOf(
  strip: Strip,
  sigma: number,
  outside: number,
  alike: number,
  halfAt: number = HALF,
): Edges {
  const { directions, steps, grey } = strip;
  const own = new Float32Array(directions * steps);
  const kernel = slopeKernel(sigma);
  const reach = kernel.length;
  for (let d = 0; d < directions; d++) {
    const row = d * steps;
    for (let n = 0; n < steps; n++) {
      let sum = 0;
      for (let k = 1; k <= reach; k++) {
        const outer = grey[row + (n + k < steps ? n + k : steps - 1)] ?? 0;
        const inner = grey[row + (n >= k ? n - k : 0)] ?? 0;
        sum += (kernel[k - 1] ?? 0) * (outer - inner);
      }
      own[row + n] = sum;
    }
  }
  const change = averaged(own, directions, steps, alike);
  const noise = noiseByDirection(strip, change, outside);
  const strength = new Float32Array(change.length);
  for (let d = 0; d < directions; d++) {
    const half = (halfAt * (noise[d] ?? 0)) ** 2;
    for (let n = d * steps; n < (d + 1) * steps; n++) {
      const square = (change[n] ?? 0) ** 2;
      strength[n] = square >= 0 ? square / (square + half) : 0;
    }
  }
  return { change, strength, noise };
}

/** Mean over neighbouring directions, weights falling linearly; NaN beyond the picture leaves the others' mean. */
function averaged(own: Float32Array, directions: number, steps: number, alike: number): Float32Array {
  if (alike === 0) return own;
  const mean = new Float32Array(own.length);
  const weights = new Float32Array(steps);
  for (let d = 0; d < directions; d++) {
    const row = d * steps;
    weights.fill(0);
    for (let k = -alike; k <= alike; k++) {
      const other = ((d + k + directions) % directions) * steps;
      const weight = alike + 1 - Math.abs(k);
      for (let n = 0; n < steps; n++) {
        const value = own[other + n] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        mean[row + n] = (mean[row + n] ?? 0) + weight * value;
        weights[n] = (weights[n] ?? 0) + weight;
      }
    }
    for (let n = 0; n < steps; n++)
      mean[row + n] = Number.isNaN(own[row + n]) ? Number.NaN : (mean[row + n] ?? 0) / (weights[n] ?? 1);
  }
  return mean;
}

/** Weights of the differences across 1, 2, … steps: a Gaussian's slope, a unit step gives 1. */
function slopeKernel(sigma: number): Float32Array {
  const reach = Math.max(1, Math.ceil(2.5 * sigma));
  const kernel = Float32Array.from(
    { length: reach },
    (_, k) => (k + 1) * Math.exp(-((k + 1) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, weight) => total + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/** Grinding runs one way, so its changes differ by direction: a direction's own noise counts half, that of all the other half. */
function noiseByDirection({ directions, steps, from, step }: Strip, change: Float32Array, outside: number) {
  const first = Math.min(steps - 1, Math.max(0, Math.ceil((outside - from) / step)));
  const own = new Float32Array(directions).fill(Number.NaN);
  const known: number[] = [];
  for (let d = 0; d < directions; d++) {
    let sum = 0;
    let count = 0;
    for (let n = d * steps + first; n < (d + 1) * steps; n++) {
      const size = Math.abs(change[n] ?? 0);
      if (!(size >= 0)) continue;
      sum += Math.min(size, 60);
      count++;
    }
    if (count > 1) {
      own[d] = sum / count;
      known.push(sum / count);
    }
  }
  const all = known.length === 0 ? LEAST_NOISE : quantile(known, 0.5);
  return own.map((noise) =>
    Math.max(LEAST_NOISE, Number.isNaN(noise) ? all : Math.min(2 * all, (noise + all) / 2)),
  );
}
