import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeVerification } from "../../../controller/infobase/index.ts";
import { type BatchReport, readBatchReport, reportMarkdown } from "../../../controller/report/index.ts";
import { type FakeLab, fakeLab } from "../server/fake-lab.ts";
import { addProvisionalPreflight, PROVISIONAL_TABLE } from "../server/rows.ts";
import { BATCH, type Eventful, eventfulBatch, OUTLIER } from "./eventful-batch.ts";

let lab: FakeLab;
let events: Eventful;
let report: BatchReport;
beforeEach(() => {
  lab = fakeLab();
  events = eventfulBatch(lab);
  report = readBatchReport(lab.base, BATCH, new Date(events.endMs + 1_000));
});
afterEach(() => lab.close());

describe("a batch's report", () => {
  test("an unknown batch is refused with those there are", () => {
    expect(() => readBatchReport(lab.base, "B-0042", new Date())).toThrow(
      "there is no batch B-0042; there are B-0001",
    );
  });

  test("has environment and orders with who gave them, why and when", () => {
    expect(report.environment).toEqual({ temperatureC: 22.8, humidityPercent: 46 });
    expect(report.steering.map(({ by, command, serial, reason }) => [by, command, serial, reason])).toEqual([
      ["Wang Fang", "pause", null, ""],
      ["Li Wei", "skip", events.second.serial, "scratched"],
      ["Li Wei", "resume", null, ""],
      ["Li Wei", "repeat", events.first.serial, "a value was lost"],
    ]);
    expect(report.steering[1]?.at).toBe(report.steering[2]?.at);
  });

  test("has every attempt of a block, the first one too, with values lost and set aside", () => {
    const [first, second, third] = report.blocks;
    expect(first?.attempts.map(({ attempt, outcome, place }) => [attempt, outcome, place])).toEqual([
      [1, "rejected", "reject:1"],
      [2, "passed", "slot:1"],
    ]);
    expect(first?.attempts[0]?.indentations[1]).toMatchObject({ readingHr: null, made: "yes" });
    expect(first?.attempts[0]?.indentations[2]).toMatchObject({ readingHr: 52.4, setAside: OUTLIER });
    expect(second?.attempts).toMatchObject([{ outcome: "skipped", reason: "scratched", verdict: null }]);
    expect(third?.attempts).toEqual([]);
  });

  test("has the tester's daily verification, and the blocks that a failed one made suspect", () => {
    const verify = (passed: boolean, decisive: string) =>
      writeVerification(lab.base, {
        batch: BATCH,
        line: "rockwell",
        scale: "HRC",
        reference: "REF-60",
        day: "2026-03-02",
        passed,
        record: {
          verdict: { decisive },
          indentations: [
            { purpose: "preliminary", readingHr: 59.9 },
            { purpose: "counted", readingHr: 60.8 },
          ],
        },
      });
    expect(readBatchReport(lab.base, BATCH, new Date())).toMatchObject({ verifications: [], suspect: [] });
    verify(false, "mean 60.8 is 0.8 HR from 60 (> 0.4)");
    const read = readBatchReport(lab.base, BATCH, new Date());
    expect(read.verifications).toEqual([
      {
        scale: "HRC",
        reference: "REF-60",
        day: "2026-03-02",
        passed: false,
        decisive: "mean 60.8 is 0.8 HR from 60 (> 0.4)",
        roomLeft: null,
        readings: [60.8],
      },
    ]);
    expect(read.suspect.map(({ serial, attempt }) => [serial, attempt])).toEqual([
      [events.first.serial, 1],
      [events.first.serial, 2],
    ]);
    expect(read.suspect[0]).toMatchObject({ day: "2026-03-02", reference: "REF-60", verifiedIn: BATCH });
    const page = reportMarkdown(read, "chart.svg");
    expect(page).toContain("**Suspect 待复查**");
    expect(page).toContain(" (suspect) | slot:1 |");
  });

  test("says from the start that verdicts under an unapproved limit table are provisional", () => {
    expect(report.limitTable).toBeNull();
    addProvisionalPreflight(lab.base, BATCH);
    const read = readBatchReport(lab.base, BATCH, new Date());
    expect(read.limitTable).toEqual(PROVISIONAL_TABLE);
    expect(reportMarkdown(read, "chart.svg")).toContain(
      "jjg-113-2013, revision 1 (draft): **provisional 暂定**, no certificate is released: limit table",
    );
  });

  test("has every question with who answered what and when", () => {
    expect(report.questions).toMatchObject([
      {
        answer: { choice: "made", by: "李伟" },
        askedAt: expect.any(String),
        endedAt: expect.any(String),
        endedBy: "",
      },
    ]);
  });

  test("has every fault with what followed on it; what an order kept from being sent is no fault", () => {
    expect(
      report.faults.map(({ device, what, fault, followedBy }) => [device, what, fault, followedBy]),
    ).toEqual([
      ["agv", "go", "blocked", "again"],
      ["rockwell-arm", "pick", "gripMissed", "rehomed"],
      [null, "look", "unreadable", "again"],
      ["rockwell-tester", "indent", "inDoubt", "looked"],
    ]);
  });

  test("has each device's jobs with durations, failed ones counted among them", () => {
    const row = (device: string, command: string) =>
      report.devices.find((work) => work.device === device && work.command === command);
    expect(row("agv", "go")).toMatchObject({ jobs: 2, failed: 1, totalS: 3, medianS: 1.5, longestS: 1.5 });
    expect(row("rockwell-tester", "indent")).toMatchObject({
      jobs: 12,
      failed: 1,
      medianS: 0.38,
      longestS: 0.7,
    });
    expect(row("computing", "look")).toMatchObject({ jobs: 2, failed: 1 });
    // The move that was not sent is none of the arm's.
    expect(row("rockwell-arm", "move")).toMatchObject({ jobs: 2, failed: 0 });
  });
});

describe("as Markdown", () => {
  const lineWith = (text: string): string =>
    reportMarkdown(report, "chart.svg")
      .split("\n")
      .find((line) => line.includes(text)) ?? "";

  test("readings stand in the order made, preliminary ones in parentheses, those set aside struck out", () => {
    expect(lineWith("| 1 | rejected (provisional)")).toContain("(60.90) `lost` ~~52.40~~ 61.40 61.50 61.60");
    expect(lineWith(OUTLIER)).toContain("| 3 (counted) | 3.00, -3.00 | 52.40 | set aside |");
    expect(lineWith("value lost")).toContain(`| ${events.first.serial} | 1 | 2 (counted) |`);
  });

  test("recorded text ends no cell and is no markup", () => {
    expect(lineWith("Is the dent")).toContain("there? \\| &lt;look>");
  });

  test("every table has as many cells in each row as in its head", () => {
    const text = reportMarkdown(report, "chart.svg");
    for (const table of text.split("\n\n").filter((part) => part.startsWith("|"))) {
      const cells = table.split("\n").map((line) => line.replaceAll("\\|", "").split("|").length);
      expect(new Set(cells).size).toBe(1);
    }
    expect(text).toContain("![Gantt chart of every device](chart.svg)");
  });
});
