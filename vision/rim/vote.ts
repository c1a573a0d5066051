/** The circle (in the frame) on which most directions see an edge: edges that no closed rim explains cannot lead it astray. */
import type { RimChange } from "./frame.ts";
import type { Strip } from "./strip.ts";

export interface VoteRange {
  /** Furthest centre, and step between centres, as parts of the radius. */
  readonly shift: number;
  readonly shiftStep: number;
  /** Smallest and largest radius. */
  readonly least: number;
  readonly most: number;
}

export interface Vote {
  readonly change: RimChange;
  /** Mean strength of the edge on it over the directions in the picture. */
  readonly share: number;
}

/** The rough ellipse is right more often than not: this far off, as a part of the radius, a candidate loses this part of its share. */
const TRUST_SHIFT = 0.3;
const TRUST_SIZE = 0.3;
const LOST = 0.7;
/** Of two circles nearly as well supported the outer one is the rim, the inner one a reflection or the foot of the flank. */
const NEARLY_AS_GOOD = 0.92;
const APART = 0.05;

export function bestCircle(strip: Strip, strength: Float32Array, range: VoteRange): Vote | undefined {
  const sizes = bestBySize(strip, strength, range);
  const top = sizes.reduce((best, one) => (one.score > best.score ? one : best), NOTHING);
  if (top.score <= 0) return undefined;
  const outer = sizes.filter(
    (one, n) =>
      one.score >= NEARLY_AS_GOOD * top.score &&
      one.s > top.s + APART &&
      one.score >= (sizes[n - 1]?.score ?? 0) &&
      one.score >= (sizes[n + 1]?.score ?? 0),
  );
  const { u, v, s, share } = outer.at(-1) ?? top;
  return { change: { u, v, s: s - 1, e: 0, f: 0 }, share };
}

interface Candidate {
  readonly u: number;
  readonly v: number;
  readonly s: number;
  readonly share: number;
  readonly score: number;
}
const NOTHING: Candidate = { u: 0, v: 0, s: 1, share: 0, score: 0 };

/** The best centre for each radius. */
function bestBySize(strip: Strip, strength: Float32Array, range: VoteRange): Candidate[] {
  const { directions, steps, from, step, grey } = strip;
  const cosines = Float64Array.from({ length: directions }, (_, d) =>
    Math.cos((2 * Math.PI * d) / directions),
  );
  const sines = Float64Array.from({ length: directions }, (_, d) => Math.sin((2 * Math.PI * d) / directions));
  const first = Math.max(0, Math.ceil((range.least - from) / step));
  const last = Math.min(steps - 1, Math.floor((range.most - from) / step));
  const best: Candidate[] = [];
  const turns = Math.round(range.shift / range.shiftStep);
  const place = new Int32Array(directions);
  const inPicture = Uint8Array.from(grey, (value) => (Number.isNaN(value) ? 0 : 1));
  for (let i = -turns; i <= turns; i++)
    for (let j = -turns; j <= turns; j++) {
      const u = i * range.shiftStep;
      const v = j * range.shiftStep;
      if (Math.hypot(u, v) > range.shift * 1.05) continue;
      for (let d = 0; d < directions; d++) {
        const [cos, sin] = [cosines[d] ?? 0, sines[d] ?? 0];
        place[d] = Math.floor((u * cos + v * sin - (v * cos - u * sin) ** 2 / 2) / step + 0.5);
      }
      const trust = 1 - LOST * ((u * u + v * v) / (TRUST_SHIFT * TRUST_SHIFT));
      for (let n = first; n <= last; n++) {
        let sum = 0;
        let count = 0;
        for (let d = 0; d < directions; d++) {
          const m = n + (place[d] ?? 0);
          if (m < 0 || m >= steps || inPicture[d * steps + m] === 0) continue;
          sum += strength[d * steps + m] ?? 0;
          count++;
        }
        if (count < directions / 4) continue;
        const s = from + n * step;
        const share = sum / count;
        const score = share * Math.max(0.1, trust) * Math.max(0.1, 1 - LOST * ((s - 1) / TRUST_SIZE) ** 2);
        const held = best[n - first];
        if (held === undefined || score > held.score) best[n - first] = { u, v, s, share, score };
      }
    }
  return best.filter((one) => one !== undefined);
}
