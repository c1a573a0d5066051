/** A batch's order and the rules of its line, as far as a view needs them. */
import { z } from "zod";
import type { Lab } from "../../devices/index.ts";
import { findBatch, type InfoBase } from "../infobase/index.ts";
import type { StepFacts } from "./step.ts";

/** Looser than the order a batch begins with: a batch of an older version is still shown. */
const orderSchema = z.object({
  order: z.string(),
  item: z.string(),
  tray: z.string(),
  /** The stopped batch it goes on with. */
  continues: z
    .object({ batch: z.string() })
    .transform(({ batch }) => batch)
    .nullable()
    .default(null),
  blocks: z.array(
    z.object({
      slot: z.number().int(),
      serial: z.string(),
      scale: z.string(),
      nominalHr: z.number(),
      client: z.string().default(""),
      maker: z.string().default(""),
    }),
  ),
});
export type ShownOrder = z.infer<typeof orderSchema>;

export function orderOf(base: InfoBase, batch: string): ShownOrder | undefined {
  const found = findBatch(base, batch);
  return found === undefined ? undefined : orderSchema.parse(found.order);
}

export function stepFacts(lab: Lab, line: string, batch: string, order: ShownOrder): StepFacts {
  return {
    batch,
    serials: order.blocks.map(({ serial }) => serial),
    preliminary: lab.lines[line]?.preliminaryIndentations ?? 0,
    counted: lab.lines[line]?.indentations ?? 0,
  };
}
