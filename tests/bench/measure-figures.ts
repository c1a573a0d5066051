/** How well Brinell dents are measured in micrographs that the renderer wrote, and whether what cannot be measured is told. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type PictureTruth, writeRenders } from "../../devices/virtual/render/index.ts";
import { quantile } from "./vision-score.ts";

/** What is asked of vision: one micrograph, measured, or the reason why not. */
export interface Measurer {
  measure(request: {
    readonly imagePath: string;
    readonly mmPerPx: number;
    readonly ballMm: number;
  }): Promise<
    | { readonly measured: { readonly diameterMm: number; readonly uncertaintyMm: number } | null }
    | { readonly error: string }
  >;
}

interface Spread {
  readonly median: number;
  readonly p95: number;
}

interface Measured extends Spread {
  /** Middle of the signed errors. */
  readonly bias: number;
  readonly micrographs: number;
  /** Errors over the standard uncertainty stated with them: about 2 at 95 % when it is honest. */
  readonly overUncertainty: Spread;
}

export interface MeasureFigures {
  /** |d − truth| / truth of the sharp pictures' measured dents, of both splits and of each. */
  readonly brinellRel: Measured & { readonly fit: Measured; readonly hard: Measured };
  /** "Cannot measure" said of a hopeless picture (right) and of one that a person would measure (wrong); hopeless ones given a value. */
  readonly cannot: { readonly right: number; readonly wrong: number; readonly missed: number };
}

interface Answered {
  readonly split: "fit" | "hard";
  readonly relative: number;
  readonly overUncertainty: number;
}

/** As many micrographs of the fit split as of the hard one. */
export async function benchMeasure(
  vision: Measurer,
  { folder, count, seed }: { readonly folder: string; readonly count: number; readonly seed: number },
): Promise<MeasureFigures> {
  const answers: Answered[] = [];
  const cannot = { right: 0, wrong: 0, missed: 0 };
  for (const split of ["fit", "hard"] as const) {
    const outDir = join(folder, `${split}-brinell`);
    await writeRenders({ outDir, count, seed, split, view: "brinell", format: "bmp", log: () => undefined });
    for (const file of readdirSync(outDir).filter((name) => name.endsWith(".json"))) {
      const truth: PictureTruth = JSON.parse(readFileSync(join(outDir, file), "utf8"));
      if (truth.brinell === undefined) continue;
      const { ballMm, diameterMm, measurable } = truth.brinell;
      const imagePath = join(outDir, truth.image);
      const answer = await vision.measure({ imagePath, mmPerPx: truth.mmPerPx, ballMm });
      if ("error" in answer) throw new Error(answer.error);
      const { measured } = answer;
      if (measured === null) cannot[measurable ? "wrong" : "right"]++;
      else if (!measurable) cannot.missed++;
      else {
        const error = measured.diameterMm - diameterMm;
        answers.push({
          split,
          relative: error / diameterMm,
          overUncertainty: Math.abs(error) / measured.uncertaintyMm,
        });
      }
    }
  }
  const of = (split: "fit" | "hard"): Measured => spreadOf(answers.filter((one) => one.split === split));
  return { brinellRel: { ...spreadOf(answers), fit: of("fit"), hard: of("hard") }, cannot };
}

function spreadOf(answers: readonly Answered[]): Measured {
  const errors = answers.map(({ relative }) => relative);
  const sizes = errors.map(Math.abs);
  const over = answers.map(({ overUncertainty }) => overUncertainty);
  return {
    micrographs: answers.length,
    bias: quantile(errors, 0.5),
    median: quantile(sizes, 0.5),
    p95: quantile(sizes, 0.95),
    overUncertainty: { median: quantile(over, 0.5), p95: quantile(over, 0.95) },
  };
}
