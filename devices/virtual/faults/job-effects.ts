/** What each kind of fault that meets a job does to it, as a table. */
import { COMMON_FAULTS, DEVICE_KINDS } from "../../wire/index.ts";
import type { JobTrouble, MetJob, Moment, PictureFlaw, Succeeded } from "../behaviours/index.ts";
import { aborted } from "../behaviours/index.ts";
import type { WorldFile } from "../world/index.ts";
import { enlarge, exchange, Forbidden } from "../world/index.ts";
import type { JobFaultName } from "./kinds.ts";

/** The part of a job's trouble that one fault makes. */
export interface JobEffect {
  readonly at?: Moment;
  /** Done at that moment; throwing a Forbidden fails the job there. */
  readonly act?: (signal: AbortSignal) => void | Promise<void>;
  readonly shown?: JobTrouble["shown"];
  readonly flaw?: PictureFlaw;
  readonly result?: (result: Succeeded) => Succeeded;
}

export interface MetBy {
  /** Name of the device. */
  readonly device: string;
  readonly world: WorldFile;
  readonly job: MetJob;
  readonly value: number | string | undefined;
}

const fails = (at: Moment, fault: number, text: string): JobEffect => ({
  at,
  act: () => {
    throw new Forbidden(fault, text);
  },
});

const SIZES = ["lengthMm", "widthMm", "thicknessMm"] as const;

export const JOB_EFFECTS: Readonly<Record<JobFaultName, (met: MetBy) => JobEffect>> = {
  nanResult: () => ({ result: ({ text }) => (text === undefined ? {} : { text }) }),
  stuckJob: ({ value }) => ({
    at: value === "afterEffect" ? "afterEffect" : "beforeEffect",
    act: async (signal) => {
      await aborted(signal);
      signal.throwIfAborted();
    },
  }),
  gripMissed: ({ job }) =>
    fails(
      "beforeEffect",
      DEVICE_KINDS.arm.faults.gripMissed,
      `the gripper closed beside the block in ${job.text}`,
    ),
  otherBlock: ({ device, world, job, value }) => ({
    at: "start",
    act: () => {
      if (value === "serial") exchange(world, job.text, device);
      else enlarge(world, job.text, device);
    },
  }),
  agvBlocked: () => fails("beforeEffect", DEVICE_KINDS.agv.faults.blocked, "something stands in the way"),
  valueMissing: () => ({ shown: () => undefined }),
  valueOutOfRange: ({ value }) => ({ shown: () => Number(value) }),
  outlier: ({ value }) => ({
    shown: (readingHr) =>
      readingHr === undefined ? undefined : Number((readingHr + Number(value)).toPrecision(12)),
  }),
  imageBlack: () => ({ flaw: { kind: "black" } }),
  imageBlurred: ({ value }) => ({ flaw: { kind: "blurred", sigmaPx: Number(value) } }),
  imageFrozen: () => ({ flaw: { kind: "frozen" } }),
  imageGone: () => ({ flaw: { kind: "gone" } }),
  measureOff: ({ value }) => ({
    result: ({ numbers = {}, text }) => ({
      ...(text === undefined ? {} : { text }),
      numbers: Object.fromEntries(
        Object.entries(numbers).map(([name, number]) => [
          name,
          SIZES.some((size) => size === name) ? Number((number + Number(value)).toPrecision(12)) : number,
        ]),
      ),
    }),
  }),
};

/** What a power cut does to a job: it is over without an end. */
export const powerCut = (at: Moment, cycle: () => void): JobEffect => ({
  at,
  act: (signal) => {
    cycle();
    signal.throwIfAborted();
    throw new Forbidden(COMMON_FAULTS.internal, "the power was cut, and the job went on");
  },
});
