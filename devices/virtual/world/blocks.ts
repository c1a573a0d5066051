/** Blocks as they are at this moment: in a place of the tray or of a line, or in a gripper, with every dent. */
import { z } from "zod";
import { parsePlace } from "../../wire/index.ts";
import { type BlockPose, type PhysicalBlock, physicalBlockSchema } from "../physics/index.ts";
import type { WorldFile } from "./world-file.ts";

export interface BlockState {
  readonly physics: PhysicalBlock;
  /** Place it came in, such as `slot:7`, or `reference:1` of a line. */
  readonly home: string;
  /** `slot:n`, `reject:k` or `reference:n`, or null while a gripper holds it or after a hand took it away. */
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

/** The block in a place of the tray the lab works with, or in a reference place of `arm`'s line. */
export function blockInPlace(world: WorldFile, place: string, arm = ""): BlockState | undefined {
  return world.one(
    blockRow,
    `SELECT * FROM block WHERE place = ?
     AND CASE reference_of WHEN '' THEN tray = (SELECT number FROM tray) ELSE reference_of = ? END`,
    place,
    arm,
  );
}

/** Where a place stands: in the tray the lab works with, or at the line of `arm`, which is no tray (0). */
export function standing(
  world: WorldFile,
  place: string,
  arm: string,
): { tray: number; referenceOf: string } {
  if (parsePlace(place)?.area === "reference") return { tray: 0, referenceOf: arm };
  return { tray: trayNumber(world), referenceOf: "" };
}

const numberRow = z.object({ number: z.number() });

/** Trays count from 1 through the life of a world. */
export function trayNumber(world: WorldFile): number {
  const row = world.one(numberRow, "SELECT number FROM tray");
  if (row === undefined) throw new Error("the world has no tray");
  return row.number;
}

/** Places of the tray that hold a block, such as `slot:7`. */
export function occupiedPlaces(world: WorldFile): ReadonlySet<string> {
  const sql = "SELECT place FROM block WHERE place IS NOT NULL AND tray = (SELECT number FROM tray)";
  return new Set(world.all(placeRow, sql).map(({ place }) => place));
}

/** Reference places of `arm`'s line that hold a block, such as `reference:1`. */
export function occupiedReferences(world: WorldFile, arm: string): ReadonlySet<string> {
  const sql = "SELECT place FROM block WHERE place IS NOT NULL AND reference_of = ?";
  return new Set(world.all(placeRow, sql, arm).map(({ place }) => place));
}

const placeRow = z.object({ place: z.string() });

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
