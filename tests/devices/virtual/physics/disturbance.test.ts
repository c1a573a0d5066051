import { describe, expect, it } from "vitest";
import { disturbance } from "../../../../devices/virtual/physics/index.ts";

const DISC = { kind: "round", diameterMm: 64 } as const;
const dent = (xMm: number, yMm = 0, diameterMm = 0.6) => ({ xMm, yMm, diameterMm });

describe("a badly placed dent reads falsely", () => {
  it("three diameters from a neighbour and two and a half from the edge add nothing", () => {
    expect(disturbance(dent(0), DISC, [dent(1.8)]).hr).toBe(0);
    expect(disturbance(dent(32 - 1.5), DISC, []).hr).toBe(0);
  });

  it("nearer than 2.5 d to a neighbour reads high, and the nearer the higher", () => {
    const [far, near] = [
      disturbance(dent(0), DISC, [dent(1.2)]).hr,
      disturbance(dent(0), DISC, [dent(0.8)]).hr,
    ];
    expect(far).toBeGreaterThan(0);
    expect(near).toBeGreaterThan(far);
  });

  it("into an old crater reads low", () => {
    expect(disturbance(dent(0), DISC, [dent(0.2)]).hr).toBeLessThan(-3);
  });

  it("at the edge reads low", () => {
    expect(disturbance(dent(31.5), DISC, []).hr).toBeLessThan(-1);
  });

  it("the wider of two dents counts", () => {
    expect(disturbance(dent(0, 0, 0.4), DISC, [dent(1.8, 0, 0.9)]).hr).toBeGreaterThan(0);
  });
});
