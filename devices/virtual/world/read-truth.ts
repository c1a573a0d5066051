/** Reads the truth file into plain values. */
import { join } from "node:path";
import { z } from "zod";
import { physicalBlockSchema } from "../physics/index.ts";
import { openTruthForReading, type TruthDatabase } from "./schema.ts";
import type { JobName, Truth, TruthBlock, TruthDent, TruthEngraving, TruthJob, TruthMove } from "./truth.ts";

/** Where a virtual lab keeps its truth under the data folder. */
export function truthFile(dataDir: string): string {
  return join(dataDir, "virtual", "truth.sqlite");
}

const jobColumns = {
  device: z.string(),
  controller_id: z.number(),
  job_number: z.number(),
  boot_id: z.number(),
};
const jobName = (row: {
  device: string;
  controller_id: number;
  job_number: number;
  boot_id: number;
}): JobName => ({
  device: row.device,
  controllerId: row.controller_id,
  jobNumber: row.job_number,
  bootId: row.boot_id,
});

const worldRow = z.object({ lab: z.string(), seed: z.number(), at: z.string(), number: z.number() });
const blockRow = z.object({
  id: z.string(),
  physics: z.string(),
  home: z.string(),
  tray: z.number(),
  place: z.string().nullable(),
  arm: z.string().nullable(),
});
const dentRow = z.object({
  block: z.string(),
  n: z.number(),
  scale: z.string(),
  x_mm: z.number(),
  y_mm: z.number(),
  gripper_x_mm: z.number().nullable(),
  gripper_y_mm: z.number().nullable(),
  diameter_mm: z.number(),
  depth_mm: z.number(),
  at_ms: z.number(),
  field_hr: z.number(),
  disturbance_hr: z.number(),
  reading_hr: z.number().nullable(),
  device: z.string().nullable(),
  controller_id: z.number().nullable(),
  job_number: z.number().nullable(),
  boot_id: z.number().nullable(),
});
const engravingRow = z.object({
  ...jobColumns,
  block: z.string(),
  slot: z.number(),
  text: z.string(),
  at_ms: z.number(),
});
const moveRow = z.object({
  ...jobColumns,
  kind: z.enum(["pick", "place", "load", "unload"]),
  block: z.string().nullable(),
  place: z.string(),
  at_ms: z.number(),
});
const jobRow = z.object({
  ...jobColumns,
  command: z.string(),
  text: z.string(),
  params: z.string(),
  start_ms: z.number(),
  end_ms: z.number().nullable(),
  outcome: z.enum(["succeeded", "failed"]).nullable(),
  fault_text: z.string().nullable(),
});
const paramsSchema = z.record(z.string(), z.number());

/**
 * The whole truth under a data folder, read in one piece, also while the lab is at work.
 * @throws TruthFileError when there is none, or one of another version.
 */
export function readTruth(dataDir: string): Truth {
  const db = openTruthForReading(truthFile(dataDir));
  try {
    return db.transaction(() => truthOf(db))();
  } finally {
    db.close();
  }
}

function truthOf(db: TruthDatabase): Truth {
  const rows = <T>(schema: z.ZodType<T>, sql: string): T[] => schema.array().parse(db.prepare(sql).all());
  const world = worldRow.parse(db.prepare("SELECT lab, seed, at, number FROM world, tray").get());
  const engravings = rows(engravingRow, "SELECT * FROM engraving ORDER BY n").map(engraving);
  const blocks = rows(blockRow, "SELECT id, physics, home, tray, place, arm FROM block ORDER BY ordinal");
  return {
    lab: world.lab,
    seed: world.seed,
    tray: world.at,
    trayNumber: world.number,
    blocks: blocks.map((row) => block(row, engravings)),
    dents: rows(
      dentRow,
      "SELECT dent.* FROM dent JOIN block ON block.id = dent.block ORDER BY block.ordinal, n",
    ).map(dent),
    engravings,
    moves: rows(moveRow, "SELECT * FROM move ORDER BY n").map(move),
    jobs: rows(jobRow, "SELECT * FROM job ORDER BY n").map(job),
  };
}

function block(row: z.infer<typeof blockRow>, engravings: readonly TruthEngraving[]): TruthBlock {
  return {
    id: row.id,
    scale: physicalBlockSchema.parse(JSON.parse(row.physics)).scale,
    home: row.home,
    tray: row.tray,
    place: row.place ?? (row.arm === null ? "away" : `gripper:${row.arm}`),
    engravings: engravings.filter((made) => made.block === row.id).map((made) => made.text),
  };
}

function dent(row: z.infer<typeof dentRow>): TruthDent {
  const { device, controller_id, job_number, boot_id } = row;
  const old = device === null || controller_id === null || job_number === null || boot_id === null;
  return {
    block: row.block,
    n: row.n,
    scale: row.scale,
    xMm: row.x_mm,
    yMm: row.y_mm,
    ...(row.gripper_x_mm === null ? {} : { gripperXMm: row.gripper_x_mm }),
    ...(row.gripper_y_mm === null ? {} : { gripperYMm: row.gripper_y_mm }),
    diameterMm: row.diameter_mm,
    depthMm: row.depth_mm,
    madeBy: old ? "old" : jobName({ device, controller_id, job_number, boot_id }),
    atMs: row.at_ms,
    fieldHr: row.field_hr,
    disturbanceHr: row.disturbance_hr,
    ...(row.reading_hr === null ? {} : { readingHr: row.reading_hr }),
  };
}

function engraving(row: z.infer<typeof engravingRow>): TruthEngraving {
  return { block: row.block, slot: row.slot, text: row.text, madeBy: jobName(row), atMs: row.at_ms };
}

function move(row: z.infer<typeof moveRow>): TruthMove {
  return {
    kind: row.kind,
    ...(row.block === null ? {} : { block: row.block }),
    place: row.place,
    madeBy: jobName(row),
    atMs: row.at_ms,
  };
}

function job(row: z.infer<typeof jobRow>): TruthJob {
  return {
    ...jobName(row),
    command: row.command,
    text: row.text,
    params: paramsSchema.parse(JSON.parse(row.params)),
    startMs: row.start_ms,
    ...(row.end_ms === null ? {} : { endMs: row.end_ms }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.fault_text === null ? {} : { faultText: row.fault_text }),
  };
}
