/** What a camera takes from the world: one numbered exposure of whatever the arm holds under it. */
import { z } from "zod";
import { armState } from "./arm.ts";
import { type BlockState, blockInGripper, type DentState, dentsOf } from "./blocks.ts";
import type { WorldFile } from "./world-file.ts";

export interface Exposure {
  /** Counts the camera's images for ever, over power cycles too. */
  readonly image: number;
  /** What lay there; its `exposures` includes this one. */
  readonly block: BlockState | undefined;
  readonly dents: readonly DentState[];
}

/** The block at a station the arm stands at, if it holds one there. */
export function blockAt(world: WorldFile, arm: string, station: "stage" | "camera"): BlockState | undefined {
  return armState(world, arm).station === station ? blockInGripper(world, arm) : undefined;
}

/** The shutter opens: freezes what lies under the camera and counts the exposure. */
export function expose(world: WorldFile, camera: string, arm: string | undefined): Exposure {
  return world.change(() => {
    world.run("UPDATE camera SET images = images + 1 WHERE name = ?", camera);
    const images = world.one(
      z.object({ images: z.number() }),
      "SELECT images FROM camera WHERE name = ?",
      camera,
    );
    if (images === undefined) throw new Error(`the world knows no camera "${camera}"`);
    const there = arm === undefined ? undefined : blockAt(world, arm, "camera");
    if (there === undefined || arm === undefined)
      return { image: images.images, block: undefined, dents: [] };
    world.run("UPDATE block SET exposures = exposures + 1 WHERE id = ?", there.physics.id);
    return {
      image: images.images,
      block: blockAt(world, arm, "camera"),
      dents: dentsOf(world, there.physics.id),
    };
  });
}
