/** A trial that was stopped or interrupted, and what whoever runs it again gets. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listBatches, openInfoBase, queueBatch } from "../../controller/infobase/index.ts";
import { startLab } from "../../controller/lab/start-lab.ts";
import type { JobPoint } from "../../controller/ledger/index.ts";
import { controllerOf, steeringSchema } from "../../controller/server/index.ts";
import { runTrial, TrialHalted, TrialRefused, type TrialResult } from "../../controller/trial/index.ts";
import { readLabFile } from "../../devices/index.ts";

const LAB = readLabFile("calibration-data/labs/default.yaml");
const CLEAN = { missing: [], doubled: [], misattributed: [], misplaced: [], invented: [] };

let dataDir = "";
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "hardlab-trial-"));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** A trial of two blocks; `then` is done when the second block's third indentation is sent. */
function trial(then: () => void = () => undefined, signal?: AbortSignal): Promise<TrialResult> {
  return runTrial({
    ...LAB_OPTIONS(),
    blocks: 2,
    onProgress: () => undefined,
    observe(point: JobPoint, key: string) {
      if (point === "sent" && key.endsWith("2007-102/indent/3#1")) then();
    },
    ...(signal === undefined ? {} : { signal }),
  });
}

const LAB_OPTIONS = () => ({ lab: LAB, dataDir, speed: 2_000, seed: 1, log: () => undefined });

const halted = (ended: Promise<TrialResult>): Promise<string> =>
  ended.then(
    () => "it ended",
    (error: unknown) => {
      if (error instanceof TrialHalted) return error.message;
      throw error;
    },
  );

it("interrupted, it says so, and run again it goes on where it stood", async () => {
  const over = new AbortController();
  expect(await halted(trial(() => over.abort(), over.signal))).toMatch(
    /^interrupted; batch B-0001 goes on where it stands when the trial is run again on these data/,
  );
  const { report, truth } = await trial();
  expect(report).toMatchObject({ ok: true, blocks: 2, passed: 2, indentations: 10 });
  expect(truth).toMatchObject(CLEAN);
});

it("stopped, it says how it is taken up; once it was, the summary is of both batches together", async () => {
  const stop = async () => {
    const body = { command: "stop", by: "test", reason: "lunch" };
    await (await controllerOf(dataDir)).post("/api/v1/batches/B-0001/steering", body, steeringSchema);
  };
  const stopped = /^batch B-0001 was stopped\. `hardlab resume B-0001 --by NAME --data .*` takes it up/;
  expect(await halted(trial(stop))).toMatch(stopped);
  expect(await halted(trial())).toMatch(stopped);
  const served = await startLab(LAB_OPTIONS());
  served.steering.takeUp("B-0001");
  await served.close();
  const { report, truth } = await trial();
  expect(report).toMatchObject({ ok: true, blocks: 2, passed: 2, indentations: 10 });
  expect(report.table.map(({ block, place }) => [block, place])).toEqual([
    ["2007-101", "slot:1"],
    ["2007-102", "slot:2"],
  ]);
  expect(truth).toMatchObject(CLEAN);
});

it("is not run on data that hold other batches, and adds none to them", async () => {
  const base = openInfoBase(dataDir);
  queueBatch(base, { line: "elsewhere", order: { tray: "T-7", blocks: [] }, workflowVersion: 1 });
  base.close();
  await expect(trial()).rejects.toThrow(TrialRefused);
  const after = openInfoBase(dataDir);
  expect(listBatches(after).map(({ id }) => id)).toEqual(["B-0001"]);
  after.close();
});
