import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type BatchReport, ganttOf, ganttSvg, readBatchReport } from "../../../controller/report/index.ts";
import { stripsOf } from "../../../controller/report/strips.ts";
import { type FakeLab, fakeLab } from "../server/fake-lab.ts";
import { BATCH, type Eventful, eventfulBatch, START } from "./eventful-batch.ts";

let lab: FakeLab;
let events: Eventful;
let report: BatchReport;
beforeEach(() => {
  lab = fakeLab();
  events = eventfulBatch(lab);
  report = readBatchReport(lab.base, BATCH, new Date(events.endMs + 1_000));
});
afterEach(() => lab.close());

const lane = (name: string) => ganttOf(report).lanes.find((found) => found.name === name);

describe("the chart of a batch", () => {
  test("has a lane for the blocks, each device, the controller's own work and people", () => {
    expect(ganttOf(report).lanes.map(({ name }) => name)).toEqual([
      "block",
      "environment",
      "agv",
      "rockwell-tester",
      "rockwell-arm",
      "rockwell-camera",
      "computing",
      "people",
    ]);
  });

  test("a bar lasts from a job's row to its outcome, looks like what came of it, and tells its key", () => {
    const [blocked, reached] = lane("agv")?.bars ?? [];
    expect(blocked).toMatchObject({
      fromMs: START + 115,
      toMs: START + 1_615,
      look: "failed",
      label: "go unchecked",
    });
    expect(blocked?.about.split("\n")).toEqual([
      "batch/B-0001/bring-in/reach#1",
      "agv: go unchecked",
      expect.stringMatching(/^number \d+$/),
      "2026-03-02T08:00:00.115Z to 2026-03-02T08:00:01.615Z, 1.500 s",
      "blocked",
    ]);
    expect(reached?.look).toBe("done");
    expect(lane("rockwell-tester")?.bars.map(({ look }) => look)).toContain("inDoubt");
    expect(lane("rockwell-arm")?.bars.at(-1)?.look).toBe("notSent");
    expect(lane("people")?.bars).toMatchObject([{ look: "waiting" }]);
  });

  test("each attempt of a block is a bar of its own; one in hand lasts until now", () => {
    const { first, second, third } = events;
    expect(lane("block")?.bars.map(({ label, look }) => [label, look])).toEqual([
      [first.serial, "failed"],
      [`${first.serial} @2`, "done"],
      [second.serial, "notSent"],
      [third.serial, "underWay"],
    ]);
    expect(lane("block")?.bars.at(-1)?.toMs).toBe(events.endMs + 1_000);
  });

  test("orders are marks, and the pause is a stretch of its own", () => {
    const { marks, pauses } = ganttOf(report);
    expect(marks.map(({ label }) => label)).toEqual([
      "pause",
      `skip ${events.second.serial}`,
      "resume",
      `repeat ${events.first.serial}`,
    ]);
    expect(pauses.map(({ fromMs, toMs }) => toMs - fromMs)).toEqual([3 * 3_600_000]);
  });
});

describe("strips of time", () => {
  test("a long quiet stretch is left out, and all work lies in some strip", () => {
    const gantt = ganttOf(report);
    const strips = stripsOf(gantt, 10_000);
    expect(strips.filter(({ leftOutMs }) => leftOutMs > 3_500_000)).toHaveLength(1);
    expect(strips.length).toBeLessThan(8);
    for (const { name, bars } of gantt.lanes.filter((one) => one.of !== "blocks"))
      for (const bar of bars)
        expect(
          strips.some(({ fromMs, toMs }) => bar.fromMs >= fromMs && bar.fromMs <= toMs),
          `${name} ${bar.label}`,
        ).toBe(true);
    for (const [index, strip] of strips.slice(1).entries())
      expect(strip.fromMs).toBeGreaterThanOrEqual((strips[index]?.toMs ?? 0) - 1e-3);
  });

  test("there are never more than forty, however short the jobs", () => {
    expect(stripsOf(ganttOf(report), 1).length).toBeLessThanOrEqual(40);
  });

  test("one stretch alone fills its strips to the end", () => {
    const quick = {
      ...ganttOf(report),
      marks: [],
      lanes: [{ name: "agv", of: "device" as const, bars: lane("agv")?.bars ?? [] }],
    };
    const strips = stripsOf(quick, 1_000);
    const last = quick.lanes[0]?.bars.at(-1)?.toMs ?? 0;
    expect(strips.at(-1)?.toMs).toBeCloseTo(last, 3);
  });
});

describe("the drawing", () => {
  test("every bar carries its key as a title, and nothing recorded is taken for markup", () => {
    const svg = ganttSvg(ganttOf(report));
    for (const { key, kind } of report.jobs)
      if (kind === "action" || kind === "decision") expect(svg).toContain(`<title>${key}\n`);
    const hostile = { ...ganttOf(report), title: '</title><script>alert("1")</script> & \u0000' };
    expect(ganttSvg(hostile)).not.toContain("<script");
    expect(ganttSvg(hostile)).not.toContain("\u0000");
  });

  test("a batch without any job is a chart without bars", () => {
    const empty = { ...report, jobs: [], steering: [], blocks: [] };
    expect(ganttSvg(ganttOf(empty))).toContain("</svg>");
  });
});
