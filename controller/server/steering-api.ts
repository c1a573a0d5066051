/** Steering over the border, as zod schemas. */
import { z } from "zod";
import { STEERING_COMMANDS } from "../infobase/index.ts";

const instant = z.iso.datetime();

/** Who orders or answers, as they name themselves. */
export const byWhom = z.string().trim().min(1, "say who").max(64, "a name has at most 64 characters");

/** `stopping`: what is in hand is brought home, nothing else is begun. */
export const FLOWS = ["on", "paused", "held", "stopping"] as const;
/** Null for a batch that has ended: nothing steers it any more. */
export const flowSchema = z.enum(FLOWS).nullable();
export type FlowView = z.infer<typeof flowSchema>;

export const steeringBodySchema = z
  .object({
    command: z.enum(STEERING_COMMANDS),
    /** The block of skip and repeat. */
    serial: z.string().min(1).max(24).optional(),
    /** Stop, skip and repeat need one. */
    reason: z.string().max(300, "a reason has at most 300 characters").optional(),
    by: byWhom,
  })
  .strict();

export const takeUpBodySchema = z.object({ by: byWhom }).strict();

const givenOrderSchema = z.object({
  command: z.enum(STEERING_COMMANDS),
  serial: z.string().nullable(),
  reason: z.string(),
  by: z.string(),
  at: instant,
});
export type GivenOrder = z.infer<typeof givenOrderSchema>;

/** The answer to an order and to a look at the history: every order so far, oldest first. */
export const steeringSchema = z.object({
  batch: z.string(),
  flow: flowSchema,
  orders: z.array(givenOrderSchema),
});
export type SteeringView = z.infer<typeof steeringSchema>;

/** The new batch that goes on where the stopped one ended. */
export const takenUpSchema = z.object({ batch: z.string(), continues: z.string() });
