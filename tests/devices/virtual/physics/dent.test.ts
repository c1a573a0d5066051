import { describe, expect, it } from "vitest";
import {
  dentSize,
  type RockwellScale,
  readingInScale,
  rockwellScale,
} from "../../../../devices/virtual/physics/index.ts";

function scale(name: string): RockwellScale {
  const found = rockwellScale(name);
  if (found === undefined) throw new Error(name);
  return found;
}

describe("how large a dent becomes", () => {
  it.each([
    ["HRC", 70, 0.315],
    ["HRC", 20, 0.661],
    ["HRA", 88, 0.19],
    ["HRBW", 100, 0.605],
    ["HR30N", 86, 0.147],
  ])("%s %d: 1.4 times the trade's geometry", (name, hardness, geometryMm) => {
    const own = scale(name);
    expect(dentSize(own, hardness, own).diameterMm / 1.4).toBeCloseTo(geometryMm, 2);
  });

  it("a cone's dent has the cone's depth for its width", () => {
    const { diameterMm, depthMm } = dentSize(scale("HRC"), 60, scale("HRC"));
    expect(depthMm).toBeCloseTo(0.0268 + (diameterMm / 2 - 0.1) / Math.sqrt(3), 6);
  });

  it("a ball never sinks in wider than nine tenths of itself", () => {
    expect(dentSize(scale("HRB"), 10, scale("HRB")).diameterMm).toBeCloseTo(0.9 * 1.5875, 6);
  });

  it("reads exactly the block's hardness in its own scale, something plausible in another", () => {
    expect(readingInScale(scale("HRC"), 60.123, scale("HRC"))).toBe(60.123);
    expect(readingInScale(scale("HRC"), 60, scale("HRA"))).toBeGreaterThan(78);
    expect(readingInScale(scale("HRC"), 60, scale("HRA"))).toBeLessThan(84);
  });
});

describe("scales by name", () => {
  it("knows W and S on ball scales only", () => {
    expect(rockwellScale("HRBW")?.name).toBe("HRB");
    expect(rockwellScale("HR30TS")?.name).toBe("HR30T");
    expect(rockwellScale("HRCW")).toBeUndefined();
    expect(rockwellScale("HV10")).toBeUndefined();
  });
});
