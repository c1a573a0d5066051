/** The tray and what lies in it: laid when the world is made, and again when a person brings the next one. */
import { z } from "zod";
import type { Lab } from "../../lab-file.ts";
import {
  dentSize,
  hardnessAt,
  type PhysicalBlock,
  type PhysicalFile,
  physicalBlockSchema,
  readingInScale,
  rockwellScale,
} from "../physics/index.ts";
import { standing, trayNumber } from "./blocks.ts";
import { trayStation } from "./carriage.ts";
import type { WorldFile } from "./world-file.ts";

/** A tray that cannot be brought, and why; the world is as it was. */
export class TrayError extends Error {
  override readonly name = "TrayError";
}

/**
 * A person takes the inspected tray away, with what lies in it, and brings the next one to the station `unchecked`. A block the
 * world knows by its number comes back as it is: with its field, its dents and its engravings. Reference blocks at the lines stay,
 * whatever the physical file says of them. Returns the tray's number.
 * @throws TrayError while a tray stands elsewhere, or when a block cannot be one of this tray.
 */
export function bringTray(world: WorldFile, lab: Lab, physical: PhysicalFile): number {
  return world.change(() => {
    const at = trayStation(world);
    if (at !== lab.stations.inspected)
      throw new TrayError(
        `tray ${trayNumber(world)} is at ${at}; the next one can come when it stands at ${lab.stations.inspected}`,
      );
    world.run("UPDATE tray SET at = ?, number = number + 1", lab.stations.unchecked);
    layBlocks(world, lab, physical);
    return trayNumber(world);
  });
}

/** Lays the blocks of a physical file's tray into the tray there is; throws a TrayError for one that cannot lie in it. */
export function layBlocks(world: WorldFile, lab: Lab, physical: PhysicalFile): void {
  const slots = new Map(physical.tray.map(({ slot, block }) => [block, slot]));
  for (const block of physical.blocks) {
    const slot = slots.get(block.id);
    if (slot === undefined) continue;
    if (slot > lab.tray.slots)
      throw new TrayError(
        `block ${block.id} lies in slot ${slot}, but the tray of ${lab.lab} has ${lab.tray.slots}`,
      );
    layBlock(world, block, `slot:${slot}`);
  }
}

const knownRow = z.object({ physics: z.string(), reference_of: z.string(), arm: z.string().nullable() });

/**
 * Lays a block into a free place of the tray, or into a reference place of `arm`'s line: a new one with the dents it came with, a
 * known one as it is.
 */
export function layBlock(world: WorldFile, block: PhysicalBlock, place: string, arm = ""): void {
  const known = world.one(knownRow, "SELECT physics, reference_of, arm FROM block WHERE id = ?", block.id);
  if (known === undefined) {
    layNewBlock(world, block, place, arm);
    return;
  }
  if (known.reference_of !== "")
    throw new TrayError(
      `block ${block.id} is a reference block of ${known.reference_of}; it stays at its line`,
    );
  if (known.arm !== null) throw new TrayError(`block ${block.id} is still in the gripper of ${known.arm}`);
  const physics = physicalBlockSchema.parse(JSON.parse(known.physics));
  if (physics.scale !== block.scale || JSON.stringify(physics.shape) !== JSON.stringify(block.shape))
    throw new TrayError(
      `there is a block ${block.id} already, of ${physics.scale} and ${JSON.stringify(physics.shape)}; ` +
        "a block keeps its scale and its size",
    );
  world.run(
    "UPDATE block SET tray = ?, home = ?, place = ?, angle_deg = ? WHERE id = ?",
    trayNumber(world),
    place,
    place,
    block.thetaDeg,
    block.id,
  );
}

function layNewBlock(world: WorldFile, block: PhysicalBlock, place: string, arm: string): void {
  const { tray, referenceOf } = standing(world, place, arm);
  world.run(
    `INSERT INTO block (id, ordinal, physics, home, tray, reference_of, place, angle_deg)
     VALUES (?, (SELECT coalesce(max(ordinal), -1) + 1 FROM block), ?, ?, ?, ?, ?, ?)`,
    block.id,
    JSON.stringify(block),
    place,
    tray,
    referenceOf,
    place,
    block.thetaDeg,
  );
  block.oldDents.forEach((dent, index) => {
    const [own, scale] = [rockwellScale(block.scale), rockwellScale(dent.scale)];
    if (own === undefined || scale === undefined)
      throw new TrayError(`block ${block.id}: ${block.scale} or ${dent.scale} is no Rockwell scale`);
    const hardness = hardnessAt(block.field, dent.xMm, dent.yMm);
    const { diameterMm, depthMm } = dentSize(own, hardness, scale);
    world.run(
      `INSERT INTO dent (block, n, scale, x_mm, y_mm, diameter_mm, depth_mm, at_ms, field_hr, disturbance_hr)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 0)`,
      block.id,
      index + 1,
      dent.scale,
      dent.xMm,
      dent.yMm,
      diameterMm,
      depthMm,
      readingInScale(own, hardness, scale),
    );
  });
}
