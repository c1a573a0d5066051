/** Orders given while a batch is on: kept as they were given, never changed. */
import type { InfoBase } from "./open.ts";

export const STEERING_COMMANDS = ["pause", "hold", "resume", "stop", "skip", "repeat"] as const;
export type SteeringCommand = (typeof STEERING_COMMANDS)[number];

export interface SteeringOrder {
  readonly batch: string;
  readonly command: SteeringCommand;
  /** The block it speaks of; null for orders about the whole batch. */
  readonly serial: string | null;
  readonly reason: string;
  readonly by: string;
}

export interface SteeringRow extends SteeringOrder {
  readonly sequence: number;
  readonly at: string;
}

/** Enters an order; durable when it returns. */
export function enterSteering(
  base: InfoBase,
  order: SteeringOrder,
  orderedAt = new Date().toISOString(),
): void {
  base
    .prepare(
      "INSERT INTO steering (batch, command, serial, reason, ordered_by, ordered_at) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .run(order.batch, order.command, order.serial, order.reason, order.by, orderedAt);
}

/** The orders of a batch in the sequence they were given. */
export function listSteering(base: InfoBase, batch: string): SteeringRow[] {
  return base
    .prepare<[string], SteeringRow>(
      `SELECT sequence, batch, command, serial, reason, ordered_by AS "by", ordered_at AS at
       FROM steering WHERE batch = ? ORDER BY sequence`,
    )
    .all(batch);
}
