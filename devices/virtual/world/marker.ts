/** What the marking station does to the world: text engraved into the side of a block in the tray. */
import { z } from "zod";
import { DEVICE_KINDS } from "../../wire/index.ts";
import { blockInPlace } from "./blocks.ts";
import { trayStation } from "./carriage.ts";
import type { JobName } from "./truth.ts";
import { Forbidden, jobValues, type WorldFile } from "./world-file.ts";

const faults = DEVICE_KINDS.marker.faults;

/** Throws unless the tray stands at `dock` with a block in `slot`; returns the block's id. */
export function blockToMark(world: WorldFile, dock: string, slot: number): string {
  const at = trayStation(world);
  if (at !== dock) throw new Forbidden(faults.noTray, `no tray stands at ${dock} (the tray is at ${at})`);
  const block = blockInPlace(world, `slot:${slot}`);
  if (block === undefined) throw new Forbidden(faults.noBlock, `there is no block in slot ${slot}`);
  return block.physics.id;
}

/** The text is in the block from now on. */
export function engrave(world: WorldFile, dock: string, slot: number, text: string, job: JobName): void {
  world.change(() => {
    const block = blockToMark(world, dock, slot);
    world.run(
      `INSERT INTO engraving (block, slot, text, at_ms, device, controller_id, job_number, boot_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      block,
      slot,
      text,
      world.nowMs(),
      ...jobValues(job),
    );
  });
}

/** What a block shows when two different texts lie over each other. */
export const ILLEGIBLE = "(illegible)";

/** What the read-back camera reads in `slot`: empty when nothing is engraved; the same text twice over stays legible. */
export function readBack(world: WorldFile, dock: string, slot: number): string {
  const block = blockToMark(world, dock, slot);
  const row = z.object({ text: z.string() });
  const texts = world.all(row, "SELECT DISTINCT text FROM engraving WHERE block = ?", block);
  return texts.length > 1 ? ILLEGIBLE : (texts[0]?.text ?? "");
}
