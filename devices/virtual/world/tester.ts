/** What a tester does to the world: it presses its indenter into whatever the arm holds on the anvil. */
import { z } from "zod";
import { DEVICE_KINDS } from "../../wire/index.ts";
import {
  blockPoint,
  dentSize,
  disturbance,
  hardnessAt,
  normal,
  readingInScale,
  rockwellScale,
} from "../physics/index.ts";
import { type ArmState, armState } from "./arm.ts";
import { type BlockState, blockInGripper, dentsOf } from "./blocks.ts";
import type { JobName } from "./truth.ts";
import { Forbidden, jobValues, type WorldFile } from "./world-file.ts";

const faults = DEVICE_KINDS.rockwellTester.faults;
const testerRow = z.object({ scale: z.string().nullable() });

/** The scale the tester is set up for, or null before its first set-up. */
export function testerScale(world: WorldFile, tester: string): string | null {
  const row = world.one(testerRow, "SELECT scale FROM tester WHERE name = ?", tester);
  if (row === undefined) throw new Error(`the world knows no tester "${tester}"`);
  return row.scale;
}

/** Indenter and force of `scale` are mounted from now on. */
export function setUp(world: WorldFile, tester: string, scale: string): void {
  world.run("UPDATE tester SET scale = ? WHERE name = ?", scale, tester);
}

/** The block on the anvil, if there is one. */
export function blockOnAnvil(world: WorldFile, arm: string): BlockState | undefined {
  return armState(world, arm).station === "tester" ? blockInGripper(world, arm) : undefined;
}

interface Indentation {
  readonly block: BlockState;
  readonly arm: ArmState;
  readonly xMm: number;
  readonly yMm: number;
}

/** Throws when an indentation in `scale` could not be made now. */
export function checkIndentation(world: WorldFile, tester: string, arm: string, scale: string): Indentation {
  const mounted = testerScale(world, tester);
  if (mounted !== scale)
    throw new Forbidden(
      faults.wrongScale,
      mounted === null
        ? `the tester is not set up; asked was ${scale}`
        : `set up for ${mounted}, not ${scale}`,
    );
  const block = blockOnAnvil(world, arm);
  if (block === undefined) throw new Forbidden(faults.noBlock, "no block lies on the anvil");
  const state = armState(world, arm);
  const { xMm, yMm } = blockPoint(block.pose, state.trueXMm, state.trueYMm);
  if (disturbance({ xMm, yMm, diameterMm: 1 }, block.physics.shape, []).edgeMm <= 0)
    throw new Forbidden(
      faults.onAnvilEdge,
      `the indenter stands beside block ${block.physics.id}, over the anvil`,
    );
  return { block, arm: state, xMm, yMm };
}

/** What a tester shows of what it read, HR; undefined: no value. A faultless one shows it as it is. */
export type Showing = (readingHr: number | undefined) => number | undefined;

/**
 * The moment of full force: the dent is in the block from now on. Returns what the tester will show at the end of its cycle, in
 * HR, or undefined when the depth lies outside of the scale. The reading's noise belongs to the block's dent number.
 */
export function indent(
  world: WorldFile,
  at: { tester: string; arm: string; scale: string },
  rules: { seed: number; noiseHr: number; resolutionHr: number; shown: Showing },
  job: JobName,
): number | undefined {
  return world.change(() => {
    const { block, arm, xMm, yMm } = checkIndentation(world, at.tester, at.arm, at.scale);
    const { id, shape, field } = block.physics;
    const [own, scale] = [rockwellScale(block.physics.scale), rockwellScale(at.scale)];
    if (own === undefined || scale === undefined)
      throw new Forbidden(faults.wrongScale, `${at.scale} is no Rockwell scale`);
    const hardness = hardnessAt(field, xMm, yMm);
    const { diameterMm, depthMm } = dentSize(own, hardness, scale);
    const older = dentsOf(world, id);
    const n = (older.at(-1)?.n ?? 0) + 1;
    const disturbanceHr = disturbance({ xMm, yMm, diameterMm }, shape, older).hr;
    const fieldHr = readingInScale(own, hardness, scale);
    const [noise] = normal(rules.seed, "reading", id, n);
    const reading = roundTo(fieldHr + disturbanceHr + noise * rules.noiseHr, rules.resolutionHr);
    const shown = rules.shown(reading > 0 && reading < scale.n ? reading : undefined);
    world.run(
      `INSERT INTO dent (block, n, scale, x_mm, y_mm, gripper_x_mm, gripper_y_mm, diameter_mm, depth_mm, at_ms,
         field_hr, disturbance_hr, reading_hr, device, controller_id, job_number, boot_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      id,
      n,
      at.scale,
      xMm,
      yMm,
      arm.trueXMm,
      arm.trueYMm,
      diameterMm,
      depthMm,
      world.nowMs(),
      fieldHr,
      disturbanceHr,
      shown ?? null,
      ...jobValues(job),
    );
    return shown;
  });
}

/** `value` in whole steps of `step`, without binary dust for decimal steps (61.3, not 61.300000000000004). */
export function roundTo(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(12));
}
