/** How a batch is steered: its flow and the orders given for it. */
import { findBatch, listSteering, type SteeringRow } from "../infobase/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";
import type { FlowView, GivenOrder, SteeringView } from "./steering-api.ts";

type Steered = Pick<RunningLab, "base" | "steering">;

export function flowOf({ steering }: Steered, id: string, state: string): FlowView {
  if (state === "finished" || state === "stopped") return null;
  const { flow } = steering.stateOf(id);
  return flow === "stopped" ? "stopping" : flow;
}

/** Undefined when there is no such batch. */
export function steeringView(running: Steered, id: string): SteeringView | undefined {
  const batch = findBatch(running.base, id);
  if (batch === undefined) return undefined;
  return {
    batch: id,
    flow: flowOf(running, id, batch.state),
    orders: listSteering(running.base, id).map(givenOrder),
  };
}

export const givenOrder = ({ command, serial, reason, by, at }: SteeringRow): GivenOrder => ({
  command,
  serial,
  reason,
  by,
  at,
});
