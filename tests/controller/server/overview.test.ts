import { afterEach, beforeEach, expect, test } from "vitest";
import { endBatch } from "../../../controller/infobase/index.ts";
import { overviewSchema } from "../../../controller/server/api.ts";
import { overview } from "../../../controller/server/overview.ts";
import { trialOrder } from "../../../controller/trial/index.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";
import { addJob, addQuestion, failVerification, midway } from "./rows.ts";

let lab: FakeLab;
beforeEach(() => {
  lab = fakeLab();
});
afterEach(() => lab.close());

const look = () => overviewSchema.parse(overview(lab, Date.now()));
const line = () => look().lines[0];
const device = (name: string) => look().devices.find((found) => found.name === name);

test("a line without a tray waits and says so", () => {
  expect(line()).toMatchObject({ name: "rockwell", state: "waiting", batch: null, queued: 0 });
  expect(line()?.reason?.en).toBe("no tray is queued");
});

test("a line at work shows its batch, how far it is and the step in hand", () => {
  const { inHand } = midway(lab, 7);
  lab.queue(trialOrder());
  expect(line()).toMatchObject({
    state: "working",
    reason: null,
    queued: 1,
    batch: {
      id: "B-0001",
      done: 7,
      total: 33,
      passed: 6,
      rejected: 1,
      step: { serial: inHand.serial, phase: "indent", words: { en: "indentation 3 of 5" } },
    },
  });
  expect(look().batches.map(({ id, state, total }) => [id, state, total])).toEqual([
    ["B-0002", "queued", 33],
    ["B-0001", "running", 33],
  ]);
});

test("a line whose device has lost its link waits for it and names it", () => {
  midway(lab, 2);
  lab.link("rockwell-tester").become({ state: "stale" });
  expect(line()).toMatchObject({ state: "waiting" });
  expect(line()?.reason?.en).toContain("rockwell-tester");
});

test("a line whose device is on hold says so", () => {
  midway(lab, 2);
  lab.link("rockwell-tester").become({ status: { held: true } });
  expect(line()?.reason?.en).toBe("rockwell-tester is on hold");
});

test("a line with an open question asks, and the question names its block", () => {
  const tray = midway(lab, 2);
  const key = addQuestion(lab.base, tray);
  expect(line()).toMatchObject({ state: "asking" });
  expect(look().questions).toMatchObject([
    {
      key,
      batch: tray.batch,
      serial: tray.inHand.serial,
      fault: "inDoubt",
      step: { zh: "压痕 3/5", en: "indentation 3 of 5" },
    },
  ]);
});

test("a question that no fault led to names its step alone", () => {
  const { batch } = midway(lab, 2);
  const choices = [{ choice: "again", consequence: "everything is checked again" }];
  const request = { kind: "decision", question: "The batch cannot start: It is 31 °C.", choices } as const;
  addJob(lab.base, `batch/${batch}/preflight/1/ask`, request);
  expect(look().questions).toMatchObject([{ fault: null, step: { zh: expect.stringMatching(/^[^a-z]+$/) } }]);
});

test("a finished batch tells when a later verification has put its blocks in doubt", () => {
  const { batch } = midway(lab, 2);
  endBatch(lab.base, batch, "finished", null);
  expect(look().batches[0]?.suspect).toBe(0);
  failVerification(lab.base, batch);
  expect(look().batches[0]?.suspect).toBe(2);
});

test("a stopped line gives its reason above all else", () => {
  addQuestion(lab.base, midway(lab, 2));
  lab.stopped.rockwell = "agv has already accepted job 12 of this controller";
  expect(line()).toMatchObject({
    state: "stopped",
    reason: { en: "agv has already accepted job 12 of this controller" },
  });
});

test("what a lost device said before is not shown as its state now", () => {
  expect(device("agv")).toMatchObject({ link: "connected", mode: "auto", health: "normal" });
  lab.link("agv").become({ state: "stale", ageMs: 7_210.4 });
  expect(device("agv")).toMatchObject({ link: "stale", mode: null, health: null, heartbeatAgeMs: 7210 });
});

test("a device shows its last job and what went wrong with it", () => {
  expect(device("agv")?.lastJob).toBeNull();
  const { batch } = midway(lab, 0);
  expect(device("rockwell-tester")?.lastJob).toMatchObject({ command: "indent", text: "HRC", state: "sent" });
  addJob(
    lab.base,
    `batch/${batch}/to-marking/reach#1`,
    { kind: "action", device: "agv", command: "go", text: "marking" },
    { outcome: { ok: false, fault: "blocked", text: "agv: the way is blocked" } },
  );
  expect(device("agv")?.lastJob).toMatchObject({
    command: "go",
    state: "failed",
    failure: "agv: the way is blocked (blocked)",
  });
});
