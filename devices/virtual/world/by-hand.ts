/**
 * What a person's hand does to the tray behind the lab's back: takes a block away, lays another one in its place. No job is named
 * for it, and no device tells of it save by its sensors. For a reference place `arm` says at which line.
 */
import { z } from "zod";
import type { Lab } from "../../lab-file.ts";
import type { PhysicalBlock } from "../physics/index.ts";
import { blockInPlace, occupiedPlaces } from "./blocks.ts";
import { layBlock } from "./tray.ts";
import type { WorldFile } from "./world-file.ts";

/** How much larger than ordered the other block is, mm. */
export const OTHER_SIZE_MM = 3;

/** Takes the block of a place out of the lab; returns its number, or undefined when there was none. */
export function takeAway(world: WorldFile, place: string, arm = ""): string | undefined {
  return world.change(() => {
    const block = blockInPlace(world, place, arm);
    if (block === undefined) return undefined;
    world.run("UPDATE block SET place = NULL WHERE id = ?", block.physics.id);
    return block.physics.id;
  });
}

/** The block in a place is `OTHER_SIZE_MM` larger than announced; returns its number, or undefined when there is none. */
export function enlarge(world: WorldFile, place: string, arm = ""): string | undefined {
  return world.change(() => {
    const block = blockInPlace(world, place, arm);
    if (block === undefined) return undefined;
    const { physics } = block;
    const larger: PhysicalBlock = { ...physics, shape: largerShape(physics.shape) };
    world.run("UPDATE block SET physics = ? WHERE id = ?", JSON.stringify(larger), physics.id);
    return physics.id;
  });
}

function largerShape(shape: PhysicalBlock["shape"]): PhysicalBlock["shape"] {
  return shape.kind === "round"
    ? { ...shape, diameterMm: shape.diameterMm + OTHER_SIZE_MM }
    : { ...shape, lengthMm: shape.lengthMm + OTHER_SIZE_MM, widthMm: shape.widthMm + OTHER_SIZE_MM };
}

/** A block of the same size with another number lies in the place instead; returns that number. */
export function exchange(world: WorldFile, place: string, arm = ""): string | undefined {
  return world.change(() => {
    const block = blockInPlace(world, place, arm);
    if (block === undefined) return undefined;
    const { physics } = block;
    takeAway(world, place, arm);
    const id = `${physics.id}-other`;
    const surfaceSeed = physics.surfaceSeed + 1;
    layBlock(world, { ...physics, id, surfaceSeed, oldDents: [], thetaDeg: -physics.thetaDeg }, place, arm);
    return id;
  });
}

/** Lays a block of nobody's order into a place, or into the first free reject slot; returns the place, or undefined when taken. */
export function layStranger(world: WorldFile, lab: Lab, wanted: string | undefined): string | undefined {
  return world.change(() => {
    const occupied = occupiedPlaces(world);
    const rejectSlots = Array.from({ length: lab.tray.rejectSlots }, (_, index) => `reject:${index + 1}`);
    const place = wanted ?? rejectSlots.find((candidate) => !occupied.has(candidate));
    if (place === undefined || occupied.has(place)) return undefined;
    const { blocks } = world.one(countRow, "SELECT count(*) AS blocks FROM block") ?? { blocks: 0 };
    layBlock(world, { ...STRANGER, id: `stranger-${blocks + 1}` }, place);
    return place;
  });
}

const countRow = z.object({ blocks: z.number() });

const STRANGER: PhysicalBlock = {
  id: "stranger",
  scale: "HRC",
  shape: { kind: "round", diameterMm: 64, thicknessMm: 10 },
  finish: "ground",
  surfaceSeed: 4242,
  field: { baseHr: 45, planeHrPerMm: [0, 0], waves: [] },
  oldDents: [],
  thetaDeg: 0,
};
