import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Outline, type Plan, type Point, planIndentations } from "../../vision/index.ts";
import type { OldDent, PlannerLayout } from "../bench/planner-layouts.ts";
import { away, broken, depthMm } from "../bench/planner-rules.ts";
import { TESTER_PLAN } from "./tester-plan.ts";

const SEED = Number(process.env.SEED ?? 20_260_101);
console.log(`planner properties: seed ${SEED} (set SEED to replay another)`);

const REQUEST = { ...TESTER_PLAN, toleranceMm: 0.05 };

function layoutOf(outline: Outline, old: readonly OldDent[], request: typeof REQUEST): PlannerLayout {
  return { outline, old, regions: [], request };
}

const mm = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const outlines: fc.Arbitrary<Outline> = fc.oneof(
  fc.record({ kind: fc.constant("round" as const), xMm: mm(-1, 1), yMm: mm(-1, 1), diameterMm: mm(20, 65) }),
  fc.record({
    kind: fc.constant("rectangular" as const),
    xMm: mm(-1, 1),
    yMm: mm(-1, 1),
    lengthMm: mm(40, 64),
    widthMm: mm(16, 44),
    angleDeg: mm(-20, 20),
  }),
);
const oldDents = (most: number) =>
  fc.array(fc.record({ xMm: mm(-30, 30), yMm: mm(-30, 30), majorMm: mm(0.2, 1.5) }), { maxLength: most });

describe("whatever the surface is like", () => {
  test("a plan keeps every distance, and equal surfaces get equal plans", () => {
    fc.assert(
      fc.property(outlines, oldDents(120), fc.integer({ min: 1, max: 9 }), (outline, old, count) => {
        const request = { ...REQUEST, count };
        const outcome = planIndentations(outline, old, request);
        expect(planIndentations(outline, old, request)).toEqual(outcome);
        if (outcome.plan === null) return;
        expect(outcome.plan.counted).toHaveLength(count);
        expect(outcome.plan.preliminary).toHaveLength(request.preliminary);
        expect(broken(layoutOf(outline, old, request), outcome.plan)).toEqual([]);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  test("it is never called full when a plain grid search finds room", () => {
    fc.assert(
      fc.property(
        mm(20, 40),
        fc.array(fc.record({ xMm: mm(-20, 20), yMm: mm(-20, 20), majorMm: mm(0.4, 1.2) }), {
          minLength: 15,
          maxLength: 110,
        }),
        fc.integer(),
        (diameterMm, old, shuffleSeed) => {
          const outline: Outline = { kind: "round", xMm: 0, yMm: 0, diameterMm };
          const { plan } = planIndentations(outline, old, REQUEST);
          const found = gridSearch(outline, old, shuffleSeed);
          if (plan === null) expect(found).toBeLessThan(REQUEST.count + REQUEST.preliminary);
          else expect(broken(layoutOf(outline, old, REQUEST), plan)).toEqual([]);
        },
      ),
      { seed: SEED, numRuns: 40 },
    );
  });
});

/** The most positions that a shuffled greedy walk over a 0.4 mm grid finds in 25 walks. */
function gridSearch(outline: Outline, old: readonly OldDent[], shuffleSeed: number): number {
  const free: Point[] = [];
  for (let xMm = -20; xMm <= 20; xMm += 0.4)
    for (let yMm = -20; yMm <= 20; yMm += 0.4) {
      const alone: Plan = { preliminary: [], counted: [{ xMm, yMm }], spares: [], evenness: 0, couldFit: 0 };
      if (broken(layoutOf(outline, old, REQUEST), alone).length === 0) free.push({ xMm, yMm });
    }
  let state = shuffleSeed | 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
  let most = 0;
  for (let walk = 0; walk < 25; walk++) {
    const chosen: Point[] = [];
    const order = free.map((p) => ({ p, at: random() })).sort((a, b) => a.at - b.at);
    for (const { p } of order)
      if (chosen.every((c) => away(c, p) >= REQUEST.spacingMm + REQUEST.toleranceMm)) chosen.push(p);
    most = Math.max(most, chosen.length);
  }
  return most;
}

describe("a crowded block", () => {
  /** Old indentations so close that nothing fits between them, some of them left out. */
  function lattice(leftOut: readonly Point[]): OldDent[] {
    const dents: OldDent[] = [];
    for (let j = -16; j <= 16; j++)
      for (let i = -16; i <= 16; i++) {
        const p = { xMm: 2.4 * (i + (j & 1) / 2), yMm: 2.08 * j };
        if (leftOut.every((q) => away(p, q) > 0.1)) dents.push({ ...p, majorMm: 0.72 });
      }
    return dents;
  }
  const at = (i: number, j: number): Point => ({ xMm: 2.4 * (i + (j & 1) / 2), yMm: 2.08 * j });
  const pockets = [at(0, 0), at(5, 2), at(-6, 3), at(2, -7), at(-4, -5), at(1, 8)];
  const outline: Outline = { kind: "round", xMm: 0, yMm: 0, diameterMm: 60 };

  test("with room for five and one preliminary gets exactly those", () => {
    const { plan } = planIndentations(outline, lattice(pockets), REQUEST);
    expect(plan).not.toBeNull();
    if (plan === null) return;
    expect(broken(layoutOf(outline, lattice(pockets), REQUEST), plan)).toEqual([]);
    for (const p of [...plan.counted, ...plan.preliminary])
      expect(Math.min(...pockets.map((q) => away(p, q)))).toBeLessThan(0.5);
    expect(plan.spares).toEqual([]);
    expect(plan.couldFit).toBe(0);
  });

  test("with room for four says so with figures", () => {
    const { plan, whyNot } = planIndentations(outline, lattice(pockets.slice(2)), REQUEST);
    expect(plan).toBeNull();
    expect(whyNot).toContain("4 of them fit");
    expect(whyNot).toContain("2.1 mm");
    expect(whyNot).toContain("36 mm reach");
  });
});

describe("a bare block", () => {
  const outline: Outline = { kind: "round", xMm: 0.3, yMm: -0.4, diameterMm: 60 };

  test("gets its five spread nearly as well as five points in a disc can be", () => {
    const { plan } = planIndentations(outline, [], REQUEST);
    expect(plan?.evenness).toBeGreaterThan(0.71);
    expect(plan?.couldFit).toBeGreaterThan(400);
    expect(plan?.spares).toHaveLength(3);
  });

  test("is not spread worse than the best of 1,000 random layouts", () => {
    const old = Array.from({ length: 20 }, (_, i) => ({
      xMm: 22 * Math.sqrt((i + 0.5) / 20) * Math.cos(2.4 * i),
      yMm: 22 * Math.sqrt((i + 0.5) / 20) * Math.sin(2.4 * i),
      majorMm: 0.8,
    }));
    const { plan } = planIndentations(outline, old, { ...REQUEST, preliminary: 0, spares: 0 });
    expect(plan).not.toBeNull();
    if (plan === null) return;
    const covering = (points: readonly Point[]): number => {
      let worst = 0;
      for (let xMm = -30; xMm <= 30; xMm++)
        for (let yMm = -30; yMm <= 30; yMm++)
          if (depthMm(outline, { xMm, yMm }) >= REQUEST.edgeMm)
            worst = Math.max(worst, Math.min(...points.map((p) => away(p, { xMm, yMm }))));
      return worst;
    };
    let state = SEED;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      return ((state >>> 0) / 2 ** 32 - 0.5) * 60;
    };
    let best = Number.POSITIVE_INFINITY;
    for (let layouts = 0; layouts < 1_000; ) {
      const points = Array.from({ length: 5 }, () => ({ xMm: random(), yMm: random() }));
      const candidate: Plan = { preliminary: [], counted: points, spares: [], evenness: 0, couldFit: 0 };
      if (broken(layoutOf(outline, old, REQUEST), candidate).length > 0) continue;
      layouts++;
      best = Math.min(best, covering(points));
    }
    expect(covering(plan.counted)).toBeLessThanOrEqual(best);
  });

  test("places to avoid are kept away from as old indentations are", () => {
    const avoid = [{ xMm: 3, yMm: 4, diameterMm: 1 }];
    const { plan } = planIndentations(outline, [], { ...REQUEST, count: 9, avoid });
    for (const p of plan === null ? [] : [...plan.counted, ...plan.preliminary])
      expect(away(p, { xMm: 3, yMm: 4 })).toBeGreaterThanOrEqual(3.05);
    expect(plan).not.toBeNull();
  });
});
