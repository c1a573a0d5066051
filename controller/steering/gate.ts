/** The gate of the ledger by the orders on record: pause waits, stop and skip are the outcome of each job that was not sent. */
import { type InfoBase, listSteering } from "../infobase/index.ts";
import type { Admission, Gate } from "../ledger/index.ts";
import { partsOfKey, type SteeringState, steeringState } from "./state.ts";

export interface SteeringGate extends Gate {
  /** Orders were given: they are read anew. */
  changed(): void;
  stateOf(batch: string): SteeringState;
}

export function steeringGate(base: InfoBase): SteeringGate {
  const states = new Map<string, SteeringState>();
  const stateOf = (batch: string): SteeringState => {
    const known = states.get(batch) ?? steeringState(listSteering(base, batch));
    states.set(batch, known);
    return known;
  };
  return {
    changed: () => states.clear(),
    stateOf,
    admit(key, request): Admission {
      const { batch, serial } = partsOfKey(key);
      if (batch === undefined || request.kind === "computation" || request.kind === "sense")
        return { kind: "go" };
      if (request.kind === "release") return { kind: "go" };
      const { flow, stopReason, skipped } = stateOf(batch);
      const cleanUp = request.kind === "action" && request.cleanUp === true;
      const skipReason = serial === undefined ? undefined : skipped.get(serial);
      if (flow === "stopped")
        return cleanUp ? { kind: "go" } : { kind: "never", outcome: notSent(key, "stopped", stopReason) };
      if (skipReason !== undefined && !cleanUp)
        return { kind: "never", outcome: notSent(key, "skipped", skipReason) };
      if (flow === "on" || request.kind === "decision") return { kind: "go" };
      return { kind: "wait" };
    },
  };
}

function notSent(key: string, fault: "stopped" | "skipped", reason: string) {
  return { ok: false, fault, text: `${key} was not sent: ${reason}` } as const;
}
