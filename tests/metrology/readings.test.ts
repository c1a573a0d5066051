import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decimal,
  meanAndRange,
  readingAtResolution,
  roundHalfEven,
} from "../../controller/metrology/index.ts";
import { replayable } from "./seed.ts";

const hundredths = fc.integer({ min: 0, max: 13_000 });

describe("readings as decimals", () => {
  test("61.3 − 61.1 is 0.2, neither more nor less", () => {
    expect(61.3 - 61.1).not.toBe(0.2);
    expect(meanAndRange([61.3, 61.1]).range.toString()).toBe("0.2");
    expect(meanAndRange(["61.3", "61.1"]).mean.toString()).toBe("61.2");
  });

  test("range and mean of any readings in hundredths are exact", () => {
    fc.assert(
      fc.property(fc.array(hundredths, { minLength: 5, maxLength: 5 }), (steps) => {
        const { mean, range } = meanAndRange(steps.map((step) => step / 100));
        const total = steps.reduce((sum, step) => sum + step, 0);
        expect(range.toFixed(2)).toBe(
          decimal(Math.max(...steps) - Math.min(...steps))
            .div(100)
            .toFixed(2),
        );
        expect(range.decimalPlaces()).toBeLessThanOrEqual(2);
        expect(mean.times(500).toString()).toBe(String(total));
      }),
      replayable(),
    );
  });

  test("a reading that travelled as a float32 is the reading it was", () => {
    fc.assert(
      fc.property(hundredths, (step) => {
        const reading = readingAtResolution(Math.fround(step / 100), 0.01);
        expect(reading?.times(100).toString()).toBe(String(step));
      }),
      replayable(),
    );
  });

  test("a value finer than the device's resolution, or none at all, is no reading", () => {
    expect(readingAtResolution(61.234, 0.01)).toBeUndefined();
    expect(readingAtResolution("61.234", "0.01")).toBeUndefined();
    for (const nothing of [Number.NaN, Number.POSITIVE_INFINITY, "", "sixty", "0x3d", "61,2"])
      expect(readingAtResolution(nothing, 0.01)).toBeUndefined();
  });

  test("there is no mean of no readings", () => {
    expect(() => meanAndRange([])).toThrow(RangeError);
  });
});

describe("GB/T 8170 rounding", () => {
  test.each([
    ["0.25", 1, "0.2"],
    ["0.35", 1, "0.4"],
    ["0.250001", 1, "0.3"],
    ["61.05", 1, "61.0"],
    ["61.15", 1, "61.2"],
    ["-0.25", 1, "-0.2"],
    ["0.58", 1, "0.6"],
    ["2.5", 0, "2"],
  ])("%s to %d decimals is %s", (value, decimals, rounded) => {
    expect(roundHalfEven(value, decimals).toFixed(decimals)).toBe(rounded);
  });

  test("a number counts as the decimal it shows", () => {
    expect(roundHalfEven(2.675, 2).toString()).toBe("2.68");
  });

  test("rounding moves by half a step at most, and twice is once", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e7, max: 1e7 }), (thousandths) => {
        const value = decimal(thousandths).div(1000);
        const rounded = roundHalfEven(value, 1);
        expect(rounded.minus(value).abs().lte(0.05)).toBe(true);
        expect(roundHalfEven(rounded, 1).eq(rounded)).toBe(true);
      }),
      replayable(),
    );
  });
});
