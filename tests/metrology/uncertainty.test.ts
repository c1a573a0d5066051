import { describe, expect, test } from "vitest";
import { meanUncertainty, tFactor } from "../../controller/metrology/index.ts";

/** Density of Student's distribution without its constant. */
const density = (t: number, freedom: number) => (1 + t ** 2 / freedom) ** (-(freedom + 1) / 2);

/** Part of Student's distribution within ±t, by Simpson's rule on t = tan(a). */
function withinT(t: number, freedom: number): number {
  const area = (to: number) => {
    const steps = 2000;
    const at = (i: number) => {
      const a = (to * i) / steps;
      return density(Math.tan(a), freedom) / Math.cos(a) ** 2;
    };
    let sum = at(0) + at(steps);
    for (let i = 1; i < steps; i++) sum += at(i) * (i % 2 === 0 ? 2 : 4);
    return (sum * to) / steps / 3;
  };
  return area(Math.atan(t)) / area(Math.PI / 2 - 1e-9);
}

describe("uncertainty of the mean", () => {
  test("five readings have t = 1.14", () => {
    expect(tFactor(5)).toBe(1.14);
  });

  test("every t factor encloses 68.27 % of Student's distribution", () => {
    for (let count = 2; count <= 25; count++) {
      expect(withinT(tFactor(count) - 0.0051, count - 1)).toBeLessThan(0.6827);
      expect(withinT(tFactor(count) + 0.0051, count - 1)).toBeGreaterThan(0.6827);
    }
  });

  test("beyond 25 readings the factor is a little too large, below two there is none", () => {
    expect(tFactor(40)).toBe(tFactor(25));
    expect(() => tFactor(1)).toThrow(/no t factor for 1 readings/);
  });

  test("u of the mean is t·s/√n, that of the resolution δ/(2√3)", () => {
    const { meanHr, deviationHr, resolutionHr } = meanUncertainty([60, 61, 62, 63, 64], 0.01);
    expect(deviationHr).toBeCloseTo(Math.sqrt(2.5), 12);
    expect(meanHr).toBeCloseTo((1.14 * Math.sqrt(2.5)) / Math.sqrt(5), 12);
    expect(resolutionHr).toBeCloseTo(0.002887, 6);
  });

  test("U = 2u holds the tester's share, and is not stated without it", () => {
    const readings = [60, 60.1, 60.2, 60.1, 60.1];
    expect(meanUncertainty(readings, 0.01).expandedHr).toBeNull();
    const { expandedHr, meanHr, resolutionHr } = meanUncertainty(readings, 0.01, {
      machineHr: 0.15,
      driftHr: 0.05,
    });
    expect(expandedHr).toBeCloseTo(
      2 * Math.sqrt(0.15 ** 2 + 0.05 ** 2 + meanHr ** 2 + resolutionHr ** 2),
      12,
    );
  });
});
