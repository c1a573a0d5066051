import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rimAxes } from "../../../../devices/virtual/render/dent-character.ts";
import type { Dent } from "../../../../devices/virtual/render/index.ts";
import { angleOfTurn, rimShape, turnOf } from "../../../../devices/virtual/render/rim-shape.ts";
import { printedSeed } from "./small-scene.ts";

const replay = { seed: printedSeed(), numRuns: 200 };
const anyDent = fc.record({
  xMm: fc.constant(0),
  yMm: fc.constant(0),
  indenter: fc.constantFrom<Dent["indenter"]>("cone", "ball", "vickers"),
  ballMm: fc.constant(2.5),
  diameterMm: fc.double({ min: 0.1, max: 2, noNaN: true }),
  depthMm: fc.constant(0.1),
  ovality: fc.double({ min: 0, max: 0.06, noNaN: true }),
  ovalAngleDeg: fc.double({ min: 0, max: 180, noNaN: true }),
  waviness: fc.double({ min: 0, max: 0.012, noNaN: true }),
  seed: fc.nat(),
});
const anyAngle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });

function at(dent: Dent, du: number, dv: number) {
  const place = { r: 0, gradientU: 0, gradientV: 0 };
  rimShape(dent)(du, dv, place);
  return place;
}

describe("a rim's shape", () => {
  it("has diameterMm / 2 as its distance at the ends of the ellipse's axes, where nothing waves", () => {
    fc.assert(
      fc.property(anyDent, (sampled) => {
        const { seed, waviness, ...dent } = sampled;
        const { majorMm, minorMm, angleDeg } = rimAxes(dent);
        const angle = (angleDeg * Math.PI) / 180;
        const [u, v] = [Math.cos(angle), Math.sin(angle)];
        expect(at(dent, (u * majorMm) / 2, (v * majorMm) / 2).r).toBeCloseTo(dent.diameterMm / 2, 9);
        expect(at(dent, (-v * minorMm) / 2, (u * minorMm) / 2).r).toBeCloseTo(dent.diameterMm / 2, 9);
      }),
      replay,
    );
  });

  it("has the gradient that its distance has", () => {
    fc.assert(
      fc.property(anyDent, anyAngle, fc.double({ min: 0.2, max: 1.4, noNaN: true }), (dent, angle, part) => {
        const r = (part * dent.diameterMm) / 2;
        const [u, v] = [r * Math.cos(angle), r * Math.sin(angle)];
        // A pyramid's edge has no gradient.
        const turn = angle - ((dent.ovalAngleDeg ?? 0) * Math.PI) / 180;
        fc.pre(dent.indenter !== "vickers" || Math.abs(Math.sin(2 * turn)) > 0.1);
        const here = at(dent, u, v);
        const step = 1e-5 * dent.diameterMm;
        const half = (du: number, dv: number): number => at(dent, u + du, v + dv).r ** 2 / 2;
        const gradientU = (half(step, 0) - half(-step, 0)) / (2 * step);
        const gradientV = (half(0, step) - half(0, -step)) / (2 * step);
        // Waves are tabulated: their slope is read between entries.
        expect(Math.hypot(gradientU - here.gradientU, gradientV - here.gradientV)).toBeLessThan(0.04 * r);
      }),
      replay,
    );
  });

  it("strays from its ellipse by about the waviness and on average not at all", () => {
    fc.assert(
      fc.property(anyDent, (sampled) => {
        const dent: Dent = { ...sampled, indenter: "ball", ovality: 0 };
        const radii = Array.from({ length: 720 }, (_, n) => {
          const angle = (n * Math.PI) / 360;
          return dent.diameterMm / 2 / at(dent, Math.cos(angle), Math.sin(angle)).r;
        }).map((r) => (2 * r) / dent.diameterMm);
        const mean = radii.reduce((sum, r) => sum + r, 0) / radii.length;
        expect(Math.abs(mean - 1)).toBeLessThan(0.0005);
        for (const r of radii) expect(Math.abs(r - 1)).toBeLessThan(5 * (dent.waviness ?? 0) + 1e-6);
      }),
      { ...replay, numRuns: 50 },
    );
  });

  it("counts directions once around", () => {
    for (let degrees = -89; degrees < 270; degrees++) {
      const angle = (degrees * Math.PI) / 180;
      const back = angleOfTurn(turnOf(Math.cos(angle), Math.sin(angle)));
      expect(Math.cos(back - angle)).toBeCloseTo(1, 9);
    }
  });
});
