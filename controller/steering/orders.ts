/** Orders from people: checked, entered, and told to the ledger. */
import { z } from "zod";
import { type TrayOrder, trayOrderSchema } from "../../workflows/index.ts";
import {
  type Batch,
  enterSteering,
  findBatch,
  type InfoBase,
  jobsUnder,
  listBatches,
  listBlockRecords,
  listSteering,
  type SteeringCommand,
} from "../infobase/index.ts";
import { steeringState } from "./state.ts";

/** An order that cannot be followed; says why and what can be done. */
export class SteeringError extends Error {
  override readonly name = "SteeringError";
}

export interface Order {
  readonly command: SteeringCommand;
  readonly batch: string;
  readonly serial?: string | undefined;
  readonly reason?: string | undefined;
  readonly by: string;
}

/** Checks an order against the batch and enters it; throws a SteeringError that says what can be done. */
export function enterOrder(base: InfoBase, order: Order): void {
  const batch = findBatch(base, order.batch);
  if (batch === undefined)
    throw new SteeringError(
      `there is no batch ${order.batch}; there are ${listBatches(base)
        .map(({ id }) => id)
        .join(", ")}`,
    );
  if (order.by.trim() === "") throw new SteeringError("say who orders it");
  const reason = order.reason?.trim() ?? "";
  if (["stop", "skip", "repeat"].includes(order.command) && reason === "")
    throw new SteeringError(`${order.command} needs a reason; it stays on record`);
  checkFlow(base, batch, order.command);
  const serial = checkedSerial(base, batch, order);
  enterSteering(base, { batch: batch.id, command: order.command, serial, reason, by: order.by.trim() });
}

function checkFlow(base: InfoBase, batch: Batch, command: SteeringCommand): void {
  if (batch.state === "finished" || batch.state === "stopped")
    throw new SteeringError(`batch ${batch.id} is ${batch.state}; ${command} comes too late`);
  const { flow } = steeringState(listSteering(base, batch.id));
  if (flow === "stopped") throw new SteeringError(`batch ${batch.id} is being stopped`);
  if (command === "resume" && flow === "on") throw new SteeringError(`batch ${batch.id} is not paused`);
  if (command === "pause" && flow !== "on") throw new SteeringError(`batch ${batch.id} is already ${flow}`);
  if (command === "hold" && flow === "held") throw new SteeringError(`batch ${batch.id} is already held`);
}

function checkedSerial(base: InfoBase, batch: Batch, { command, serial }: Order): string | null {
  if (command !== "skip" && command !== "repeat") return null;
  const { blocks } = trayOrderSchema.parse(batch.order);
  if (serial === undefined || !blocks.some((block) => block.serial === serial))
    throw new SteeringError(
      `batch ${batch.id} has no block ${serial ?? "(none given)"}; it has ${blocks.map((block) => block.serial).join(", ")}`,
    );
  const recorded = listBlockRecords(base, batch.id).some((record) => record.serial === serial);
  if (command === "skip" && recorded)
    throw new SteeringError(`block ${serial} is done; there is nothing to skip`);
  if (command === "repeat" && !recorded)
    throw new SteeringError(`block ${serial} has not been worked yet; repeat comes after its first attempt`);
  if (command === "repeat" && hasLeftLine(base, batch.id))
    throw new SteeringError(`the tray of batch ${batch.id} has left the line; order block ${serial} anew`);
  return serial;
}

function hasLeftLine(base: InfoBase, batch: string): boolean {
  return jobsUnder(base, `batch/${batch}/to-marking/`).length > 0;
}

const resultSchema = z.object({
  trayAt: z.string(),
  nextReject: z.number(),
  engravingsLeft: z.array(z.object({ slot: z.number(), engraving: z.string() })),
  blocks: z.array(z.object({ serial: z.string(), outcome: z.string(), place: z.string() })),
});

/** The order that goes on where a stopped batch ended: blocks that were not judged, engravings that were not made. */
export function continuation(batch: Batch): TrayOrder {
  if (batch.state !== "stopped")
    throw new SteeringError(`batch ${batch.id} is ${batch.state}; only a stopped one is taken up again`);
  const order = trayOrderSchema.parse(batch.order);
  const { trayAt, nextReject, engravingsLeft, blocks } = resultSchema.parse(batch.result);
  const judged = blocks.filter(({ outcome }) => outcome === "passed" || outcome === "rejected");
  const left = order.blocks.filter(({ serial }) => !judged.some((block) => block.serial === serial));
  if (left.length === 0 && engravingsLeft.length === 0)
    throw new SteeringError(`nothing is left to do of batch ${batch.id}`);
  const astray = blocks
    .filter(({ place }) => place === "gripper" || place === "unknown")
    .map(({ serial }) => serial);
  if (astray.length > 0)
    throw new SteeringError(
      `block ${astray.join(", ")} of batch ${batch.id} is not in a place on record (perhaps in the gripper); put it into its slot, then order the rest anew`,
    );
  return {
    ...order,
    blocks: left,
    continues: { batch: batch.id, trayAt, nextReject, engravings: engravingsLeft },
  };
}
