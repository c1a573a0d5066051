import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, type LimitTable, type Verdict } from "../../controller/metrology/index.ts";
import { rockwellTable, withRows } from "./limit-files.ts";
import { replayable } from "./seed.ts";

const options = { labId: "virtual-default", resolutionHr: 0.01 };

function verdictOn(readings: (number | string)[], table: LimitTable = rockwellTable, scale = "HRC"): Verdict {
  const judgement = judge(table, scale, readings, options);
  if (judgement.kind !== "verdict") throw new Error(judgement.text);
  return judgement.verdict;
}

const refusalOf = (scale: string, readings: (number | string)[]) => {
  const judgement = judge(rockwellTable, scale, readings, options);
  return judgement.kind === "verdict" ? "a verdict" : `${judgement.reason}: ${judgement.text}`;
};

describe("the verdict on a block", () => {
  test("HRC 42.0 with uniformity 0.5 passes: its limit is 0.58", () => {
    const verdict = verdictOn([41.7, 42.2, 42.0, 42.1, 42.0]);
    expect(verdict).toMatchObject({
      passed: true,
      meanHr: 42,
      uniformityHr: 0.5,
      limitHr: 0.58,
      marginHr: 0.08,
    });
    expect(verdict).toMatchObject({ limitBy: "formula", reportedMean: "42.0", reportedUniformity: "0.5" });
    expect(verdict.decisive).toBe("uniformity 0.5 ≤ 0.58 HRC = 0.01 × (100 − 42), compared in full");
  });

  test("HRC 61.1 with 0.5 fails: its limit is the floor of 0.4", () => {
    const verdict = verdictOn([60.8, 61.3, 61.1, 61.2, 61.1]);
    expect(verdict).toMatchObject({
      passed: false,
      meanHr: 61.1,
      uniformityHr: 0.5,
      limitHr: 0.4,
      limitBy: "floor",
    });
    expect(verdict.decisive).toMatch(/^uniformity 0.5 > 0.4 HRC = the least limit of the scale/);
  });

  test("a block whose uniformity is on the limit passes, one hundredth more fails", () => {
    expect(verdictOn([61.0, 61.4, 61.2, 61.2, 61.2])).toMatchObject({ passed: true, marginHr: 0 });
    expect(verdictOn([61.0, 61.41, 61.2, 61.2, 61.2])).toMatchObject({ passed: false, marginHr: -0.01 });
  });

  test("the table says whether 0.6 against 0.58 is compared in full or rounded", () => {
    const readings = [41.7, 42.3, 42.0, 42.0, 42.0];
    expect(verdictOn(readings)).toMatchObject({ passed: false, compared: "full", marginHr: -0.02 });
    const rounded = verdictOn(readings, withRows({ comparison: "rounded" }));
    expect(rounded).toMatchObject({ passed: true, compared: "rounded", marginHr: 0, limitHr: 0.58 });
    expect(rounded.decisive).toMatch(/^uniformity 0.6 ≤ 0.6 HRC .*rounded to 1 decimals from 0.6 and 0.58$/);
  });

  test("readings that came as float32 are judged as the tester showed them", () => {
    const readings = [61.0, 61.4, 61.23, 61.17, 61.2].map(Math.fround);
    expect(verdictOn(readings)).toMatchObject({ passed: true, uniformityHr: 0.4, meanHr: 61.2 });
  });

  test.each([
    ["HRA", 80, 0.4],
    ["HRA", 60, 0.6],
    ["HRD", 50, 0.5],
    ["HRBW", 60, 1.4],
    ["HRKW", 90, 1.0],
    ["HR15N", 90, 0.6],
    ["HR30N", 45, 1.1],
    ["HR30TW", 40, 1.8],
    ["HR15TW", 80, 1.2],
  ])("%s at %d has the limit %d", (scale, hardness, limit) => {
    expect(verdictOn(Array(5).fill(hardness), rockwellTable, scale).limitHr).toBe(limit);
  });

  test("fewer than five readings are no verdict", () => {
    expect(refusalOf("HRC", [61, 61, 61, 61])).toBe(
      "tooFewReadings: 4 readings are too few for a verdict: jjg-113-2013 wants at least 5",
    );
  });

  test("a reading outside the scale's range is no verdict, and is named", () => {
    expect(refusalOf("HRC", [61, 61, 71.5, 61, 61])).toMatch(
      /^outsideRange: reading 3 of 5, 71.5 HRC.*20 to 70 HR/,
    );
    expect(refusalOf("HRC", [61, 61, Number.NaN, 61, 61])).toMatch(/^noReading: reading 3 of 5/);
  });

  test("a scale without a limit in the table is no verdict", () => {
    expect(refusalOf("HBW", [200, 200, 200, 200, 200])).toMatch(/^unknownScale/);
    const without = { ...rockwellTable, rows: rockwellTable.rows.slice(0, 1) };
    expect(judge(without, "HRC", [61, 61, 61, 61, 61], options)).toMatchObject({ reason: "noLimit" });
  });

  test("order and a sixth reading between the others change nothing about the comparison", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 2000, max: 7000 }), { minLength: 5, maxLength: 12 }),
        (steps) => {
          const readings = steps.map((step) => step / 100);
          const verdict = verdictOn(readings);
          expect(verdictOn([...readings].reverse())).toEqual(verdict);
          expect(verdict.passed).toBe(verdict.marginHr >= 0);
          expect(verdict.limitHr).toBeGreaterThanOrEqual(0.4);
          expect(verdict.uniformityHr * 100).toBeCloseTo(Math.max(...steps) - Math.min(...steps), 9);
        },
      ),
      replayable(),
    );
  });
});

describe("whose verdict it is", () => {
  test("the virtual lab's own verdict stands, by an unread table that says so", () => {
    const verdict = verdictOn([61, 61, 61, 61, 61]);
    expect(verdict).toMatchObject({ provisional: false, provisionalWhy: null });
    expect(verdict.table).toEqual({ id: "jjg-113-2013", revision: 1, status: "unread" });
  });

  test("any other lab's is provisional and says why", () => {
    const judgement = judge(rockwellTable, "HRC", [61, 61, 61, 61, 61], { ...options, labId: "institute" });
    expect(judgement).toMatchObject({
      verdict: {
        passed: true,
        provisional: true,
        provisionalWhy: "limit table jjg-113-2013 revision 1 is not approved for institute",
      },
    });
  });
});
