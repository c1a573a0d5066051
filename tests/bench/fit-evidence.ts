/**
 * Fits the small net behind an indentation's confidence anew: renders practice pictures, measures every rim that vision fits on
 * them, labels it by the truth beside the picture, trains, and writes vision/indentations/evidence-weights.ts.
 * `node tests/bench/fit-evidence.ts`; the same seeds give the same weights. Measure with tests/bench/vision.ts on other seeds.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PictureTruth, type SPLITS, writeRenders } from "../../devices/virtual/render/index.ts";
import { pixelFrame, readGreyImage } from "../../vision/image/grey-image.ts";
import { findCandidates } from "../../vision/indentations/candidates.ts";
import { evidenceInputs, gatherEvidence } from "../../vision/indentations/evidence.ts";
import { LEAST_DEPTH_PX, LEAST_RISE_PART } from "../../vision/indentations/index.ts";
import { fitRim, type Rim } from "../../vision/indentations/rim.ts";
import { faceOf } from "../../vision/look.ts";
import { findOutline } from "../../vision/outline/index.ts";
import { type Sample, train } from "./evidence-net.ts";

const PRACTICE: readonly {
  readonly split: (typeof SPLITS)[number];
  readonly seed: number;
  readonly count: number;
}[] = [
  { split: "lab", seed: 5, count: 40 },
  { split: "lab", seed: 11, count: 60 },
  { split: "lab", seed: 14, count: 60 },
  { split: "fit", seed: 13, count: 40 },
];
const WEIGHTS_FILE = new URL("../../vision/indentations/evidence-weights.ts", import.meta.url);

/** A rim on the dent, one on no dent, one that misses a dent it overlaps; between them it is not counted. */
function labelOf(
  rim: Rim,
  truth: PictureTruth,
): { label: "dent" | "none" | "misfit" | "between"; dent: number } {
  let label: "dent" | "none" | "misfit" | "between" = "none";
  let at = -1;
  truth.dents.forEach((dent, i) => {
    const radius = dent.axesPx[0] / 2;
    const away = Math.hypot(dent.centrePx[0] - rim.x, dent.centrePx[1] - rim.y);
    const off = Math.abs(rim.radiusPx - radius);
    if (away < 0.15 * radius + 0.5 && off < 0.15 * radius + 0.6) {
      label = "dent";
      at = i;
    } else if (label !== "dent" && away < 0.3 * radius + 1 && off < 0.3 * radius + 1) label = "between";
    else if (label === "none" && away < radius + rim.radiusPx) label = "misfit";
  });
  return { label, dent: at };
}

/** Misfits overlap a dent whose own rim outranks them, so they weigh little. */
const MISFIT_WEIGHT = 0.1;

function samplesOf(file: string, truth: PictureTruth): Sample[] {
  const image = readGreyImage(file);
  const frame = pixelFrame(image, truth.mmPerPx);
  const search = findOutline(image, frame, undefined);
  if ("missing" in search) throw new Error(`${file}: ${search.missing}`);
  const face = faceOf(image, frame, search.found);
  const samples: Sample[] = [];
  const ofDent = new Map<number, Sample[]>();
  const onFace = (x: number, y: number): boolean => face.depthPx(x, y) > LEAST_DEPTH_PX;
  for (const near of findCandidates(image.mat, face.box, face.background, onFace)) {
    const grey = face.background.at(near.x, near.y);
    const rim = fitRim(image, near.x, near.y, near.radiusPx, LEAST_RISE_PART * grey);
    if (rim === undefined || !onFace(rim.x, rim.y)) continue;
    const { label, dent } = labelOf(rim, truth);
    if (label === "between") continue;
    const sample: Sample = {
      inputs: evidenceInputs(gatherEvidence(image, rim, grey)),
      dent: label === "dent",
      weight: label === "misfit" ? MISFIT_WEIGHT : 1,
    };
    if (label !== "dent") samples.push(sample);
    else ofDent.set(dent, [...(ofDent.get(dent) ?? []), sample]);
  }
  for (const group of ofDent.values())
    samples.push(...group.map((sample) => ({ ...sample, weight: 1 / group.length })));
  return samples;
}

const samples: Sample[] = [];
for (const { split, seed, count } of PRACTICE) {
  const folder = mkdtempSync(join(tmpdir(), "hardlab-fit-evidence-"));
  try {
    await writeRenders({ outDir: folder, count, seed, split, format: "bmp", log: () => undefined });
    for (const name of readdirSync(folder)
      .filter((file) => file.endsWith(".json"))
      .sort()) {
      const truth: PictureTruth = JSON.parse(readFileSync(join(folder, name), "utf8"));
      samples.push(...samplesOf(join(folder, truth.image), truth));
    }
    console.log(`${split} seed ${seed}: ${samples.length} rims so far`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
const { hidden, output } = train(samples);
const row = (values: readonly number[]): string => `[${values.map((v) => Number(v.toFixed(6))).join(", ")}]`;
const text = readFileSync(WEIGHTS_FILE, "utf8");
const start = text.indexOf("/** Of each hidden unit");
writeFileSync(
  WEIGHTS_FILE,
  `${text.slice(0, start)}/** Of each hidden unit: its weights of the inputs, then its constant; the unit answers with the hyperbolic tangent. */
export const HIDDEN: readonly (readonly number[])[] = [
${hidden.map((unit) => `  ${row(unit)},`).join("\n")}
];

/** Weights of the hidden units, then a constant: the logit of being an indentation's rim. */
export const OUTPUT: readonly number[] = ${row(output)};
`,
);
