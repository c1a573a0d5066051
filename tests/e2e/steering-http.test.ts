/** Steering by HTTP and command line over a whole lab with real sockets, and the report of what came of it. */
import { afterEach, expect, it } from "vitest";
import { type BatchReport, readBatchReport } from "../../controller/report/index.ts";
import {
  batchDetailSchema,
  type ControllerClient,
  controllerOf,
  hostApi,
  overviewSchema,
  type RunningServer,
  steeringSchema,
  takenUpSchema,
} from "../../controller/server/index.ts";
import { hardlab } from "../controller/cli/hardlab.ts";
import { type LabUnderTest, labUnderTest } from "./lab-under-test.ts";

const [FIRST, SECOND] = ["2007-101", "2007-102"];

let lab: LabUnderTest | undefined;
let api: RunningServer | undefined;
afterEach(async () => {
  await api?.close();
  await lab?.close();
  lab = undefined;
  api = undefined;
});

const by = "Li Wei";

/** Paused at once when the job whose key ends so has gone out. */
async function pausedAt(ending: string): Promise<{ under: LabUnderTest; controller: ControllerClient }> {
  let paused = false;
  const under = await labUnderTest({
    blocks: 2,
    observe(point, key, _request, { running, batch }) {
      if (paused || point !== "sent" || !key.endsWith(ending)) return;
      paused = true;
      running.steering.order({ command: "pause", batch, by: "Wang Fang" });
    },
  });
  lab = under;
  api = await hostApi(under.running, under.dataDir, () => undefined);
  await under.until("the pause", () =>
    under.running.steering.stateOf(under.batch).flow === "paused" ? true : undefined,
  );
  return { under, controller: await controllerOf(under.dataDir) };
}

it("a paused tray is resumed, stopped, and taken up from the command line; the report tells it all", async () => {
  const { under, controller } = await pausedAt(`${SECOND}/indent/2#1`);
  const run = (...words: string[]) => hardlab([...words, "--by", by, "--data", under.dataDir, "--json"]);
  await under.until("the line at rest", () =>
    under.running.ledger.questions().length === 0 &&
    under.running.links["rockwell-tester"]?.latest?.jobState === "succeeded"
      ? true
      : undefined,
  );
  const [line] = (await controller.get("/api/v1/overview", overviewSchema)).lines;
  expect(line?.batch).toMatchObject({ flow: "paused", done: 1 });

  expect((await run("stop", under.batch)).stderr).toContain("stop needs a reason");
  const stopping = await run("stop", under.batch, "--reason", "fire drill");
  expect(steeringSchema.parse(JSON.parse(stopping.stdout)).flow).toBe("stopping");
  expect(await under.ended()).toEqual({
    state: "stopped",
    blocks: { [FIRST]: "passed", [SECOND]: "incomplete" },
  });
  expect(under.untruths()).toEqual({});

  const stopped = await controller.get(`/api/v1/batches/${under.batch}`, batchDetailSchema);
  expect(stopped).toMatchObject({ state: "stopped", flow: null, takenUpAs: null, incomplete: 1 });
  const taken = takenUpSchema.parse(JSON.parse((await run("resume", under.batch)).stdout));
  expect(taken.continues).toBe(under.batch);
  expect((await run("resume", under.batch)).stderr).toContain(
    `was taken up already, as batch ${taken.batch}`,
  );
  expect(await under.ended(taken.batch)).toEqual({ state: "finished", blocks: { [SECOND]: "passed" } });
  expect(under.untruths()).toEqual({});

  const report = readBatchReport(under.running.base, under.batch, new Date());
  expect(report).toMatchObject({ state: "stopped", takenUpAs: taken.batch, faults: [] });
  expect(report.steering.map(({ command, by, reason }) => [command, by, reason])).toEqual([
    ["pause", "Wang Fang", ""],
    ["stop", by, "fire drill"],
  ]);
  expect(report.blocks[1]?.attempts[0]?.indentations.map(({ made }) => made)).toContain("yes");
  expect(everyJobIsDrawn(report)).toBe(true);
});

const everyJobIsDrawn = ({ jobs, devices }: BatchReport): boolean => {
  const sent = jobs.filter(({ number, finishedAt }) => number !== null && finishedAt !== null).length;
  return (
    sent === devices.filter(({ device }) => device !== "computing").reduce((sum, work) => sum + work.jobs, 0)
  );
};

it("the metrics of a finished tray agree with its record", async () => {
  const { under, controller } = await pausedAt("/bring-in/reach#1");
  const path = `/api/v1/batches/${under.batch}/steering`;
  await controller.post(path, { command: "skip", serial: SECOND, reason: "scratched", by }, steeringSchema);
  await controller.post(path, { command: "resume", by }, steeringSchema);
  expect((await under.ended()).blocks).toEqual({ [FIRST]: "passed", [SECOND]: "skipped" });
  const text = await (await fetch(`${controller.url}/metrics`)).text();
  const { jobs } = readBatchReport(under.running.base, under.batch, new Date());
  const indents = jobs.filter(({ what, outcome }) => what === "indent" && outcome === "done").length;
  for (const series of [
    'hardlab_batches{line="rockwell",state="finished"} 1',
    'hardlab_blocks_total{outcome="passed"} 1',
    'hardlab_blocks_total{outcome="skipped"} 1',
    `hardlab_device_jobs_total{device="rockwell-tester",command="indent",fault=""} ${indents}`,
    'hardlab_link_state{device="agv",state="connected"} 1',
    "hardlab_open_questions 0",
  ])
    expect(text).toContain(`${series}\n`);
  expect(Number(/^hardlab_ledger_commit_seconds_count (\d+)$/m.exec(text)?.[1])).toBeGreaterThanOrEqual(
    indents,
  );
});
