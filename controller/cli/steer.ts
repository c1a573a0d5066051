/** Orders to the controller that runs on a data folder; it enters them on record and lets them take effect. */
import { resolve } from "node:path";
import type { z } from "zod";
import {
  batchDetailSchema,
  type ControllerClient,
  controllerOf,
  type SteeringView,
  type steeringBodySchema,
  steeringSchema,
  takenUpSchema,
} from "../server/index.ts";

type SteeringCommand = z.infer<typeof steeringBodySchema>["command"];

export interface SteerCommand {
  readonly data: string;
  readonly by: string;
  readonly reason?: string;
  readonly json?: boolean;
}

/** `resume` of a stopped batch takes it up as a new one. */
export async function steer(
  command: SteeringCommand,
  batch: string,
  serial: string | undefined,
  options: SteerCommand,
): Promise<void> {
  const { by, reason } = options;
  const controller = await controllerOf(resolve(options.data));
  const path = `/api/v1/batches/${encodeURIComponent(batch)}`;
  if (command === "resume" && (await controller.get(path, batchDetailSchema)).state === "stopped")
    return takeUp(controller, path, options);
  const body = {
    command,
    by,
    ...(serial === undefined ? {} : { serial }),
    ...(reason === undefined ? {} : { reason }),
  };
  const steered = await controller.post(`${path}/steering`, body, steeringSchema);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(steered)}\n` : `${inWords(command, serial, steered)}\n`,
  );
}

async function takeUp(controller: ControllerClient, path: string, { by, json }: SteerCommand): Promise<void> {
  const taken = await controller.post(`${path}/take-up`, { by }, takenUpSchema);
  process.stdout.write(
    json === true
      ? `${JSON.stringify(taken)}\n`
      : `Batch ${taken.batch} goes on where ${taken.continues} was stopped.\n`,
  );
}

const EFFECTS: Readonly<Record<SteeringCommand, string>> = {
  pause: "what is under way is finished, nothing new is begun until it is resumed",
  hold: "devices that can hold do so at once, nothing new is begun until it is resumed",
  resume: "it goes on where it was",
  stop: "the block in hand is brought home as incomplete, then the batch ends",
  skip: "the block is left out; in hand, it is brought home as incomplete",
  repeat: "the block is worked again at the end of the tray; its first outcome stays",
};

function inWords(
  command: SteeringCommand,
  serial: string | undefined,
  { batch, flow }: SteeringView,
): string {
  const about = serial === undefined ? "" : `, block ${serial}`;
  return `Batch ${batch}${about}: ${command} is on record (flow: ${flow ?? "ended"}); ${EFFECTS[command]}.`;
}
