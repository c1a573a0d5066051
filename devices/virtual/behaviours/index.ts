/**
 * The behaviours of the virtual lab's devices: how each command takes its time and what it does to the world at which moment.
 * They know nothing of numbers given twice, boots or sockets: that is the shell's. Each job's start and end is logged in the
 * world's file.
 */
import { COMMON_FAULTS, commandsOf, type DeviceKind } from "../../wire/index.ts";
import type { BehaviourOutcome, BehaviourRun, DeviceBehaviour } from "../shell/index.ts";
import { Forbidden, logEnd, logStart } from "../world/index.ts";
import type { JobName } from "../world/truth.ts";
import { type Actions, type JobInHand, jobClock, type Station } from "./action.ts";
import { agvActions } from "./agv.ts";
import { armActions } from "./arm.ts";
import { cameraActions } from "./camera.ts";
import { environmentActions } from "./environment.ts";
import { markerActions } from "./marker.ts";
import { rockwellTesterActions } from "./rockwell-tester.ts";
import { stageActions } from "./stage.ts";
import type { Moment } from "./trouble.ts";

export type { Photograph, PhotographRequest, Station, Surroundings } from "./action.ts";
export { aborted } from "./action.ts";
export { Interlocks } from "./interlocks.ts";
export * from "./trouble.ts";

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
  const trouble = station.troubleOf(station.name);
  return {
    kind,
    sensors: () => trouble.sensors(actions.sensors()),
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
  const trouble = station.troubleOf(station.name).meet(job);
  const signal = AbortSignal.any([job.signal, trouble.breakOff]);
  try {
    await trouble.reach("start", signal);
    const clock = jobClock({ durationS, speed: station.speed, signal, unlessHeld: job.unlessHeld });
    const moments = effectMoments(clock, (moment) => trouble.reach(moment, signal));
    const { params, text } = job;
    const result = await action({ name, params, text, trouble, until: moments.until });
    await moments.over();
    return trouble.result(result);
  } catch (error) {
    const cause: unknown = trouble.breakOff.aborted && !job.signal.aborted ? trouble.breakOff.reason : error;
    if (cause instanceof Forbidden) return { fault: cause.fault, text: cause.message };
    throw error;
  }
}

/**
 * Finds a job's moments in its waits: what it does to the world comes after its first wait, and before the second one or its end.
 */
function effectMoments(clock: JobInHand["until"], reach: (moment: Moment) => Promise<void>) {
  let waits = 0;
  return {
    async until(part: number): Promise<void> {
      waits++;
      if (waits === 2) await reach("afterEffect");
      await clock(part);
      if (waits === 1) await reach("beforeEffect");
    },
    async over(): Promise<void> {
      if (waits < 2) await reach("afterEffect");
    },
  };
}
