/** How evenly the planner spreads positions beside two plainer ways, and whether "does not fit" is right, on drawn layouts. */
import { planIndentations } from "../../vision/index.ts";
import { seeded } from "../../vision/plan/seeded.ts";
import {
  bestOfRandom,
  covering,
  greedyFarthest,
  gridOver,
  longSearch,
  surfaceOf,
} from "./planner-baselines.ts";
import { drawLayout, type PlannerLayout } from "./planner-layouts.ts";
import { broken, brokenAlone } from "./planner-rules.ts";

interface Spread {
  readonly median: number;
  /** Five in a hundred are worse. */
  readonly p5: number;
}

export interface PlannerFigures {
  readonly layouts: number;
  /** Radius of the circle of area A/n over the covering radius, where each of the three found a layout. */
  readonly evenness: { readonly ours: Spread; readonly bestOfRandom: Spread; readonly greedy: Spread };
  /** Part of those layouts where ours is at least as even as the other (to 1 %, what sampling the surface leaves open). */
  readonly wins: { readonly bestOfRandom: number; readonly greedy: number };
  /** The same without that allowance. */
  readonly strictWins: { readonly bestOfRandom: number; readonly greedy: number };
  readonly crowded: number;
  readonly saidFull: number;
  /** Called full although the long search finds a layout. */
  readonly infeasibleWrong: number;
  /** Plans that break a distance, of all plans. */
  readonly broken: number;
  /** Processor time, which a shared machine does not stretch. */
  readonly ms: {
    readonly median: number;
    readonly worst: number;
    readonly fullMedian: number;
    readonly fullWorst: number;
  };
}

/** Layouts of seeds from `seed` on; as many roomy ones for the evenness as crowded ones for what is said to be full. */
export function benchPlanner({ seed, layouts }: { seed: number; layouts: number }): PlannerFigures {
  const timesMs: number[] = [];
  const fullMs: number[] = [];
  const rows: { ours: number; random: number; greedy: number }[] = [];
  let brokenPlans = 0;
  let saidFull = 0;
  let infeasibleWrong = 0;
  const plan = (layout: PlannerLayout) => {
    const start = process.cpuUsage();
    const outcome = planIndentations(layout.outline, layout.old, layout.request, layout.regions);
    (outcome.plan === null ? fullMs : timesMs).push(process.cpuUsage(start).user / 1_000);
    if (outcome.plan !== null && broken(layout, outcome.plan).length > 0) brokenPlans++;
    return outcome.plan;
  };
  for (let i = 0; i < layouts; i++) {
    const layout = drawLayout(2 * (seed + i), "roomy");
    const ours = plan(layout)?.counted;
    if (ours === undefined) {
      saidFull++;
      if (longSearch(layout, seeded(seed + i)) !== undefined) infeasibleWrong++;
      continue;
    }
    const free = gridOver(layout, 0.5, (p) => brokenAlone(layout, p, false).length === 0);
    const surface = surfaceOf(layout, 0.5);
    const random = bestOfRandom(layout, free, surfaceOf(layout, 1.2), seeded(seed + i));
    const greedy = greedyFarthest(layout, free);
    if (random === undefined || greedy === undefined) continue;
    const even = (points: readonly { xMm: number; yMm: number }[]): number =>
      Math.sqrt((surface.length * 0.25) / (Math.PI * points.length)) / covering(surface, points);
    rows.push({ ours: even(ours), random: even(random), greedy: even(greedy) });
  }
  for (let i = 0; i < layouts; i++) {
    const layout = drawLayout(2 * (seed + i) + 1, "crowded");
    if (plan(layout) !== null) continue;
    saidFull++;
    if (longSearch(layout, seeded(seed + i)) !== undefined) infeasibleWrong++;
  }
  const part = (test: (row: (typeof rows)[number]) => boolean): number =>
    rows.filter(test).length / rows.length;
  return {
    layouts: rows.length,
    evenness: {
      ours: spread(rows.map((row) => row.ours)),
      bestOfRandom: spread(rows.map((row) => row.random)),
      greedy: spread(rows.map((row) => row.greedy)),
    },
    wins: {
      bestOfRandom: part((row) => row.ours >= 0.99 * row.random),
      greedy: part((row) => row.ours >= 0.99 * row.greedy),
    },
    strictWins: {
      bestOfRandom: part((row) => row.ours >= row.random),
      greedy: part((row) => row.ours >= row.greedy),
    },
    crowded: layouts,
    saidFull,
    infeasibleWrong,
    broken: brokenPlans,
    ms: {
      median: quantile(timesMs, 0.5),
      worst: quantile(timesMs, 1),
      fullMedian: quantile(fullMs, 0.5),
      fullWorst: quantile(fullMs, 1),
    },
  };
}

function spread(values: readonly number[]): Spread {
  return { median: quantile(values, 0.5), p5: quantile(values, 0.05) };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}
