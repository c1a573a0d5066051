/** A lab of one line with a tray of four places in a folder of its own, for tests of the virtual lab. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { type Lab, readLabFile } from "../../../devices/lab-file.ts";

const DEFAULT_LAB = fileURLToPath(new URL("../../../calibration-data/labs/default.yaml", import.meta.url));

export const ROUND = {
  id: "R-1",
  scale: "HRC",
  shape: { kind: "round", diameterMm: 64, thicknessMm: 10 },
  finish: "ground",
  surfaceSeed: 11,
  field: { baseHr: 60, planeHrPerMm: [0.01, 0], waves: [] },
  thetaDeg: 30,
};

export const BAR = {
  id: "B-2",
  scale: "HRC",
  shape: { kind: "rectangular", lengthMm: 60, widthMm: 40, thicknessMm: 12 },
  finish: "polished",
  surfaceSeed: 12,
  field: {
    baseHr: 40,
    planeHrPerMm: [0, 0],
    waves: [{ amplitudeHr: 0.1, kxPerMm: 0.1, kyPerMm: 0, phase: 0 }],
  },
  oldDents: [{ xMm: 5, yMm: -3, scale: "HRC" }],
};

export interface SmallLab {
  readonly folder: string;
  readonly dataDir: string;
  readonly labFile: string;
  readonly lab: Lab;
  remove(): void;
}

/** Slot 1 holds the round block R-1, slot 3 the bar B-2, no reference place a block; small pictures. With `modbus` every device speaks Modbus, save those of `opcua`. */
export function smallLab(options: { modbus?: boolean; opcua?: readonly string[] } = {}): SmallLab {
  const folder = mkdtempSync(join(tmpdir(), "hardlab-virtual-"));
  const labFile = join(folder, "lab.yaml");
  const { file: _, ...lab } = readLabFile(DEFAULT_LAB);
  lab.lab = "small";
  lab.tray = { columns: 2, slots: 4, rejectSlots: 2 };
  if (lab.virtual !== undefined) lab.virtual.physical = "physical.yaml";
  for (const [name, device] of Object.entries(lab.devices)) {
    if (options.modbus && !options.opcua?.includes(name)) device.map = "hardlab-modbus";
    if (device.camera !== undefined)
      device.camera = { ...device.camera, widthPx: 648, heightPx: 486, mmPerPx: 0.148 };
  }
  writeFileSync(labFile, stringify(lab));
  const tray = [
    { slot: 1, block: ROUND.id },
    { slot: 3, block: BAR.id },
  ];
  writeFileSync(join(folder, "physical.yaml"), stringify({ tray, references: [], blocks: [ROUND, BAR] }));
  return {
    folder,
    dataDir: join(folder, "data"),
    labFile,
    lab: readLabFile(labFile),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
