/** Counts dents found, missed and invented against picture truths, and how well they were placed and sized. */

/** Px of the picture. */
export interface TrueDent {
  readonly centrePx: readonly [number, number];
  readonly axesPx: readonly [number, number];
  /** Too little of it shows: neither its being found nor its being missed counts. */
  readonly barelyVisible?: boolean;
}

export interface SeenDent {
  readonly xPx: number;
  readonly yPx: number;
  readonly diameterPx: number;
}

export interface DentFigures {
  readonly pictures: number;
  readonly dents: number;
  readonly recall: number;
  /** 95 % interval (Wilson). */
  readonly recall95: readonly [number, number];
  readonly precision: number;
  readonly precision95: readonly [number, number];
  readonly centreMm: { readonly median: number; readonly p95: number };
  readonly diameterRel: { readonly median: number; readonly p95: number };
}

export const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))] ??
  Number.NaN;

/** 95 % interval of a rate (Wilson). */
function wilson(hits: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const p = hits / of;
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  const middle = p + (z * z) / (2 * of);
  const scale = 1 + (z * z) / of;
  return [(middle - spread) / scale, Math.min(1, (middle + spread) / scale)];
}

export class DentScore {
  #pictures = 0;
  #found = 0;
  #missed = 0;
  #invented = 0;
  readonly #centreMm: number[] = [];
  readonly #diameterRel: number[] = [];

  /** Adds one picture; says what was missed and invented. */
  add(truth: readonly TrueDent[], seen: readonly SeenDent[], mmPerPx: number): string[] {
    const remarks: string[] = [];
    const left = new Set(seen);
    this.#pictures++;
    for (const dent of [...truth].sort((a, b) => b.axesPx[0] - a.axesPx[0])) {
      const match = nearest(dent, left);
      if (match !== undefined) left.delete(match);
      if (dent.barelyVisible) continue;
      const diameterPx = Math.sqrt(dent.axesPx[0] * dent.axesPx[1]);
      if (match === undefined) {
        this.#missed++;
        remarks.push(`missed ${diameterPx.toFixed(1)} px at ${dent.centrePx.map(Math.round)}`);
        continue;
      }
      this.#found++;
      const [x, y] = dent.centrePx;
      this.#centreMm.push(Math.hypot(match.xPx - x, match.yPx - y) * mmPerPx);
      this.#diameterRel.push(Math.abs(match.diameterPx / diameterPx - 1));
    }
    for (const one of left) {
      this.#invented++;
      remarks.push(
        `invented ${one.diameterPx.toFixed(1)} px at ${Math.round(one.xPx)},${Math.round(one.yPx)}`,
      );
    }
    return remarks;
  }

  figures(): DentFigures {
    const dents = this.#found + this.#missed;
    const answered = this.#found + this.#invented;
    const spread = (values: readonly number[]) => ({
      median: quantile(values, 0.5),
      p95: quantile(values, 0.95),
    });
    return {
      pictures: this.#pictures,
      dents,
      recall: this.#found / dents,
      recall95: wilson(this.#found, dents),
      precision: this.#found / answered,
      precision95: wilson(this.#found, answered),
      centreMm: spread(this.#centreMm),
      diameterRel: spread(this.#diameterRel),
    };
  }
}

/** The nearest one whose centre lies within a quarter of the dent's diameter (at least 1.5 px) of the dent's. */
function nearest(dent: TrueDent, among: ReadonlySet<SeenDent>): SeenDent | undefined {
  let best: SeenDent | undefined;
  let least = Math.max(1.5, dent.axesPx[0] / 4);
  for (const one of among) {
    const away = Math.hypot(one.xPx - dent.centrePx[0], one.yPx - dent.centrePx[1]);
    if (away < least) {
      least = away;
      best = one;
    }
  }
  return best;
}
