/**
 * How well vision sees, on files written as `hardlab render` writes them, beside two baselines on the same pictures in the same run.
 * `npm run bench:vision -- [--n 100] [--seed 4001] [--keep DIR] [--json]`: n whole-block pictures a split, three close-ups for each of
 * them and as many micrographs. Seeds below 4000 were used for training and tuning. With --json the last line is one object.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Split } from "../../devices/virtual/render/index.ts";
import { startVision } from "../../vision/index.ts";
import { benchMeasure } from "./measure-figures.ts";
import { benchPlanner } from "./planner-figures.ts";
import { lookAtSplit, lookTimes } from "./vision-splits.ts";

const { values } = parseArgs({
  options: {
    n: { type: "string", default: "100" },
    seed: { type: "string", default: "4001" },
    json: { type: "boolean", default: false },
    keep: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});

const count = Number(values.n);
const seed = Number(values.seed);
if (!Number.isInteger(count) || count < 1) throw new RangeError("--n is a whole number from 1");
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "hardlab-bench-vision-"));
const vision = startVision();
const say = values.verbose ? (line: string) => console.log(line) : () => undefined;
try {
  const split = (name: Split) => lookAtSplit(vision, { folder, count, seed, split: name, say });
  const fit = await split("fit");
  const hard = await split("hard");
  const result = {
    seed,
    fit: fit.ours,
    hard: hard.ours,
    stateAccuracy: { fit: fit.stateAccuracy, hard: hard.stateAccuracy },
    ...(await benchMeasure(vision, { folder, count, seed })),
    planner: benchPlanner({ seed, layouts: Math.max(50, count) }),
    ms: await lookTimes(vision, { folder, seed }),
    houghCircles: { fit: fit.houghCircles, hard: hard.houghCircles },
    adaptiveThreshold: { fit: fit.adaptiveThreshold, hard: hard.adaptiveThreshold },
  };
  console.dir(result, { depth: 5 });
  if (values.json) console.log(JSON.stringify(result));
} finally {
  await vision.close();
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
