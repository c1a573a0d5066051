import fc from "fast-check";
import { expect, test } from "vitest";
import type { Point } from "../../vision/index.ts";
import { orderForPath, wayLength } from "../../vision/plan/order.ts";

const SEED = Number(process.env.SEED ?? 7);
console.log(`order of positions: seed ${SEED}`);

const points = (minLength: number, maxLength: number) =>
  fc.array(
    fc.record({
      xMm: fc.double({ min: -30, max: 30, noNaN: true }),
      yMm: fc.double({ min: -30, max: 30, noNaN: true }),
    }),
    { minLength, maxLength },
  );
const permutations = (list: readonly Point[]): Point[][] =>
  list.length <= 1
    ? [[...list]]
    : list.flatMap((p, i) => permutations(list.filter((_, k) => k !== i)).map((rest) => [p, ...rest]));

test("no order of the same positions is shorter, the preliminary ones first", () => {
  fc.assert(
    fc.property(points(0, 2), points(1, 7), (preliminary, counted) => {
      const ordered = orderForPath(preliminary, counted);
      const length = wayLength({ xMm: 0, yMm: 0 }, [...ordered.preliminary, ...ordered.counted]);
      const shortest = Math.min(
        ...permutations(preliminary).flatMap((first) =>
          permutations(counted).map((rest) => wayLength({ xMm: 0, yMm: 0 }, [...first, ...rest])),
        ),
      );
      expect(length).toBeCloseTo(shortest, 9);
    }),
    { seed: SEED, numRuns: 40 },
  );
});

test("many positions keep all of them and none twice", () => {
  fc.assert(
    fc.property(points(12, 25), (counted) => {
      const ordered = orderForPath([], counted).counted;
      expect(new Set(ordered).size).toBe(new Set(counted).size);
      expect(ordered).toHaveLength(counted.length);
    }),
    { seed: SEED, numRuns: 10 },
  );
});

test("beyond the exact orders no turning round of a stretch makes the way shorter", () => {
  fc.assert(
    fc.property(points(12, 20), (counted) => {
      const way = orderForPath([], counted).counted;
      const start = { xMm: 0, yMm: 0 };
      const length = wayLength(start, way);
      for (let i = 0; i < way.length; i++)
        for (let k = i + 1; k < way.length; k++) {
          const turned = [...way.slice(0, i), ...way.slice(i, k + 1).reverse(), ...way.slice(k + 1)];
          expect(wayLength(start, turned)).toBeGreaterThanOrEqual(length - 1e-6);
        }
    }),
    { seed: SEED, numRuns: 10 },
  );
});
