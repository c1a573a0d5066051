/** Steering of a running lab: orders entered on record, then told to the ledger and, for hold and resume, to devices. */
import type { TrayOrder } from "../../workflows/index.ts";
import { findBatch, type InfoBase } from "../infobase/index.ts";
import type { Ledger } from "../ledger/index.ts";
import type { SteeringGate } from "./gate.ts";
import { continuation, enterOrder, type Order, SteeringError } from "./orders.ts";
import type { SteeringState } from "./state.ts";

export interface Steering {
  /** Enters an order for a batch and lets it take effect; throws a SteeringError when it cannot be followed. */
  order(order: Order): void;
  /** Queues what is left of a stopped batch and returns the new batch's id; throws a SteeringError when nothing is. */
  takeUp(batch: string): string;
  stateOf(batch: string): SteeringState;
}

export interface SteeringParts {
  readonly base: InfoBase;
  readonly gate: SteeringGate;
  readonly ledger: Pick<Ledger, "wake" | "steerInHand">;
  /** Queues a tray and returns the batch's id. */
  readonly queue: (order: TrayOrder) => string;
  readonly log: (line: object) => void;
}

export function createSteering({ base, gate, ledger, queue, log }: SteeringParts): Steering {
  return {
    order(order) {
      enterOrder(base, order);
      gate.changed();
      ledger.wake();
      const { command, batch } = order;
      log({ event: "steered", ...order });
      if (command !== "hold" && command !== "resume" && command !== "stop") return;
      // A job held on its device goes on when the batch is resumed or stopped: stop never leaves one half done.
      const control = command === "hold" ? "hold" : "resume";
      ledger
        .steerInHand(control, batch)
        .catch((error: unknown) =>
          log({ level: "error", event: "devices not told", control, error: String(error) }),
        );
    },
    takeUp(id) {
      const stopped = findBatch(base, id);
      if (stopped === undefined) throw new SteeringError(`there is no batch ${id}`);
      return queue(continuation(stopped));
    },
    stateOf: gate.stateOf,
  };
}
