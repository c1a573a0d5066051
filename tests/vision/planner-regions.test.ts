import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Outline, type Point, planIndentations } from "../../vision/index.ts";
import { drawLayout, type PlannerLayout } from "../bench/planner-layouts.ts";
import { away, broken, polygonDistanceMm } from "../bench/planner-rules.ts";
import { TESTER_PLAN } from "./tester-plan.ts";

const SEED = Number(process.env.SEED ?? 20_260_102);
console.log(`planner with marks: seed ${SEED} (set SEED to replay another)`);

const planOf = (layout: PlannerLayout) =>
  planIndentations(layout.outline, layout.old, layout.request, layout.regions);
const kinds = fc.constantFrom("roomy" as const, "crowded" as const);
const drawn = fc.integer({ min: 1, max: 1_000_000 });

const BLOCK: Outline = { kind: "round", xMm: 0, yMm: 0, diameterMm: 50 };
const REQUEST = TESTER_PLAN;

function square(middle: Point, halfMm: number): Point[] {
  return [
    { xMm: middle.xMm - halfMm, yMm: middle.yMm - halfMm },
    { xMm: middle.xMm + halfMm, yMm: middle.yMm - halfMm },
    { xMm: middle.xMm + halfMm, yMm: middle.yMm + halfMm },
    { xMm: middle.xMm - halfMm, yMm: middle.yMm + halfMm },
  ];
}

describe("whatever dents, marks and grip a block has", () => {
  test("a plan keeps every distance, and equal surfaces get equal answers", () => {
    fc.assert(
      fc.property(drawn, kinds, (seed, kind) => {
        const layout = drawLayout(seed, kind);
        const outcome = planOf(layout);
        expect(planOf(layout)).toEqual(outcome);
        if (outcome.plan === null) expect(outcome.whyNot).toContain("of them fit");
        else expect(broken(layout, outcome.plan)).toEqual([]);
      }),
      { seed: SEED, numRuns: 30 },
    );
  });

  test("what fits still fits when a dent or a mark is taken away", () => {
    fc.assert(
      fc.property(drawn, fc.nat(), (seed, which) => {
        const layout = drawLayout(seed, "crowded");
        if (planOf(layout).plan === null) return;
        const { old, regions } = layout;
        const gone = which % Math.max(1, old.length + regions.length);
        const fewer = {
          ...layout,
          old: old.filter((_, i) => i !== gone),
          regions: regions.filter((_, i) => i + old.length !== gone),
        };
        expect(planOf(fewer).plan).not.toBeNull();
      }),
      { seed: SEED, numRuns: 30 },
    );
  });
});

describe("a mark", () => {
  test("is kept away from by the new indentation's diameter, a place that may hide a dent by the whole spacing", () => {
    const middle = { xMm: 12, yMm: 0 };
    for (const [kind, leastMm] of [
      ["stain", 0.75],
      ["glare", 2.15],
    ] as const) {
      const polygonMm = square(middle, 3);
      const { plan } = planIndentations(BLOCK, [], { ...REQUEST, count: 9 }, [
        { kind, polygonMm, reason: "" },
      ]);
      expect(plan).not.toBeNull();
      for (const p of plan === null ? [] : [...plan.counted, ...plan.preliminary, ...plan.spares])
        expect(polygonDistanceMm(polygonMm, p)).toBeGreaterThanOrEqual(leastMm - 1e-9);
    }
  });

  test("of one point or of a line is kept away from too", () => {
    const line = [
      { xMm: -20, yMm: 0 },
      { xMm: 20, yMm: 0 },
    ];
    for (const polygonMm of [line, line.slice(0, 1), []]) {
      const { plan } = planIndentations(BLOCK, [], REQUEST, [{ kind: "scratch", polygonMm, reason: "" }]);
      expect(plan?.counted).toHaveLength(5);
      for (const p of plan?.counted ?? [])
        if (polygonMm.length > 0) expect(polygonDistanceMm(polygonMm, p)).toBeGreaterThanOrEqual(0.75 - 1e-9);
    }
  });

  test("over the whole face is named as what takes the room", () => {
    const polygonMm = square({ xMm: 0, yMm: 0 }, 30);
    const { plan, whyNot } = planIndentations(BLOCK, [{ xMm: 0, yMm: 0, majorMm: 0.7 }], REQUEST, [
      { kind: "rust", polygonMm, reason: "rust" },
    ]);
    expect(plan).toBeNull();
    expect(whyNot).toContain("0 of them fit");
    expect(whyNot).toContain("1 region of rust with their distances 86 %");
    expect(whyNot).toContain("all would fit without 1 region of rust");
  });

  test("leaves pockets that are found: five holes in a covered face take five", () => {
    const holes = [0, 1, 2, 3, 4].map((i) => ({
      xMm: 12 * Math.cos((2 * Math.PI * i) / 5),
      yMm: 12 * Math.sin((2 * Math.PI * i) / 5),
    }));
    // Old indentations on a close grid, and none where its distance would cover a hole's middle.
    const old = Array.from({ length: 41 * 41 }, (_, i) => ({
      xMm: 1.3 * ((i % 41) - 20),
      yMm: 1.3 * (Math.floor(i / 41) - 20),
      majorMm: 0.7,
    })).filter((dent) => holes.every((hole) => away(hole, dent) >= 2.2));
    const { plan } = planIndentations(BLOCK, old, { ...REQUEST, preliminary: 0 });
    expect(plan?.counted).toHaveLength(5);
    for (const p of plan?.counted ?? [])
      expect(Math.min(...holes.map((hole) => away(hole, p)))).toBeLessThan(1.3);
  });
});

describe("what counts as the surface to be spread over", () => {
  test("is what the arm reaches: positions spread over that part, and evenness is measured on it", () => {
    const { plan } = planIndentations({ ...BLOCK, xMm: 8, yMm: 0 }, [], { ...REQUEST, reachMm: 14 });
    expect(plan).not.toBeNull();
    for (const p of plan?.counted ?? []) expect(Math.hypot(p.xMm, p.yMm)).toBeLessThanOrEqual(14);
    expect(plan?.evenness).toBeGreaterThan(0.68);
  });

  test("a block with room for one position only is used as evenly as can be", () => {
    const small: Outline = { kind: "round", xMm: 0, yMm: 0, diameterMm: 3.602 };
    const { plan } = planIndentations(small, [], { ...REQUEST, count: 1, preliminary: 0, spares: 0 });
    expect(plan?.counted).toHaveLength(1);
    expect(plan?.evenness).toBeGreaterThan(0.9);
  });
});
