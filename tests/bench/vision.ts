/**
 * How well vision sees: renders pictures by seed, looks at each through the vision child, and compares with the truth files beside
 * them. `node tests/bench/vision.ts [--n 100] [--seed 1] [--split lab] [--json] [--keep DIR]`; with --json the last line is one object.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type PictureTruth, SPLITS, writeRenders } from "../../devices/virtual/render/index.ts";
import { type BlockInGripper, isVisionFailure, type LookResult, startVision } from "../../vision/index.ts";
import { Score } from "./vision-score.ts";

const { values } = parseArgs({
  options: {
    n: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
    split: { type: "string", default: "lab" },
    json: { type: "boolean", default: false },
    keep: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});
const split = SPLITS.find((one) => one === values.split);
if (split === undefined) throw new RangeError(`--split is one of ${SPLITS.join(", ")}, not ${values.split}`);

const PLAN = {
  count: 5,
  preliminary: 1,
  spares: 3,
  dentDiameterMm: 0.7,
  spacingMm: 2.1,
  spacingFactor: 3,
  edgeMm: 1.75,
  reachMm: 36,
};

function blockOf(truth: PictureTruth): BlockInGripper {
  const { outline } = truth;
  const [offsetXMm, offsetYMm] = outline.centreMm;
  return outline.kind === "round"
    ? { round: true, lengthMm: outline.diameterMm, widthMm: outline.diameterMm, offsetXMm, offsetYMm }
    : { round: false, lengthMm: outline.lengthMm, widthMm: outline.widthMm, offsetXMm, offsetYMm };
}

const folder = values.keep ?? mkdtempSync(join(tmpdir(), "hardlab-bench-vision-"));
const vision = startVision();
try {
  await writeRenders({
    outDir: folder,
    count: Number(values.n),
    seed: Number(values.seed),
    split,
    format: "bmp",
    log: () => undefined,
  });
  const score = new Score();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()) {
    const truth: PictureTruth = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const answer: LookResult | { readonly error: string } = await vision.look({
      imagePath: join(folder, truth.image),
      mmPerPx: truth.mmPerPx,
      block: blockOf(truth),
      plan: PLAN,
    });
    if (isVisionFailure(answer)) throw new Error(answer.error);
    const remarks = score.add(truth, answer);
    if (values.verbose)
      for (const remark of remarks) console.log(`${truth.image} ${truth.finish}: ${remark}`);
  }
  const result = { split, seed: Number(values.seed), ...score.result() };
  console.table(result);
  if (values.json) console.log(JSON.stringify(result));
} finally {
  await vision.close();
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
