/** The first state of a world: blocks in their slots as the physical file says, with the indentations they came with. */
import type { Lab } from "../../lab-file.ts";
import { dentSize, hardnessAt, type PhysicalFile, readingInScale, rockwellScale } from "../physics/index.ts";
import { type TruthDatabase, TruthFileError } from "./schema.ts";

/** Lays down tray, blocks and old dents. Throws when a block's slot is not one of the lab's tray. */
export function createWorld(db: TruthDatabase, lab: Lab, seed: number, physical: PhysicalFile): void {
  db.prepare("INSERT INTO world (lab, seed) VALUES (?, ?)").run(lab.lab, seed);
  db.prepare("INSERT INTO tray (at) VALUES (?)").run(lab.stations.unchecked);
  const slots = new Map(physical.tray.map(({ slot, block }) => [block, slot]));
  const addBlock = db.prepare(
    "INSERT INTO block (id, ordinal, physics, home, place, angle_deg) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const addDent = db.prepare(
    `INSERT INTO dent (block, n, scale, x_mm, y_mm, diameter_mm, depth_mm, at_ms, field_hr, disturbance_hr)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 0)`,
  );
  physical.blocks.forEach((block, ordinal) => {
    const slot = slots.get(block.id);
    if (slot === undefined || slot > lab.tray.slots)
      throw new TruthFileError(
        `block ${block.id} lies in slot ${slot}, but the tray of ${lab.lab} has ${lab.tray.slots}`,
      );
    const home = `slot:${slot}`;
    addBlock.run(block.id, ordinal, JSON.stringify(block), home, home, block.thetaDeg);
    block.oldDents.forEach((dent, index) => {
      const [own, scale] = [rockwellScale(block.scale), rockwellScale(dent.scale)];
      if (own === undefined || scale === undefined)
        throw new TruthFileError(`block ${block.id}: ${block.scale} or ${dent.scale} is no Rockwell scale`);
      const hardness = hardnessAt(block.field, dent.xMm, dent.yMm);
      const { diameterMm, depthMm } = dentSize(own, hardness, scale);
      const field = readingInScale(own, hardness, scale);
      addDent.run(block.id, index + 1, dent.scale, dent.xMm, dent.yMm, diameterMm, depthMm, field);
    });
  });
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
