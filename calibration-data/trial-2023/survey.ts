/**
 * Surveys the trial's blocks as any honest plan would meet them: many layouts of five dents with the tester's noise, judged by
 * the limit table. Prints the worst margins. Run: node calibration-data/trial-2023/survey.ts [layouts a block] [seed]
 */
import { judge, type LimitTable, requiredDistances } from "../../controller/metrology/index.ts";
import { hardnessAt } from "../../devices/virtual/physics/field.ts";
import type { PhysicalBlock } from "../../devices/virtual/physics/physical-file.ts";
import { SCALE, type TrialBlock, trialBlocks } from "./blocks.ts";
import { type Draw, drawsFrom, normal } from "./draws.ts";
import { physicalBlock, publishedBlocks, surfaceOf, trialTable } from "./generate.ts";
import { isUsable, type Point, pointOf, surfaceRadiusMm, type UsableSurface } from "./usable-surface.ts";

/** The tester of the default lab, HR. */
const NOISE_HR = 0.02;
const RESOLUTION_HR = 0.01;
const COUNTED = 5;
/** Five dents count as well spread when no two are closer than this part of the surface's radius. */
const WELL_SPREAD = 0.6;

export interface Meeting {
  readonly block: TrialBlock;
  readonly layouts: number;
  readonly passed: number;
  /** Least and greatest limit less uniformity over all layouts, HR. */
  readonly leastMarginHr: number;
  readonly greatestMarginHr: number;
  /** Least range of the field at five dents, as a multiple of the limit. */
  readonly leastRangeOfLimit: number;
  /** Uniformity on record less range of the field at the dents, HR: greatest amount, and how often it was above 0.1. */
  readonly worstDeviationHr: number;
  readonly deviationsAbove01: number;
}

/** Judges so many layouts: every one with the dents' spacing, and well spread as a planner would have them if asked for. */
export function meetBlock(
  table: LimitTable,
  block: TrialBlock,
  options: { layouts: number; wellSpread: boolean; draw: Draw },
): Meeting {
  const physical = physicalBlock(table, block);
  const free = freeSurface(table, block, physical);
  const apart = options.wellSpread
    ? Math.max(free.spacingMm, WELL_SPREAD * surfaceRadiusMm(free.surface))
    : free.spacingMm;
  let [passed, leastMarginHr, greatestMarginHr] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [leastRangeOfLimit, worstDeviationHr, deviationsAbove01] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let n = 0; n < options.layouts; n++) {
    const truly = layout(free, apart, options.draw).map(([x, y]) => hardnessAt(physical.field, x, y));
    const readings = truly.map((hardness) => (hardness + NOISE_HR * normal(options.draw)).toFixed(2));
    const judgement = judge(table, SCALE, readings, {
      labId: "virtual-default",
      resolutionHr: RESOLUTION_HR,
    });
    if (judgement.kind !== "verdict") throw new Error(`${block.serial}: ${judgement.text}`);
    const { verdict } = judgement;
    const range = Math.max(...truly) - Math.min(...truly);
    const deviation = Math.abs(verdict.uniformityHr - range);
    if (verdict.passed) passed++;
    leastMarginHr = Math.min(leastMarginHr, verdict.marginHr);
    greatestMarginHr = Math.max(greatestMarginHr, verdict.marginHr);
    leastRangeOfLimit = Math.min(leastRangeOfLimit, range / verdict.limitHr);
    worstDeviationHr = Math.max(worstDeviationHr, deviation);
    if (deviation > 0.1) deviationsAbove01++;
  }
  const { layouts } = options;
  return {
    block,
    layouts,
    passed,
    leastMarginHr,
    greatestMarginHr,
    leastRangeOfLimit,
    worstDeviationHr,
    deviationsAbove01,
  };
}

/** How many new dents a block surely has room for: a greedy walk over a fine grid, distances enlarged by `allowance`. */
export function roomFor(table: LimitTable, block: TrialBlock, allowance = 1): number {
  const free = freeSurface(table, block, physicalBlock(table, block), allowance);
  const placed: Point[] = [];
  const reach = Math.ceil(surfaceRadiusMm(free.surface) * 4);
  for (let row = -reach; row <= reach; row++)
    for (let column = -reach; column <= reach; column++) {
      const point: Point = [column / 4, row / 4];
      if (isFree(free, point) && clear(placed, point, free.spacingMm)) placed.push(point);
    }
  return placed.length;
}

/** The smallest range of the field, as a multiple of the limit, that anyone looking for it finds at five well-spread dents. */
export function cunningRange(table: LimitTable, block: TrialBlock, starts: number, draw: Draw): number {
  const physical = physicalBlock(table, block);
  const free = freeSurface(table, block, physical);
  const apart = WELL_SPREAD * surfaceRadiusMm(free.surface);
  const limitHr = Math.max(0.4, (100 - block.aim.meanHr) / 100);
  const rangeAt = (points: readonly Point[]) => {
    const truly = points.map(([x, y]) => hardnessAt(physical.field, x, y));
    return Math.max(...truly) - Math.min(...truly);
  };
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start < starts; start++) {
    let points = layout(free, apart, draw);
    for (let step = 8; step > 0.05; step *= 0.995) {
      const which = Math.floor(draw() * COUNTED);
      const moved: Point[] = points.map(([x, y], index) =>
        index === which ? [x + step * normal(draw), y + step * normal(draw)] : [x, y],
      );
      const spread = moved.every((point, index) => clear(moved.slice(0, index), point, apart));
      const usable = moved.every((point) => isUsable(free.surface, point));
      if (spread && usable && rangeAt(moved) < rangeAt(points)) points = moved;
    }
    least = Math.min(least, rangeAt(points));
  }
  return least / limitHr;
}

interface FreeSurface {
  readonly surface: UsableSurface;
  readonly spacingMm: number;
  readonly taken: readonly Point[];
}

function freeSurface(
  table: LimitTable,
  block: TrialBlock,
  physical: PhysicalBlock,
  allowance = 1,
): FreeSurface {
  return {
    surface: surfaceOf(table, block),
    spacingMm: allowance * requiredDistances(table, SCALE, block.aim.meanHr).spacingMm,
    taken: physical.oldDents.map(({ xMm, yMm }) => [xMm, yMm]),
  };
}

function clear(points: readonly Point[], [x, y]: Point, apartMm: number): boolean {
  return points.every(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY) >= apartMm);
}

function isFree({ surface, taken, spacingMm }: FreeSurface, point: Point): boolean {
  return isUsable(surface, point) && clear(taken, point, spacingMm);
}

function layout(free: FreeSurface, apartMm: number, draw: Draw): Point[] {
  for (let attempt = 0; attempt < 20_000; attempt++) {
    const points: Point[] = [];
    for (let tries = 0; tries < 60 && points.length < COUNTED; tries++) {
      const point = pointOf(free.surface, draw(), draw());
      if (isFree(free, point) && clear(points, point, apartMm)) points.push(point);
    }
    if (points.length === COUNTED) return points;
  }
  throw new Error(`no five dents ${apartMm.toFixed(1)} mm apart were found`);
}

if (import.meta.main) {
  const [layouts = 2000, seed = 1] = process.argv.slice(2).map(Number);
  const draw = drawsFrom(seed);
  const table = trialTable();
  console.log(`${layouts} layouts a block of either sort, seed ${seed}; margins and deviations in HR`);
  let trayWithoutDeviation = 1;
  for (const block of trialBlocks(publishedBlocks())) {
    const any = meetBlock(table, block, { layouts, wellSpread: false, draw });
    const spread = meetBlock(table, block, { layouts, wellSpread: true, draw });
    trayWithoutDeviation *= 1 - spread.deviationsAbove01 / layouts;
    const least = Math.min(any.leastMarginHr, spread.leastMarginHr).toFixed(2);
    console.log(
      `${String(block.slot).padStart(2)} ${block.serial} ${block.aim.meanHr} ` +
        `passed ${any.passed}/${layouts} any, ${spread.passed}/${layouts} well spread; margin ${least} to ` +
        `${Math.max(any.greatestMarginHr, spread.greatestMarginHr).toFixed(2)}; uniformity deviates ` +
        `${spread.worstDeviationHr.toFixed(3)} at most, above 0.1 in ${spread.deviationsAbove01}; room for ` +
        `${roomFor(table, block)}, with distances × 1.15 for ${roomFor(table, block, 1.15)}`,
    );
    if (block.aim.kind === "tilted")
      console.log(
        `   field range of well-spread dents at least ${spread.leastRangeOfLimit.toFixed(2)} × limit, ` +
          `${cunningRange(table, block, 200, draw).toFixed(2)} × limit when sought`,
      );
  }
  console.log(`trays with no uniformity deviation above 0.1: ${(100 * trayWithoutDeviation).toFixed(1)} %`);
}
