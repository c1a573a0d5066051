import { describe, expect, it } from "vitest";
import { type Finish, renderSurface } from "../../../../devices/virtual/render/index.ts";
import { QUIET, smallScene } from "./small-scene.ts";

const WIDE = 200;
const scene = (mmPerPx: number, finish: Finish, xMm: number, surfaceSeed = 5) =>
  smallScene({
    widthPx: WIDE,
    heightPx: WIDE,
    mmPerPx,
    finish,
    surfaceSeed,
    block: { kind: "round", diameterMm: 60 },
    pose: { xMm, yMm: 0, angleDeg: 0 },
    optics: { psfSigmaPx: 0.5, vignetting: 0, workingDistanceMm: Number.POSITIVE_INFINITY, distortion: 0 },
    sensor: QUIET,
  });

/** Correlation of two runs of grey values. */
function likeness(a: readonly number[], b: readonly number[]): number {
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [ma, mb] = [mean(a), mean(b)];
  const dot = (p: readonly number[], mp: number, q: readonly number[], mq: number): number =>
    p.reduce((sum, value, n) => sum + (value - mp) * ((q[n] ?? 0) - mq), 0);
  return dot(a, ma, b, mb) / Math.sqrt(dot(a, ma, a, ma) * dot(b, mb, b, mb));
}

describe("the grinding close up", () => {
  for (const finish of ["ground", "brushed", "polished"] as const) {
    it(`(${finish}) belongs to its place on the block, wherever the camera stands`, () => {
      const here = renderSurface(scene(0.004, finish, 0));
      const aside = renderSurface(scene(0.004, finish, 0.2));
      const rows = (grey: Uint8Array, from: number): number[] =>
        Array.from(
          { length: 100 * WIDE },
          (_, n) => grey[Math.floor(n / 100) * WIDE + from + (n % 100)] ?? 0,
        );
      expect(likeness(rows(here, 20), rows(aside, 70))).toBeGreaterThan(0.97);
    });

    it(`(${finish}) runs along the lay and shows no bands of single rows`, () => {
      const grey = renderSurface(scene(0.0015, finish, 0));
      const at = (x: number, y: number): number => grey[y * WIDE + x] ?? 0;
      let [along, across, jump] = [0, 0, 0];
      for (let y = 2; y < WIDE; y++) {
        for (let x = 8; x < WIDE; x++) {
          along += Math.abs(at(x, y) - at(x - 8, y));
          across += Math.abs(at(x, y) - at(x, Math.max(0, y - 8)));
          jump += Math.abs(at(x, y) - at(x, y - 1));
        }
      }
      expect(across).toBeGreaterThan(1.5 * along);
      expect(jump).toBeLessThan(0.5 * across);
    });
  }

  it("of another seed is another surface", () => {
    const first = [...renderSurface(scene(0.004, "ground", 0))];
    const second = [...renderSurface(scene(0.004, "ground", 0, 6))];
    expect(Math.abs(likeness(first, second))).toBeLessThan(0.3);
  });
});
