/**
 * The world of the virtual lab: its physical truth in one file (truth.sqlite), what physically can happen in it and what it
 * forbids. Every change is one transaction at its physical moment; it knows no time scale, no job in hand and no wire.
 */

import { z } from "zod";
import { besideLabFile, type Lab } from "../../lab-file.ts";
import { readPhysicalFile } from "../physics/index.ts";
import { createWorld, settleDevices } from "./creation.ts";
import { openTruth, TruthFileError } from "./schema.ts";
import { WorldFile } from "./world-file.ts";

export * from "./arm.ts";
export { blockInGripper, blockInPlace, occupiedPlaces, occupiedReferences } from "./blocks.ts";
export * from "./by-hand.ts";
export * from "./camera.ts";
export * from "./carriage.ts";
export { logEnd, logStart } from "./job-log.ts";
export * from "./marker.ts";
export { truthFile } from "./read-truth.ts";
export { TruthFileError } from "./schema.ts";
export * from "./tester.ts";
export { bringTray, TrayError } from "./tray.ts";
export type * from "./truth.ts";
export { Forbidden, WorldFile } from "./world-file.ts";

export interface OpenWorld {
  readonly file: WorldFile;
  /** The seed the world was made with: it stays the world's, whatever is asked for later. */
  readonly seed: number;
}

/**
 * Opens the world kept in `file`, or makes it with `seed` (1 when none is given) from the physical file `physical` (the lab's own
 * when none is given).
 * @throws TruthFileError when the file holds another lab's world or one of another seed; PhysicalFileError; TrayError.
 */
export function openWorld(file: string, lab: Lab, seed: number | undefined, physical?: string): OpenWorld {
  const { virtual } = lab;
  if (virtual === undefined)
    throw new TruthFileError(`the lab ${lab.lab} is not virtual: its file has no section "virtual"`);
  const db = openTruth(file, (empty) =>
    createWorld(empty, lab, seed ?? 1, readPhysicalFile(physical ?? besideLabFile(lab, virtual.physical))),
  );
  try {
    const row = z
      .object({ lab: z.string(), seed: z.number() })
      .parse(db.prepare("SELECT lab, seed FROM world").get());
    if (row.lab !== lab.lab)
      throw new TruthFileError(
        `${file} holds the world of the lab "${row.lab}", not of "${lab.lab}"; take another data folder`,
      );
    if (seed !== undefined && row.seed !== seed)
      throw new TruthFileError(
        `${file} holds a world of seed ${row.seed}, not ${seed}; leave the seed out or take another data folder`,
      );
    settleDevices(db, lab);
    return { file: new WorldFile(db), seed: row.seed };
  } catch (error) {
    db.close();
    throw error;
  }
}
