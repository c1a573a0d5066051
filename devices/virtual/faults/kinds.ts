/** What can be made to go wrong in the virtual lab, as data: a kind of fault is a row, and its meaning is what people are shown. */
import { type DeviceKind, REFUSALS } from "../../wire/index.ts";

/** What `value` means for a kind of fault, and what is taken when it is left out. */
export type ValueSpec =
  | {
      readonly means: string;
      readonly unit: string;
      readonly min: number;
      readonly max: number;
      readonly default: number;
    }
  | { readonly means: string; readonly oneOf: readonly string[]; readonly default: string }
  /** `slot:n`, `reject:k` or one of `also`; without a default it may be left out. */
  | {
      readonly means: string;
      readonly place: true;
      readonly also?: readonly string[];
      readonly default?: string;
    };

export interface FaultKind {
  /** One line for the person who arranges it. */
  readonly meaning: string;
  /** Kinds of devices it can befall; "every" kind. */
  readonly on: readonly DeviceKind[] | "every";
  /** Commands whose jobs it meets; every command of the device when left out. */
  readonly commands?: readonly string[];
  /**
   * What sets it off. `job`: a job begins. `frame`: a job's frame arrives. `echo`: a new job was accepted. `once`: at once, or a
   * job when one is named. `lasting`: like `once`, and it stands for `seconds` of real time (or until it is cleared).
   */
  readonly acts: "job" | "frame" | "echo" | "once" | "lasting";
  /** How long a lasting one stands when `seconds` is left out. */
  readonly seconds?: number | "untilCleared";
  /** After its time it stands on until the device is reset. */
  readonly untilReset?: true;
  readonly value?: ValueSpec;
}

const kind = <const K extends FaultKind>(spec: K): K => spec;

const POLLS = { means: "polls that still show it", unit: "", min: 1, max: 10_000, default: 3 } as const;
const PLACE_NOW = { means: "the place, to act at once instead of at a pick", place: true } as const;

export const FAULT_KINDS = {
  linkDropped: kind({
    meaning: "The device's connections are closed; while it lasts, new ones are closed too.",
    on: "every",
    acts: "lasting",
    seconds: 0,
  }),
  linkHalfOpen: kind({
    meaning: "The device stops answering while its connections stay open.",
    on: "every",
    acts: "lasting",
    seconds: 5,
  }),
  heartbeatFrozen: kind({
    meaning: "The heartbeat stands still while everything else goes on.",
    on: "every",
    acts: "lasting",
    seconds: 5,
  }),
  lateAnswer: kind({
    meaning: "Every answer leaves the device late.",
    on: "every",
    acts: "lasting",
    seconds: 5,
    value: { means: "delay", unit: "ms", min: 1, max: 60_000, default: 500 },
  }),
  staleStatus: kind({
    meaning: "After a job was accepted, the next polls still show the job before.",
    on: "every",
    acts: "echo",
    value: POLLS,
  }),
  duplicateAnswer: kind({
    meaning: "After a new job was shown once, the next polls show the job before again.",
    on: "every",
    acts: "echo",
    value: POLLS,
  }),
  nanResult: kind({
    meaning: "The job succeeds, and every number of its result is NaN.",
    on: ["arm", "stage", "camera", "rockwellTester", "environment"],
    commands: ["shift", "measure", "expose", "indent", "read"],
    acts: "job",
  }),
  powerCycle: kind({
    meaning:
      "The power goes and comes: connections closed, every job forgotten, a new boot; the world stays.",
    on: "every",
    acts: "once",
    value: {
      means: "moment of the job",
      oneOf: ["now", "beforeEffect", "afterEffect"],
      default: "now",
    },
  }),
  stuckJob: kind({
    meaning: "The job is accepted and never ends, until it is aborted or reset.",
    on: "every",
    acts: "job",
    value: { means: "where it stops", oneOf: ["beforeEffect", "afterEffect"], default: "beforeEffect" },
  }),
  refuses: kind({
    meaning: "The device refuses the job's frame.",
    on: "every",
    acts: "frame",
    value: {
      means: "reason",
      oneOf: REFUSALS.filter((reason) => reason !== "none" && reason !== "checksum"),
      default: "busy",
    },
  }),
  gripMissed: kind({
    meaning: "The gripper closes beside the block; the block stays where it is.",
    on: ["arm"],
    commands: ["pick"],
    acts: "job",
  }),
  slotEmpty: kind({
    meaning: "The block is gone from its place for good before the arm picks it.",
    on: ["arm"],
    commands: ["pick"],
    acts: "once",
    value: PLACE_NOW,
  }),
  otherBlock: kind({
    meaning: "Another block than announced lies in the place: 3 mm larger, or of another number.",
    on: ["arm"],
    commands: ["pick"],
    acts: "job",
    value: { means: "what differs", oneOf: ["size", "serial"], default: "size" },
  }),
  rejectSlotTaken: kind({
    meaning: "A block of nobody's order lies in a reject slot.",
    on: ["arm"],
    commands: ["place"],
    acts: "once",
    value: { means: "the place; the first free reject slot when left out", place: true },
  }),
  agvBlocked: kind({
    meaning: "Something stands in the way: the AGV fails and stands between stations.",
    on: ["agv"],
    commands: ["go"],
    acts: "job",
  }),
  markerEmpty: kind({
    meaning: "The marker has nothing left to engrave with: its sensor says so, and it engraves nothing.",
    on: ["marker"],
    acts: "lasting",
    seconds: "untilCleared",
  }),
  emergencyStop: kind({
    meaning:
      "The emergency stop is pressed: the job breaks off, none runs until it is released and then reset.",
    on: "every",
    acts: "lasting",
    seconds: 0,
    untilReset: true,
  }),
  guardOpen: kind({
    meaning: "The guard door is open: the job breaks off, and none runs until it is closed.",
    on: ["arm", "stage", "rockwellTester", "marker"],
    acts: "lasting",
    seconds: 10,
  }),
  manualMode: kind({
    meaning: "Somebody turned the key to manual: the job breaks off, and none runs until it is turned back.",
    on: "every",
    acts: "lasting",
    seconds: "untilCleared",
  }),
  valueMissing: kind({
    meaning: "The dent is made, and the tester gives no value.",
    on: ["rockwellTester"],
    commands: ["indent"],
    acts: "job",
  }),
  valueOutOfRange: kind({
    meaning: "The tester shows a value that its scale does not have.",
    on: ["rockwellTester"],
    commands: ["indent"],
    acts: "job",
    value: { means: "what it shows", unit: "HR", min: -1000, max: 1000, default: 150 },
  }),
  outlier: kind({
    meaning: "The tester reads too much, or too little.",
    on: ["rockwellTester"],
    commands: ["indent"],
    acts: "job",
    value: { means: "added to the reading", unit: "HR", min: -100, max: 100, default: 8 },
  }),
  imageBlack: kind({
    meaning: "The lamp is out: the picture is black.",
    on: ["camera"],
    commands: ["expose"],
    acts: "job",
  }),
  imageBlurred: kind({
    meaning: "The picture is out of focus.",
    on: ["camera"],
    commands: ["expose"],
    acts: "job",
    value: { means: "blur, standard deviation", unit: "px", min: 1, max: 30, default: 8 },
  }),
  imageFrozen: kind({
    meaning: "The camera gives its previous picture again, as a new one.",
    on: ["camera"],
    commands: ["expose"],
    acts: "job",
  }),
  imageGone: kind({
    meaning: "The camera tells where its picture is, and there is none.",
    on: ["camera"],
    commands: ["expose"],
    acts: "job",
  }),
  measureOff: kind({
    meaning: "The stage measures length, width and thickness wrong.",
    on: ["stage"],
    commands: ["measure"],
    acts: "job",
    value: { means: "added to each", unit: "mm", min: -20, max: 20, default: 1 },
  }),
  wrongPlaceSensor: kind({
    meaning: "A presence sensor shows the opposite of what is there.",
    on: ["arm"],
    acts: "lasting",
    seconds: "untilCleared",
    value: { means: "which sensor", place: true, also: ["gripper"], default: "gripper" },
  }),
} as const;

export type FaultName = keyof typeof FAULT_KINDS;
export const FAULT_NAMES: readonly FaultName[] = Object.keys(FAULT_KINDS).filter(isFaultName);

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULT_KINDS, name);
}

/** The row of a kind of fault under one type. */
export function faultKind(name: FaultName): FaultKind {
  return FAULT_KINDS[name];
}

export function canBefall(name: FaultName, device: DeviceKind): boolean {
  const { on } = faultKind(name);
  return on === "every" || on.includes(device);
}

type Acting<Acts extends FaultKind["acts"]> = {
  [N in FaultName]: (typeof FAULT_KINDS)[N]["acts"] extends Acts ? N : never;
}[FaultName];
export type JobFaultName = Acting<"job">;
export type LastingFaultName = Acting<"lasting">;

export function isJobFault(name: FaultName): name is JobFaultName {
  return faultKind(name).acts === "job";
}

export function isLastingFault(name: FaultName): name is LastingFaultName {
  return faultKind(name).acts === "lasting";
}
