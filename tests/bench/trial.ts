/**
 * `npm run bench:trial [-- --seeds 200 --whole 1 --json]`: how far the record stands from the physical field and from the
 * published values, over many seeds. The tray is run whole for `--whole` seeds; for all others the dents of the first run
 * are read anew with that seed's tester noise, exactly as the virtual tester draws it: the fields stay, the noise varies,
 * grip and plan are those of the first run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { listBatches, listBlockRecords, openInfoBaseForReading } from "../../controller/infobase/index.ts";
import { readLimitTable } from "../../controller/lab/limit-tables.ts";
import { readTruth, type TruthDent } from "../../controller/lab/virtual-lab.ts";
import { judge } from "../../controller/metrology/index.ts";
import { blockRecordSchema } from "../../controller/trial/compare-truth.ts";
import { publishedBlocks, runTrial } from "../../controller/trial/index.ts";
import { spreadOf } from "../../controller/trial/overhead.ts";
import { readLabFile } from "../../devices/index.ts";
import { normal } from "../../devices/virtual/physics/index.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    whole: { type: "string", default: "1" },
    speed: { type: "string", default: "2000" },
    json: { type: "boolean", default: false },
  },
});
const lab = readLabFile("calibration-data/labs/default.yaml");
const noiseHr = lab.virtual?.testerNoiseHr ?? 0;
const resolutionHr = lab.devices["rockwell-tester"]?.resolution ?? 0.01;
const table = readLimitTable(lab.limitTables.rockwell);

interface Dented {
  readonly serial: string;
  readonly scale: string;
  readonly dents: readonly TruthDent[];
}

/** Runs the tray whole and gives back its counted dents, block by block. */
async function wholeTrial(
  seed: number,
): Promise<{ report: Awaited<ReturnType<typeof runTrial>>; blocks: Dented[] }> {
  const dataDir = mkdtempSync(join(tmpdir(), "hardlab-bench-"));
  try {
    const report = await runTrial({
      lab,
      dataDir,
      speed: Number(values.speed),
      seed,
      log: () => undefined,
      onProgress: () => undefined,
    });
    const truth = readTruth(dataDir);
    const base = openInfoBaseForReading(dataDir);
    const records = listBatches(base).flatMap(({ id }) => listBlockRecords(base, id));
    base.close();
    const blocks = records.map(({ serial, record }) => {
      const { block, indentations } = blockRecordSchema.parse(record);
      const counted = indentations.filter(({ purpose, made }) => purpose === "counted" && made === "yes");
      const dents = truth.dents.filter(
        (dent) =>
          dent.block === serial &&
          counted.some(
            (at) => Math.hypot((dent.gripperXMm ?? 99) - at.xMm, (dent.gripperYMm ?? 99) - at.yMm) < 0.1,
          ),
      );
      return { serial, scale: block.scale, dents };
    });
    return { report, blocks };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Read {
  readonly mean: number;
  readonly uniformity: number;
  readonly passed: boolean;
  readonly meanDeviation: number;
  readonly uniformityDeviation: number;
}

/** The block as a tester with this seed's noise reads it. */
function read({ serial, scale, dents }: Dented, seed: number): Read {
  const readings = dents.map(({ n, fieldHr, disturbanceHr }) => {
    const [noise] = normal(seed, "reading", serial, n);
    return Math.round((fieldHr + disturbanceHr + noise * noiseHr) / resolutionHr) * resolutionHr;
  });
  const judgement = judge(table, scale, readings, { labId: lab.lab, resolutionHr });
  if (judgement.kind === "unjudgeable") throw new Error(`${serial}: ${judgement.text}`);
  const fields = dents.map(({ fieldHr }) => fieldHr);
  const { meanHr, uniformityHr, passed } = judgement.verdict;
  return {
    mean: meanHr,
    uniformity: uniformityHr,
    passed,
    meanDeviation: Math.abs(meanHr - fields.reduce((sum, value) => sum + value, 0) / fields.length),
    uniformityDeviation: Math.abs(uniformityHr - (Math.max(...fields) - Math.min(...fields))),
  };
}

const whole = [];
let blocks: Dented[] = [];
for (let seed = 1; seed <= Number(values.whole); seed++) {
  const run = await wholeTrial(seed);
  if (seed === 1) blocks = run.blocks;
  const { ok, passed, rejected, maxMeanDeviation, maxUniformityDeviation, wallS, overheadMs } =
    run.report.report;
  whole.push({
    seed,
    ok,
    passed,
    rejected: rejected.length,
    maxMeanDeviation,
    maxUniformityDeviation,
    wallS,
    overheadMs,
  });
  console.log(
    `seed ${seed}, whole: ${passed} back, ${rejected.length} rejected, mean within ${maxMeanDeviation.toFixed(3)}, uniformity within ${maxUniformityDeviation.toFixed(3)} HR, overhead ${overheadMs.median} ms, ${wallS} s`,
  );
}

const seeds = Array.from({ length: Number(values.seeds) }, (_, index) => index + 1);
const trays = seeds.map((seed) => {
  const read33 = blocks.map((block) => ({ serial: block.serial, ...read(block, seed) }));
  return {
    passed: read33.filter(({ passed }) => passed).length,
    maxMeanDeviation: Math.max(...read33.map(({ meanDeviation }) => meanDeviation)),
    maxUniformityDeviation: Math.max(...read33.map(({ uniformityDeviation }) => uniformityDeviation)),
    blocks: read33,
  };
});
const published = publishedBlocks().map(({ block, manualMean, manualUniformity }) => {
  const of = trays.flatMap((tray) => tray.blocks.filter(({ serial }) => serial === block));
  return {
    block,
    meanDeviation: spread(of.map(({ mean }) => mean - manualMean)),
    uniformityDeviation: spread(of.map(({ uniformity }) => uniformity - manualUniformity)),
  };
});

/** Mean and extremes of a sample, to 0.001. */
function spread(sample: readonly number[]) {
  const round = (value: number) => Math.round(value * 1000) / 1000;
  return {
    mean: round(sample.reduce((sum, value) => sum + value, 0) / sample.length),
    min: round(Math.min(...sample)),
    max: round(Math.max(...sample)),
  };
}

const summary = {
  whole,
  seeds: seeds.length,
  traysWith31Passed: trays.filter(({ passed }) => passed === 31).length,
  maxMeanDeviation: Math.max(...trays.map((tray) => tray.maxMeanDeviation)),
  maxUniformityDeviation: Math.max(...trays.map((tray) => tray.maxUniformityDeviation)),
  uniformityWithin01: trays.filter((tray) => tray.maxUniformityDeviation <= 0.1).length,
  trayUniformityDeviation: spreadOf(trays.map((tray) => tray.maxUniformityDeviation)),
  published,
};
console.log(
  `\n${seeds.length} seeds of tester noise: ${summary.traysWith31Passed} trays with 31 passed; mean within ${summary.maxMeanDeviation.toFixed(3)} HR; uniformity within 0.1 HR on ${summary.uniformityWithin01}, at most ${summary.maxUniformityDeviation.toFixed(3)} HR`,
);
console.log("\nAgainst the published manual values (mean, least, greatest deviation over the seeds, HRC):");
for (const { block, meanDeviation: m, uniformityDeviation: u } of published)
  console.log(
    `${block}  mean ${m.mean.toFixed(3)} [${m.min.toFixed(3)}, ${m.max.toFixed(3)}]   uniformity ${u.mean.toFixed(3)} [${u.min.toFixed(3)}, ${u.max.toFixed(3)}]`,
  );
if (values.json) console.log(JSON.stringify(summary));
