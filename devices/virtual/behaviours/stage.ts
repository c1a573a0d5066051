/** The positioning stage: measures the block the arm lays on it and where it lies in the gripper. */
import { DEVICE_KINDS } from "../../wire/index.ts";
import { normal } from "../physics/index.ts";
import { blockAt, Forbidden, roundTo } from "../world/index.ts";
import { type Actions, type Station, whileUnchanged } from "./action.ts";
import { requireLine } from "./line.ts";

/** Standard deviation of one length, and the step of its readings when the lab file states none, mm. */
const NOISE_MM = 0.003;
const STEP_MM = 0.001;

export function stageActions({ lab, world, seed, name, device }: Station): Actions {
  const { arm } = requireLine(lab, "stage", name);
  const step = device.resolution ?? STEP_MM;
  return {
    commands: {
      async measure(job) {
        await job.until(1);
        const block = blockAt(world, arm, "stage");
        if (block === undefined)
          throw new Forbidden(DEVICE_KINDS.stage.faults.noBlock, "no block lies on the stage");
        const { id, shape } = block.physics;
        const measured = (what: string, trueMm: number): number => {
          const [noise] = normal(seed, "stage", id, block.picks, what);
          return roundTo(trueMm + noise * NOISE_MM, step);
        };
        const round = shape.kind === "round";
        const lengthMm = measured("length", round ? shape.diameterMm : shape.lengthMm);
        return {
          numbers: {
            lengthMm,
            widthMm: round ? lengthMm : measured("width", shape.widthMm),
            thicknessMm: measured("thickness", shape.thicknessMm),
            offsetXMm: measured("x", block.pose.xMm),
            offsetYMm: measured("y", block.pose.yMm),
            round: round ? 1 : 0,
          },
        };
      },
    },
    sensors: whileUnchanged(world, () => [blockAt(world, arm, "stage") === undefined ? 0 : 1]),
    readings: () => [],
  };
}
