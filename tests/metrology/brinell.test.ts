import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { brinellDiameterMm, brinellForceIndex, brinellHardness } from "../../controller/metrology/index.ts";
import { replayable } from "./seed.ts";

const LARGE = { forceN: 29420, ballMm: 10 };
const MIDDLE = { forceN: 7355, ballMm: 5 };

describe("Brinell", () => {
  test("the trade's check values come out", () => {
    expect(brinellHardness(LARGE, 4).toFixed(2)).toBe("228.83");
    expect(brinellHardness(MIDDLE, 2).toFixed(2)).toBe("228.83");
  });

  test("both are tests of the same force-diameter index", () => {
    expect(brinellForceIndex(LARGE)).toBeCloseTo(30, 1);
    expect(brinellForceIndex(MIDDLE)).toBeCloseTo(30, 1);
  });

  test("diameter to hardness and back is the same diameter", () => {
    fc.assert(
      fc.property(fc.double({ min: 2.41, max: 5.99, noNaN: true }), (diameterMm) => {
        expect(brinellDiameterMm(LARGE, brinellHardness(LARGE, diameterMm))).toBeCloseTo(diameterMm, 9);
      }),
      replayable(),
    );
  });

  test("a dent too small or too wide for its ball is no Brinell test", () => {
    expect(brinellHardness(LARGE, 2.4)).toBeGreaterThan(0);
    expect(brinellHardness(LARGE, 6)).toBeGreaterThan(0);
    expect(() => brinellHardness(LARGE, 2.39)).toThrow(/d\/D = 0.239, expected 0.24 to 0.6/);
    expect(() => brinellHardness(LARGE, 6.01)).toThrow(RangeError);
    expect(() => brinellDiameterMm(LARGE, 50)).toThrow(/choose another force/);
    expect(() => brinellDiameterMm(LARGE, 1)).toThrow(RangeError);
  });
});
