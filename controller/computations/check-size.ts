/** Whether the block in the gripper can be the one the order announces, by what the stage measured. */
import { z } from "zod";
import { blockOrderSchema } from "../../workflows/index.ts";
import type { Computation } from "../ledger/index.ts";
import { measuredSchema } from "./measured.ts";
import type { ComputationParts } from "./parts.ts";

const inputSchema = z.object({ line: z.string(), block: blockOrderSchema, measured: measuredSchema });

export function checkSizeComputation({ lab }: ComputationParts): Computation {
  return async (input) => {
    const { line, block, measured } = inputSchema.parse(input);
    const toleranceMm = lab.lines[line]?.sizeToleranceMm;
    if (toleranceMm === undefined) throw new Error(`the lab file has no line "${line}"`);
    const mismatch = sizeMismatch(block, measured.numbers, toleranceMm);
    return { outcome: { ok: true, value: { mismatch } } };
  };
}

/** What differs beyond the tolerance, in words with figures; empty when nothing does. Lengths in mm. */
export function sizeMismatch(
  block: z.infer<typeof blockOrderSchema>,
  measured: z.infer<typeof measuredSchema>["numbers"],
  toleranceMm: number,
): string {
  const round = measured.round !== 0;
  if (block.shape !== "unstated" && round !== (block.shape === "round"))
    return `not the announced block: it is ${round ? "round" : "rectangular"}, the order says ${block.shape}`;
  const sizes: (readonly [string, number, number])[] = [];
  if (block.shape === "round") sizes.push(["diameter", measured.lengthMm, block.diameterMm]);
  if (block.shape === "rectangular")
    sizes.push(["length", measured.lengthMm, block.lengthMm], ["width", measured.widthMm, block.widthMm]);
  if (block.thicknessMm !== undefined) sizes.push(["thickness", measured.thicknessMm, block.thicknessMm]);
  const off = sizes.filter(([, is, ordered]) => !(Math.abs(is - ordered) <= toleranceMm));
  if (off.length === 0) return "";
  const words = off.map(
    ([name, is, ordered]) => `${name} ${is.toFixed(2)} mm instead of ${ordered.toFixed(2)} mm`,
  );
  return `not the announced block: ${words.join(", ")} (tolerance ${toleranceMm} mm)`;
}
