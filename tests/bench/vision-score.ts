/** Counts what vision found, missed and invented against picture truths. */
import type { PictureTruth } from "../../devices/virtual/render/index.ts";
import type { Indentation, LookResult } from "../../vision/index.ts";

type Dent = PictureTruth["dents"][number];

const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(part * values.length))] ??
  Number.NaN;

/** Lower bound of the 95 % interval of a rate (Wilson). */
function wilsonLow(hits: number, of: number): number {
  if (of === 0) return 0;
  const z = 1.96;
  const p = hits / of;
  const spread = z * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return (p + (z * z) / (2 * of) - spread) / (1 + (z * z) / of);
}

export class Score {
  #pictures = 0;
  #dents = 0;
  #found = 0;
  #invented = 0;
  #testerDents = 0;
  #testerFound = 0;
  #unfit = 0;
  #stateRight = 0;
  #planned = 0;
  readonly #centreMm: number[] = [];
  readonly #diameterRel: number[] = [];
  readonly #diameterBiasMm: number[] = [];
  readonly #outlineMm: number[] = [];
  readonly #evenness: number[] = [];
  readonly #ms: number[] = [];

  /** Adds one picture; says what was missed or invented. */
  add(truth: PictureTruth, seen: LookResult): string[] {
    const remarks: string[] = [];
    this.#pictures++;
    this.#ms.push(seen.ms);
    if (seen.state === truth.state) this.#stateRight++;
    else remarks.push(`state ${seen.state} for ${truth.state}: ${seen.reasons.join("; ")}`);
    if (truth.state === "fit" && seen.state !== "fit" && seen.state !== "full") this.#unfit++;
    if (seen.plan !== null) {
      this.#planned++;
      this.#evenness.push(seen.plan.evenness);
    } else remarks.push(`no plan: ${seen.whyNot}`);
    this.#addOutline(truth, seen, remarks);
    const left = new Set(seen.indentations);
    for (const dent of [...truth.dents].sort((a, b) => b.diameterMm - a.diameterMm)) {
      const match = nearest(dent, left);
      const tester = dent.indenter === "cone" && dent.diameterMm >= 0.4 && dent.diameterMm <= 1.1;
      this.#dents++;
      if (tester) this.#testerDents++;
      if (match === undefined) {
        remarks.push(
          `missed ${dent.scale} ${dent.diameterMm.toFixed(2)} mm at px ${dent.centrePx.map(Math.round)}`,
        );
        continue;
      }
      left.delete(match);
      this.#found++;
      if (tester) this.#testerFound++;
      const mean = (match.majorMm + match.minorMm) / 2;
      this.#centreMm.push(Math.hypot(match.xMm - dent.centreMm[0], match.yMm - dent.centreMm[1]));
      this.#diameterRel.push(Math.abs(mean - dent.diameterMm) / dent.diameterMm);
      this.#diameterBiasMm.push(mean - dent.diameterMm);
    }
    this.#invented += left.size;
    for (const one of left)
      remarks.push(
        `invented ${one.majorMm.toFixed(2)} mm at px ${one.centrePx.map(Math.round)}, confidence ${one.confidence.toFixed(2)}`,
      );
    return remarks;
  }

  #addOutline(truth: PictureTruth, seen: LookResult, remarks: string[]): void {
    const { outline } = seen;
    if (outline === null || outline.kind !== truth.outline.kind) {
      remarks.push(`outline ${outline?.kind ?? "missing"} for ${truth.outline.kind}`);
      return;
    }
    const [xMm, yMm] = truth.outline.centreMm;
    const sizes =
      outline.kind === "round" && truth.outline.kind === "round"
        ? [outline.diameterMm - truth.outline.diameterMm]
        : outline.kind === "rectangular" && truth.outline.kind === "rectangular"
          ? [outline.lengthMm - truth.outline.lengthMm, outline.widthMm - truth.outline.widthMm]
          : [];
    this.#outlineMm.push(Math.max(Math.hypot(outline.xMm - xMm, outline.yMm - yMm), ...sizes.map(Math.abs)));
  }

  result(): Record<string, number> {
    const answered = this.#found + this.#invented;
    return {
      pictures: this.#pictures,
      dents: this.#dents,
      recall: this.#found / this.#dents,
      recallLow95: wilsonLow(this.#found, this.#dents),
      precision: this.#found / answered,
      precisionLow95: wilsonLow(this.#found, answered),
      testerDents: this.#testerDents,
      testerRecall: this.#testerFound / this.#testerDents,
      invented: this.#invented,
      centreMmMedian: quantile(this.#centreMm, 0.5),
      centreMmP95: quantile(this.#centreMm, 0.95),
      centreMmMax: quantile(this.#centreMm, 1),
      diameterRelMedian: quantile(this.#diameterRel, 0.5),
      diameterRelP95: quantile(this.#diameterRel, 0.95),
      diameterBiasMmMedian: quantile(this.#diameterBiasMm, 0.5),
      outlineMmP95: quantile(this.#outlineMm, 0.95),
      stateAccuracy: this.#stateRight / this.#pictures,
      soundCalledUnfit: this.#unfit,
      planned: this.#planned,
      evennessMedian: quantile(this.#evenness, 0.5),
      msMedian: quantile(this.#ms, 0.5),
      msP95: quantile(this.#ms, 0.95),
    };
  }
}

/** The nearest one whose centre lies within half the dent's radius (at least 0.08 mm) of the dent's. */
function nearest(dent: Dent, among: ReadonlySet<Indentation>): Indentation | undefined {
  let best: Indentation | undefined;
  let least = Math.max(0.08, dent.diameterMm / 4);
  for (const one of among) {
    const away = Math.hypot(one.xMm - dent.centreMm[0], one.yMm - dent.centreMm[1]);
    if (away < least) {
      least = away;
      best = one;
    }
  }
  return best;
}
