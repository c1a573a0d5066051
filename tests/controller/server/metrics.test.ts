import { afterEach, beforeEach, expect, test } from "vitest";
import { hostApi, type RunningServer } from "../../../controller/server/index.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";
import { action, addJob, addQuestion, DONE, midway } from "./rows.ts";

let lab: FakeLab;
let api: RunningServer;
beforeEach(async () => {
  lab = fakeLab();
  api = await hostApi(lab, lab.dataDir, () => undefined);
});
afterEach(async () => {
  await api.close();
  await lab.close();
});

const LINE = /^[a-z_]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? (?:[-+0-9.e]+|NaN|[+-]Inf)$/;

async function scrape(): Promise<{ value: (series: string) => number | undefined; text: string }> {
  const answer = await fetch(`${api.url}/metrics`);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await answer.text();
  const series = new Map<string, number>();
  for (const line of text.trimEnd().split("\n")) {
    if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) continue;
    expect(line).toMatch(LINE);
    series.set(line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1)));
  }
  return { value: (name) => series.get(name), text };
}

test("the lab in numbers: batches, blocks, jobs, links, questions, load", async () => {
  const tray = midway(lab, 12);
  addQuestion(lab.base, tray);
  addJob(lab.base, "batch/B-0001/x#1", action("agv", "go"), {
    outcome: { ok: false, fault: "blocked", text: "b" },
  });
  lab.link("agv").become({ state: "stale", ageMs: 7_500 });
  lab.stopped.rockwell = "the ledger is older than its devices";
  lab.commits.add(0.003);
  const { value } = await scrape();
  expect(value('hardlab_batches{line="rockwell",state="running"}')).toBe(1);
  expect(value('hardlab_batches{line="rockwell",state="queued"}')).toBe(0);
  expect(value('hardlab_blocks_total{outcome="passed"}')).toBe(10);
  expect(value('hardlab_blocks_total{outcome="rejected"}')).toBe(2);
  expect(value('hardlab_device_jobs_total{device="rockwell-arm",command="place",fault=""}')).toBe(12);
  expect(value('hardlab_device_jobs_total{device="agv",command="go",fault="blocked"}')).toBe(1);
  expect(value('hardlab_computations_total{name="look",fault=""}')).toBe(1);
  expect(value('hardlab_link_state{device="agv",state="stale"}')).toBe(1);
  expect(value('hardlab_link_state{device="agv",state="connected"}')).toBe(0);
  expect(value('hardlab_heartbeat_age_seconds{device="agv"}')).toBe(7.5);
  expect(value("hardlab_open_questions")).toBe(1);
  expect(value('hardlab_line_stopped{line="rockwell"}')).toBe(1);
  expect(value('hardlab_ledger_commit_seconds_bucket{le="0.005"}')).toBe(1);
  expect(value("hardlab_ledger_commit_seconds_count")).toBe(1);
  expect(value("process_resident_memory_bytes")).toBeGreaterThan(10e6);
});

test("a finished job is counted once, however often and whenever it is looked at", async () => {
  const read = 'hardlab_device_jobs_total{device="environment",command="read",fault=""}';
  midway(lab, 0);
  expect((await scrape()).value(read)).toBe(1);
  // Behind the indentation that is under way since before.
  addJob(lab.base, "batch/B-0001/late#1", action("environment", "read"), { outcome: DONE });
  expect((await scrape()).value(read)).toBe(2);
  lab.base
    .prepare("UPDATE job SET state = 'finished', outcome = ? WHERE state = 'sent'")
    .run(JSON.stringify(DONE));
  const [first, second] = await Promise.all([scrape(), scrape()]);
  expect([first.value(read), second.value(read)]).toEqual([2, 2]);
  const indent = 'hardlab_device_jobs_total{device="rockwell-tester",command="indent",fault=""}';
  expect([first.value(indent), (await scrape()).value(indent)]).toEqual([4, 4]);
});

test("a busy event loop shows", async () => {
  await scrape();
  // The timer must have started its turn before the loop is held up.
  await new Promise((resolve) => setTimeout(resolve, 60));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  await new Promise((resolve) => setTimeout(resolve, 60));
  const { value } = await scrape();
  expect(value('hardlab_event_loop_delay_seconds{quantile="1"}')).toBeGreaterThan(0.2);
});
