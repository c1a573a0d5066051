/** Which block a job is about, for faults that befall one block alone. */
import type { Lab } from "../../lab-file.ts";
import type { MetJob } from "../behaviours/index.ts";
import { blockInGripper, blockInPlace, type WorldFile } from "../world/index.ts";
import type { BlockAbout } from "./book.ts";

/** The block in the gripper of the device's line, in the place the arm picks from, or in the slot the marker works on. */
export function blockAbout(world: WorldFile, lab: Lab, device: string, job: MetJob): BlockAbout | undefined {
  const kind = lab.devices[device]?.kind;
  const line = Object.values(lab.lines).find(({ arm, stage, camera, tester }) =>
    [arm, stage, camera, tester].includes(device),
  );
  const state =
    kind === "marker"
      ? blockInPlace(world, `slot:${job.params.slot}`)
      : job.command === "pick"
        ? blockInPlace(world, job.text, device)
        : line && blockInGripper(world, line.arm);
  return state && { id: state.physics.id, home: state.home };
}
