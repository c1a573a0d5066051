/**
 * The behaviours of the virtual lab's devices: how each command takes its time and what it does to the world at which moment.
 * They know nothing of numbers given twice, boots or sockets: that is the shell's. Each job's start and end is logged in the
 * world's file.
 */
import { COMMON_FAULTS, commandsOf, type DeviceKind } from "../../wire/index.ts";
import type { BehaviourOutcome, BehaviourRun, DeviceBehaviour } from "../shell/index.ts";
import { Forbidden, logEnd, logStart } from "../world/index.ts";
import type { JobName } from "../world/truth.ts";
import { type Actions, jobClock, type Station } from "./action.ts";
import { agvActions } from "./agv.ts";
import { armActions } from "./arm.ts";
import { cameraActions } from "./camera.ts";
import { environmentActions } from "./environment.ts";
import { markerActions } from "./marker.ts";
import { rockwellTesterActions } from "./rockwell-tester.ts";
import { stageActions } from "./stage.ts";

export type { Photograph, PhotographRequest, Station, Surroundings } from "./action.ts";
export { Interlocks } from "./interlocks.ts";

const ACTIONS: Readonly<Record<DeviceKind, (station: Station) => Actions>> = {
  agv: agvActions,
  arm: armActions,
  stage: stageActions,
  camera: cameraActions,
  rockwellTester: rockwellTesterActions,
  marker: markerActions,
  environment: environmentActions,
};

/** The behaviour of one device. */
export function createBehaviour(station: Station): DeviceBehaviour {
  const { kind } = station.device;
  const actions = ACTIONS[kind](station);
  return {
    kind,
    sensors: actions.sensors,
    readings: actions.readings,
    async run(job) {
      const { controllerId, jobNumber, bootId } = job;
      const name: JobName = { device: station.name, controllerId, jobNumber, bootId };
      const row = logStart(station.world, name, job);
      const outcome = await perform(station, actions, job, name);
      logEnd(station.world, row, "fault" in outcome ? outcome.text : undefined);
      return outcome;
    },
  };
}

/** An aborted job rejects and keeps its log row without an end: it was broken off, not brought to one. */
async function perform(
  station: Station,
  actions: Actions,
  job: BehaviourRun,
  name: JobName,
): Promise<BehaviourOutcome> {
  const action = actions.commands[job.command];
  const spec = commandsOf(station.device.kind)[job.command];
  const durationS = spec === undefined ? undefined : station.device.timesS[spec.time];
  if (action === undefined || durationS === undefined)
    return {
      fault: COMMON_FAULTS.unknownCommand,
      text: `a ${station.device.kind} has no command "${job.command}"`,
    };
  const { signal, unlessHeld } = job;
  try {
    const until = jobClock({ durationS, speed: station.speed, signal, unlessHeld });
    return await action({ name, params: job.params, text: job.text, until });
  } catch (error) {
    if (error instanceof Forbidden) return { fault: error.fault, text: error.message };
    throw error;
  }
}
