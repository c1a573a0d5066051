import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  dentDiameterMm,
  depthMm,
  geometricDentDiameterMm,
  hardnessFromDepth,
  SCALE_NAMES,
  SCALES,
  scaleNamed,
} from "../../controller/metrology/index.ts";
import { replayable } from "./seed.ts";

const anyReading = fc
  .constantFrom(...SCALE_NAMES)
  .chain((scale) =>
    fc.tuple(
      fc.constant(scale),
      fc.double({ min: SCALES[scale].rangeHr.min, max: SCALES[scale].rangeHr.max, noNaN: true }),
    ),
  );

describe("scales", () => {
  test("there are nine Rockwell and six superficial scales", () => {
    expect(SCALE_NAMES.filter((name) => SCALES[name].family === "rockwell")).toHaveLength(9);
    expect(SCALE_NAMES.filter((name) => SCALES[name].family === "superficial")).toHaveLength(6);
  });

  test("an unknown scale is named together with those there are", () => {
    expect(() => scaleNamed("HRX")).toThrow(/no scale "HRX".*HRC.*HR45TW/);
  });
});

describe("dents", () => {
  test.each([
    ["HRC", 70, 0.32],
    ["HRC", 20, 0.66],
    ["HRA", 20, 0.66],
    ["HR30N", 86, 0.15],
    ["HR30N", 42, 0.31],
    ["HR45N", 77, 0.19],
    ["HR45N", 20, 0.38],
    ["HRBW", 100, 0.61],
    ["HR30TW", 82, 0.34],
    ["HR30TW", 29, 0.66],
    ["HR45TW", 72, 0.42],
    ["HR45TW", 10, 0.73],
    ["HRKW", 100, 0.86],
    ["HRKW", 40, 1.47],
  ])("the geometry of %s %d is %d mm wide", (scale, hardness, width) => {
    expect(Math.abs(geometricDentDiameterMm(scale, hardness) - width)).toBeLessThan(0.0056);
  });

  test("a dent is planned 1.4 times as wide as its geometry", () => {
    expect(dentDiameterMm("HRC", 60)).toBeCloseTo(1.4 * (0.2 + 2 * 0.0532 * Math.sqrt(3)), 10);
  });

  test("the cone's tip and flanks meet without a step", () => {
    const tip = geometricDentDiameterMm("HRC", 100 - 0.02679 / 0.002);
    const flank = geometricDentDiameterMm("HRC", 100 - 0.02681 / 0.002);
    expect(flank - tip).toBeGreaterThan(0);
    expect(flank - tip).toBeLessThan(2e-4);
  });

  test("hardness to depth and back is the same hardness", () => {
    fc.assert(
      fc.property(anyReading, ([scale, hardness]) => {
        expect(hardnessFromDepth(scale, depthMm(scale, hardness))).toBeCloseTo(hardness, 9);
      }),
      replayable(),
    );
  });

  test("softer is wider, in every scale and all over its range", () => {
    fc.assert(
      fc.property(anyReading, ([scale, hardness]) => {
        expect(dentDiameterMm(scale, hardness - 0.5)).toBeGreaterThan(dentDiameterMm(scale, hardness));
      }),
      replayable(),
    );
  });

  test("a hardness that leaves no dent is refused with what was expected", () => {
    expect(() => depthMm("HRC", 100)).toThrow(/100 HRC leaves no dent.*below 100 HR/);
    expect(() => depthMm("HRC", Number.NaN)).toThrow(RangeError);
  });
});
