import { afterEach, beforeEach, expect, test } from "vitest";
import { watchJobs } from "../../../controller/telemetry/index.ts";
import { type FakeLab, fakeLab } from "../server/fake-lab.ts";
import { action, addJob, DONE } from "../server/rows.ts";

let lab: FakeLab;
let lines: object[];
beforeEach(() => {
  lab = fakeLab();
  lines = [];
});
afterEach(() => lab.close());
const log = (line: object) => void lines.push(line);

const KEY = "line/rockwell/pick#1";
const PICK = action("rockwell-arm", "pick", "slot:7");

test("each point of a job's life is a line with its key and device, with its number once it has one", () => {
  const { observe, commits } = watchJobs(lab.base, log);
  observe("beforeRow", KEY, PICK);
  addJob(lab.base, KEY, PICK);
  observe("afterRow", KEY, PICK);
  observe("sent", KEY, PICK);
  expect(lines).toEqual([
    { event: "job", point: "beforeRow", key: KEY, device: "rockwell-arm", command: "pick" },
    { event: "job", point: "afterRow", key: KEY, device: "rockwell-arm", command: "pick", number: 1 },
    { event: "job", point: "sent", key: KEY, device: "rockwell-arm", command: "pick" },
  ]);
  expect(commits.count()).toBe(1);
  expect(commits.sumS()).toBeGreaterThan(0);
});

test("a recorded job says its outcome, and a fault in the device's words", () => {
  const { observe } = watchJobs(lab.base, log);
  addJob(lab.base, KEY, PICK, {
    outcome: { ok: false, fault: "gripMissed", text: "nothing between the fingers" },
  });
  observe("recorded", KEY, PICK);
  addJob(lab.base, "line/x#1", PICK, { outcome: DONE });
  observe("recorded", "line/x#1", PICK);
  expect(lines).toMatchObject([
    { point: "recorded", outcome: "gripMissed", text: "nothing between the fingers", number: 1, ms: 0 },
    { point: "recorded", outcome: "done", number: 2 },
  ]);
});

test("whoever else observes is told of every point too, and may pull the plug ahead of the row", () => {
  const told: string[] = [];
  const { observe, commits } = watchJobs(lab.base, log, (point) => {
    told.push(point);
    if (point === "beforeRow") throw new Error("plug pulled");
  });
  expect(() => observe("beforeRow", KEY, PICK)).toThrow("plug pulled");
  observe("sent", KEY, PICK);
  expect(told).toEqual(["beforeRow", "sent"]);
  expect(commits.count()).toBe(0);
});
