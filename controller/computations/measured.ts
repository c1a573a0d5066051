/** How a block lies in the gripper, from the stage's measurement. */
import { z } from "zod";
import type { BlockInGripper } from "../../vision/index.ts";

/** Outcome of the stage's `measure`; lengths in mm. */
export const measuredSchema = z.object({
  numbers: z.object({
    lengthMm: z.number(),
    widthMm: z.number(),
    thicknessMm: z.number(),
    offsetXMm: z.number(),
    offsetYMm: z.number(),
    round: z.number(),
  }),
});

export function blockInGripper({ numbers }: z.infer<typeof measuredSchema>): BlockInGripper {
  const { lengthMm, widthMm, offsetXMm, offsetYMm } = numbers;
  return {
    round: numbers.round !== 0,
    lengthMm,
    widthMm,
    offsetXMm,
    offsetYMm,
  };
}
