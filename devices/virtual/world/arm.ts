/** What an arm does to the world: it carries one block at a time and brings points of it under the indenter. */
import { z } from "zod";
import { type ArmStation, COMMON_FAULTS, DEVICE_KINDS, parsePlace } from "../../wire/index.ts";
import { normal, uniforms } from "../physics/index.ts";
import { blockInGripper, blockInPlace, dentsOf, standing } from "./blocks.ts";
import { trayStation } from "./carriage.ts";
import type { JobName } from "./truth.ts";
import { Forbidden, jobValues, type WorldFile } from "./world-file.ts";

const faults = DEVICE_KINDS.arm.faults;
/** How far a block turns when it is gripped, degrees: the jaws align a bar better than a disc. */
const GRIP_TURN_DEG = { round: 2, rectangular: 0.5 } as const;

const armRow = z.object({
  station: z.enum(["none", "tray", "stage", "camera", "tester"]),
  x_mm: z.number(),
  y_mm: z.number(),
  true_x_mm: z.number(),
  true_y_mm: z.number(),
});

export interface ArmState {
  readonly station: ArmStation;
  /** Point of the gripper frame under the indenter: as the arm believes, and truly, mm. */
  readonly xMm: number;
  readonly yMm: number;
  readonly trueXMm: number;
  readonly trueYMm: number;
}

export function armState(world: WorldFile, arm: string): ArmState {
  const row = world.one(armRow, "SELECT * FROM arm WHERE name = ?", arm);
  if (row === undefined) throw new Error(`the world knows no arm "${arm}"`);
  return {
    station: row.station,
    xMm: row.x_mm,
    yMm: row.y_mm,
    trueXMm: row.true_x_mm,
    trueYMm: row.true_y_mm,
  };
}

/** Throws unless the arm stands at `station`. */
export function requireArmAt(world: WorldFile, arm: string, station: ArmStation): ArmState {
  const state = armState(world, arm);
  if (state.station !== station)
    throw new Forbidden(
      faults.notAtStation,
      `the arm is at ${state.station === "none" ? "no station" : state.station}, not at ${station}`,
    );
  return state;
}

/** The arm stands at `station` from now on (`none` while it travels), with its shift back at zero. */
export function standAt(world: WorldFile, arm: string, station: ArmStation): void {
  world.run(
    "UPDATE arm SET station = ?, x_mm = 0, y_mm = 0, true_x_mm = 0, true_y_mm = 0 WHERE name = ?",
    station,
    arm,
  );
}

/**
 * The arm brings (xMm, yMm) of the gripper frame under the indenter, with its own error of `repeatabilityMm` an axis. The error
 * belongs to the block's next dent, so a shift that is told again errs the same way.
 */
export function shiftTo(
  world: WorldFile,
  arm: string,
  target: { xMm: number; yMm: number },
  rules: { seed: number; repeatabilityMm: number },
): void {
  requireArmAt(world, arm, "tester");
  const block = blockInGripper(world, arm);
  const [errorX, errorY] =
    block === undefined
      ? normal(rules.seed, "shift", arm)
      : normal(rules.seed, "shift", block.physics.id, block.picks, dentsOf(world, block.physics.id).length);
  world.run(
    "UPDATE arm SET x_mm = ?, y_mm = ?, true_x_mm = ?, true_y_mm = ? WHERE name = ?",
    target.xMm,
    target.yMm,
    target.xMm + errorX * rules.repeatabilityMm,
    target.yMm + errorY * rules.repeatabilityMm,
    arm,
  );
}

/** A place of the tray can be reached only while the tray stands at the line's dock; a reference place always. */
function requireReach(world: WorldFile, dock: string, place: string): void {
  if (parsePlace(place)?.area === "reference") return;
  const at = trayStation(world);
  if (at !== dock)
    throw new Forbidden(COMMON_FAULTS.notReady, `no tray stands at the dock ${dock} (the tray is at ${at})`);
}

/** Throws when a pick from `place` could not succeed now. */
export function checkPick(world: WorldFile, arm: string, dock: string, place: string): void {
  requireArmAt(world, arm, "tray");
  const held = blockInGripper(world, arm);
  if (held !== undefined)
    throw new Forbidden(faults.gripperFull, `the gripper already holds block ${held.physics.id}`);
  requireReach(world, dock, place);
  if (blockInPlace(world, place, arm) === undefined)
    throw new Forbidden(faults.placeEmpty, `there is no block in ${place}`);
}

/** The gripper closes around the block in `place`; how it lies in the gripper is chance, by block and pick. */
export function pick(
  world: WorldFile,
  arm: string,
  dock: string,
  place: string,
  rules: { seed: number; gripOffsetMm: number },
  job: JobName,
): void {
  world.change(() => {
    checkPick(world, arm, dock, place);
    const block = blockInPlace(world, place, arm);
    if (block === undefined) throw new Forbidden(faults.placeEmpty, `there is no block in ${place}`);
    const { id, shape } = block.physics;
    const [x, y, turn] = uniforms(rules.seed, "grip", id, block.picks + 1);
    world.run(
      `UPDATE block SET place = NULL, arm = ?, offset_x_mm = ?, offset_y_mm = ?, angle_deg = ?, picks = picks + 1
       WHERE id = ?`,
      arm,
      (2 * x - 1) * rules.gripOffsetMm,
      (2 * y - 1) * rules.gripOffsetMm,
      block.pose.angleDeg + (2 * turn - 1) * GRIP_TURN_DEG[shape.kind],
      id,
    );
    recordMove(world, "pick", id, place, job);
  });
}

/** Throws when a place into `place` could not succeed now. */
export function checkPlace(world: WorldFile, arm: string, dock: string, place: string): void {
  requireArmAt(world, arm, "tray");
  if (blockInGripper(world, arm) === undefined)
    throw new Forbidden(faults.gripMissed, "the gripper holds no block");
  requireReach(world, dock, place);
  const there = blockInPlace(world, place, arm);
  if (there !== undefined)
    throw new Forbidden(faults.placeOccupied, `block ${there.physics.id} lies in ${place}`);
}

/** The gripper lets its block go into `place`. */
export function place(world: WorldFile, arm: string, dock: string, place: string, job: JobName): void {
  world.change(() => {
    checkPlace(world, arm, dock, place);
    const block = blockInGripper(world, arm);
    if (block === undefined) throw new Forbidden(faults.gripMissed, "the gripper holds no block");
    const { tray, referenceOf } = standing(world, place, arm);
    world.run(
      `UPDATE block SET arm = NULL, place = ?, tray = ?, reference_of = ?, offset_x_mm = 0, offset_y_mm = 0
       WHERE id = ?`,
      place,
      tray,
      referenceOf,
      block.physics.id,
    );
    recordMove(world, "place", block.physics.id, place, job);
  });
}

function recordMove(
  world: WorldFile,
  kind: "pick" | "place",
  block: string,
  place: string,
  job: JobName,
): void {
  world.run(
    `INSERT INTO move (kind, block, place, at_ms, device, controller_id, job_number, boot_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    kind,
    block,
    place,
    world.nowMs(),
    ...jobValues(job),
  );
}
