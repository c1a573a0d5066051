/** Blocks as they are at this moment: in a place of the tray or in a gripper, with every dent. */
import { z } from "zod";
import { type BlockPose, type PhysicalBlock, physicalBlockSchema } from "../physics/index.ts";
import type { WorldFile } from "./world-file.ts";

export interface BlockState {
  readonly physics: PhysicalBlock;
  /** Place it came in, such as `slot:7`. */
  readonly home: string;
  /** `slot:n` or `reject:k`, or null while a gripper holds it or after a hand took it away. */
  readonly place: string | null;
  /** How it lies in the gripper; in the tray only its turn means something. */
  readonly pose: BlockPose;
  /** How often it was picked and photographed. */
  readonly picks: number;
  readonly exposures: number;
}

export interface DentState {
  readonly n: number;
  readonly scale: string;
  readonly xMm: number;
  readonly yMm: number;
  readonly diameterMm: number;
  readonly depthMm: number;
}

/** What a block is never changes while its world lives: parsed once. */
const parsedPhysics = new Map<string, PhysicalBlock>();

function physicsOf(text: string): PhysicalBlock {
  const known = parsedPhysics.get(text);
  if (known !== undefined) return known;
  const physics = physicalBlockSchema.parse(JSON.parse(text));
  parsedPhysics.set(text, physics);
  return physics;
}

const blockRow = z
  .object({
    physics: z.string(),
    home: z.string(),
    place: z.string().nullable(),
    offset_x_mm: z.number(),
    offset_y_mm: z.number(),
    angle_deg: z.number(),
    picks: z.number(),
    exposures: z.number(),
  })
  .transform(
    (row): BlockState => ({
      physics: physicsOf(row.physics),
      home: row.home,
      place: row.place,
      pose: { xMm: row.offset_x_mm, yMm: row.offset_y_mm, angleDeg: row.angle_deg },
      picks: row.picks,
      exposures: row.exposures,
    }),
  );

export function blockInGripper(world: WorldFile, arm: string): BlockState | undefined {
  return world.one(blockRow, "SELECT * FROM block WHERE arm = ?", arm);
}

/** The block in a place of the tray the lab works with. */
export function blockInPlace(world: WorldFile, place: string): BlockState | undefined {
  return world.one(
    blockRow,
    "SELECT * FROM block WHERE place = ? AND tray = (SELECT number FROM tray)",
    place,
  );
}

/** Places of the tray that hold a block, such as `slot:7`. */
export function occupiedPlaces(world: WorldFile): ReadonlySet<string> {
  const row = z.object({ place: z.string() });
  const sql = "SELECT place FROM block WHERE place IS NOT NULL AND tray = (SELECT number FROM tray)";
  return new Set(world.all(row, sql).map(({ place }) => place));
}

const dentRow = z
  .object({
    n: z.number(),
    scale: z.string(),
    x_mm: z.number(),
    y_mm: z.number(),
    diameter_mm: z.number(),
    depth_mm: z.number(),
  })
  .transform(
    (row): DentState => ({
      n: row.n,
      scale: row.scale,
      xMm: row.x_mm,
      yMm: row.y_mm,
      diameterMm: row.diameter_mm,
      depthMm: row.depth_mm,
    }),
  );

/** All dents of a block, old and new, in the order they were made. */
export function dentsOf(world: WorldFile, block: string): DentState[] {
  return world.all(dentRow, "SELECT * FROM dent WHERE block = ? ORDER BY n", block);
}
