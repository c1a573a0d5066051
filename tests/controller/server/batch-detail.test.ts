import { afterEach, beforeEach, expect, test } from "vitest";
import { endBatch, writeBlockRecord } from "../../../controller/infobase/index.ts";
import { batchDetailSchema } from "../../../controller/server/api.ts";
import { batchDetail } from "../../../controller/server/batch-detail.ts";
import { trialOrder } from "../../../controller/trial/index.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";
import {
  action,
  addIndentation,
  addJob,
  addProvisionalPreflight,
  addQuestion,
  DONE,
  failVerification,
  midway,
  PROVISIONAL_TABLE,
} from "./rows.ts";

let lab: FakeLab;
beforeEach(() => {
  lab = fakeLab();
});
afterEach(() => lab.close());

const detail = (id = "B-0001") => batchDetailSchema.parse(batchDetail(lab, id, Date.now()));
const block = (serial: string) => detail().blocks.find((found) => found.serial === serial);

test("there is nothing under an unknown id", () => {
  expect(batchDetail(lab, "B-0099", Date.now())).toBeUndefined();
});

test("every block of the tray is waiting, in hand, passed or rejected", () => {
  midway(lab, 12);
  const states = detail().blocks.map(({ state }) => state);
  expect(states.filter((state) => state === "passed")).toHaveLength(10);
  expect(states.filter((state) => state === "rejected")).toHaveLength(2);
  expect(states[12]).toBe("inHand");
  expect(states.slice(13).every((state) => state === "waiting")).toBe(true);
});

test("a passed block is in its own slot with values, mean, uniformity and limit", () => {
  midway(lab, 1);
  expect(detail().blocks[0]).toMatchObject({
    state: "passed",
    place: "slot:1",
    readings: [61.27, 61.19, 61.35, 61.32, 61.14],
    reason: "",
    verdict: { meanHr: 61.254, uniformityHr: 0.21, limitHr: 0.4, reportedMean: "61.3" },
  });
  expect(detail().blocks[0]?.indentations[0]).toMatchObject({ purpose: "preliminary", state: "made" });
});

test("a rejected block is in a reject slot and says why", () => {
  midway(lab, 5);
  const rejected = detail().blocks[4];
  expect(rejected).toMatchObject({ state: "rejected", place: "reject:1" });
  expect(rejected?.reason).toContain("uniformity 1.89 > 0.4");
});

test("a block that could not be judged is rejected without a verdict", () => {
  const { batch, inHand } = midway(lab, 0);
  writeBlockRecord(lab.base, {
    batch,
    serial: inHand.serial,
    attempt: 1,
    slot: inHand.slot,
    outcome: "rejected",
    place: "slot:1",
    record: {
      reason: "not picked: rockwell-arm missed the grip (gripMissed)",
      verdict: null,
      indentations: [
        { purpose: "counted", readingHr: null, made: "yes", setAside: "" },
        { purpose: "counted", readingHr: null, made: "unknown", setAside: "" },
        { purpose: "counted", readingHr: null, made: "no", setAside: "" },
      ],
    },
  });
  expect(block(inHand.serial)).toMatchObject({
    state: "rejected",
    place: "slot:1",
    verdict: null,
    readings: [],
    indentations: [{ state: "valueLost" }, { state: "inDoubt" }, { state: "notMade" }],
  });
});

const OUTLIER = "48.1 lies 12.60 HR from the median 60.7, more than 3";

test("a reading set aside is shown with its reason and does not count, in hand and on record", () => {
  const { batch, blockKey, inHand } = midway(lab, 3);
  addJob(
    lab.base,
    `${blockKey}/screen/1`,
    { kind: "computation", name: "screen", input: null },
    { outcome: { ok: true, value: { setAside: [{ key: `${blockKey}/indent/3#1`, reason: OUTLIER }] } } },
  );
  expect(block(inHand.serial)).toMatchObject({ state: "inHand", readings: [inHand.nominalHr + 0.21] });
  expect(block(inHand.serial)?.indentations[2]).toMatchObject({
    state: "setAside",
    readingHr: inHand.nominalHr + 0.3,
    reason: OUTLIER,
  });
  writeBlockRecord(lab.base, {
    batch,
    serial: inHand.serial,
    attempt: 1,
    slot: inHand.slot,
    outcome: "passed",
    place: `slot:${inHand.slot}`,
    record: {
      reason: "",
      verdict: null,
      indentations: [
        { purpose: "counted", readingHr: 48.1, made: "yes", setAside: OUTLIER },
        { purpose: "counted", readingHr: 60.7, made: "yes", setAside: "" },
      ],
    },
  });
  expect(block(inHand.serial)).toMatchObject({
    readings: [60.7],
    indentations: [{ state: "setAside", reason: OUTLIER, readingHr: 48.1 }, { state: "made" }],
  });
});

test("the block in hand shows its step and its indentations so far", () => {
  const { inHand } = midway(lab, 3);
  expect(block(inHand.serial)).toMatchObject({
    place: "hand",
    step: { words: { zh: "压痕 3/5" } },
    readings: [inHand.nominalHr + 0.21, inHand.nominalHr + 0.3],
  });
  expect(block(inHand.serial)?.indentations.map(({ purpose, state }) => `${purpose} ${state}`)).toEqual([
    "preliminary made",
    "counted made",
    "counted made",
    "counted underWay",
  ]);
});

test("an indentation nobody has settled is in doubt, and its value is lost once the next one is made", () => {
  const tray = midway(lab, 3);
  addQuestion(lab.base, tray);
  const states = () => block(tray.inHand.serial)?.indentations.map(({ state }) => state);
  expect(states()).toEqual(["made", "made", "made", "inDoubt"]);
  addIndentation(lab.base, tray.blockKey, 5, 60.1);
  expect(states()).toEqual(["made", "made", "made", "valueLost", "made"]);
});

test("a block left out or stopped half-way is neither passed nor rejected", () => {
  const { batch, order } = midway(lab, 0);
  for (const [index, outcome] of (["incomplete", "skipped"] as const).entries()) {
    const { serial = "", slot = 0 } = order.blocks[index + 1] ?? {};
    const record = { reason: "left out by Li Wei: dropped", verdict: null, indentations: [] };
    writeBlockRecord(lab.base, { batch, serial, attempt: 1, slot, outcome, place: `slot:${slot}`, record });
  }
  expect(detail()).toMatchObject({ done: 2, passed: 0, rejected: 0, incomplete: 1, skipped: 1 });
  expect(detail().blocks[1]).toMatchObject({ state: "incomplete", reason: "left out by Li Wei: dropped" });
  expect(detail().blocks[2]).toMatchObject({ state: "skipped" });
});

test("a block that is repeated is in hand again, and counts once when it is recorded again", () => {
  const { batch, order } = midway(lab, 5);
  const again = order.blocks[4];
  if (again === undefined) throw new Error("the tray has no fifth block");
  const start = `batch/${batch}/block/${again.serial}@2`;
  addJob(lab.base, `${start}/pick#1`, action("rockwell-arm", "pick", "reject:1"), { outcome: DONE });
  lab.base.prepare("UPDATE job SET state = 'finished', outcome = '{}' WHERE state = 'sent'").run();
  addIndentation(lab.base, start, 1, 63.2);
  expect(detail().blocks[4]).toMatchObject({ state: "inHand", attempt: 2, readings: [] });
  expect(detail().blocks[4]?.indentations).toHaveLength(1);
  writeBlockRecord(lab.base, {
    batch,
    serial: again.serial,
    attempt: 2,
    slot: again.slot,
    outcome: "passed",
    place: `slot:${again.slot}`,
    record: {},
  });
  expect(detail()).toMatchObject({ done: 5, passed: 5, rejected: 0 });
  expect(detail().blocks[4]).toMatchObject({ state: "passed", attempt: 2, place: "slot:5" });
});

test("a batch at work says when it will be finished; one that waits for a person does not", () => {
  const tray = midway(lab, 12);
  const { estimate } = detail();
  // 21 blocks at 6 s, one of them just begun; two journeys and 31 engravings at 60 times real speed.
  expect(estimate).toMatchObject({ basis: "pace" });
  expect(estimate?.remainingS).toBeGreaterThan(120);
  expect(estimate?.remainingS).toBeLessThanOrEqual(126 + (2 * 220 + 31 * 15) / 60 + 0.1);
  addQuestion(lab.base, tray);
  expect(detail().estimate).toBeNull();
});

test("a queued batch waits as a whole, a finished one is over", () => {
  const id = lab.queue(trialOrder());
  expect(detail(id)).toMatchObject({ state: "queued", step: null, estimate: null, done: 0, total: 33 });
  endBatch(lab.base, id, "finished", null);
  expect(detail(id)).toMatchObject({ state: "finished", step: null, estimate: null });
  expect(detail(id).endedAt).not.toBeNull();
});

test("blocks that a later failed verification made suspect say which one and why; others do not", () => {
  const { batch } = midway(lab, 3);
  expect(detail()).toMatchObject({ suspect: 0, limitTable: null });
  failVerification(lab.base, batch);
  expect(detail().suspect).toBe(3);
  expect(detail().blocks[0]?.suspect).toEqual([
    {
      attempt: 1,
      day: "2026-03-02",
      scale: "HRC",
      reference: "REF-HRC-60",
      verifiedIn: batch,
      why: "mean 60.80 is 0.8 HR from 60 (> 0.4)",
    },
  ]);
  expect(detail().blocks[3]?.suspect).toEqual([]);
});

test("a batch under an unapproved limit table says so from its start", () => {
  addProvisionalPreflight(lab.base, midway(lab, 0).batch);
  expect(detail().limitTable).toEqual(PROVISIONAL_TABLE);
});
