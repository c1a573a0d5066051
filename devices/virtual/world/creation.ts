/** The first state of a world: tray and reference blocks laid as the physical file says, and a standing for every device. */
import type { Lab } from "../../lab-file.ts";
import type { PhysicalFile } from "../physics/index.ts";
import { layReferences } from "./references.ts";
import type { TruthDatabase } from "./schema.ts";
import { layBlocks } from "./tray.ts";
import { WorldFile } from "./world-file.ts";

/** Lays down the first tray at its station and the reference blocks at their lines. Throws a TrayError for a place the lab does not have. */
export function createWorld(db: TruthDatabase, lab: Lab, seed: number, physical: PhysicalFile): void {
  db.prepare("INSERT INTO world (lab, seed) VALUES (?, ?)").run(lab.lab, seed);
  db.prepare("INSERT INTO tray (at, number) VALUES (?, 1)").run(lab.stations.unchecked);
  const world = new WorldFile(db);
  layBlocks(world, lab, physical);
  layReferences(world, lab, physical, seed);
}

/** Gives every device of the lab file its standing in the world; those that have one keep it. */
export function settleDevices(db: TruthDatabase, lab: Lab): void {
  const settle = {
    arm: db.prepare("INSERT OR IGNORE INTO arm (name, station) VALUES (?, 'none')"),
    agv: db.prepare("INSERT OR IGNORE INTO agv (name, station) VALUES (?, ?)"),
    tester: db.prepare("INSERT OR IGNORE INTO tester (name) VALUES (?)"),
    camera: db.prepare("INSERT OR IGNORE INTO camera (name) VALUES (?)"),
  };
  db.transaction(() => {
    for (const [name, { kind }] of Object.entries(lab.devices)) {
      if (kind === "arm") settle.arm.run(name);
      if (kind === "agv") settle.agv.run(name, lab.stations.unchecked);
      if (kind === "rockwellTester") settle.tester.run(name);
      if (kind === "camera") settle.camera.run(name);
    }
  }).immediate();
}
