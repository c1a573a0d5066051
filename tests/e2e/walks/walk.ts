/** A random walk: what people order, what goes wrong and what dies on a short tray, in any order and at any moment. */
import fc from "fast-check";
import type { SteeringCommand } from "../../../controller/infobase/index.ts";
import type { FaultRequest } from "../../../devices/virtual/index.ts";

export const SERIALS = ["2007-101", "2007-102"] as const;

export type Move =
  | { readonly kind: "order"; readonly command: SteeringCommand; readonly serial: string }
  | { readonly kind: "takeUp" }
  | { readonly kind: "fault"; readonly fault: FaultRequest }
  | { readonly kind: "restartController" }
  | { readonly kind: "killVirtualLab" };

export interface Walk {
  /** Each move comes so many points of jobs after the one before, or when nothing happens for a while. */
  readonly moves: readonly { readonly after: number; readonly move: Move }[];
  /** Which of the honest answers is given, and how long the person takes, ms; used in turn, from the beginning again. */
  readonly answers: readonly { readonly which: number; readonly delayMs: number }[];
  /** The walk may end with a question that nobody answers. */
  readonly leavesQuestion: boolean;
}

const COMMANDS: readonly SteeringCommand[] = ["pause", "resume", "hold", "stop", "skip", "repeat"];
const DEVICES = [
  "agv",
  "marker",
  "environment",
  "rockwell-arm",
  "rockwell-stage",
  "rockwell-camera",
  "rockwell-tester",
];
/** Jobs worth meeting: device, command. */
const JOBS: readonly (readonly [string, string])[] = [
  ["agv", "go"],
  ["agv", "load"],
  ["agv", "unload"],
  ["marker", "engrave"],
  ["marker", "readBack"],
  ["rockwell-arm", "pick"],
  ["rockwell-arm", "place"],
  ["rockwell-arm", "move"],
  ["rockwell-arm", "shift"],
  ["rockwell-stage", "measure"],
  ["rockwell-camera", "expose"],
  ["rockwell-tester", "setup"],
  ["rockwell-tester", "indent"],
];

const nth = fc.integer({ min: 1, max: 4 });
const times = fc.integer({ min: 1, max: 4 });
const seconds = fc.constantFrom(0, 1, 3);
/** Every other one is an indentation: what cannot be taken back deserves most of the trouble. */
const anyJob = fc.oneof(
  fc.constantFrom(...JOBS).map(([device, command]) => ({ device, command })),
  fc.constant({ device: "rockwell-tester", command: "indent" }),
);
const moment = fc.constantFrom("beforeEffect", "afterEffect");
const on = (device: string, ...faults: readonly string[]) =>
  fc.record({ device: fc.constant(device), fault: fc.constantFrom(...faults), nth, times });

const faults: fc.Arbitrary<FaultRequest> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(anyJob, moment, nth)
      .map(([job, value, which]) => ({ ...job, fault: "powerCycle", value, nth: which })),
  },
  { weight: 1, arbitrary: fc.constantFrom(...DEVICES).map((device) => ({ device, fault: "powerCycle" })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(anyJob, fc.constantFrom("linkDropped", "linkHalfOpen", "heartbeatFrozen"), seconds, nth)
      .map(([job, fault, lasts, which]) => ({ ...job, fault, seconds: lasts, nth: which })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anyJob, fc.constantFrom("staleStatus", "duplicateAnswer"), nth)
      .map(([job, fault, which]) => ({ ...job, fault, nth: which })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anyJob, fc.constantFrom("emergencyStop", "manualMode"))
      .map(([job, fault]) => ({ ...job, fault })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(anyJob, moment).map(([job, value]) => ({ ...job, fault: "stuckJob", value })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyJob, fc.constantFrom("busy", "otherBoot", "controllerTableFull"))
      .map(([job, value]) => ({ ...job, fault: "refuses", value })),
  },
  { weight: 2, arbitrary: on("rockwell-tester", "valueMissing", "outlier", "valueOutOfRange", "nanResult") },
  { weight: 2, arbitrary: on("rockwell-camera", "imageBlack", "imageBlurred", "imageFrozen", "imageGone") },
  { weight: 1, arbitrary: on("rockwell-stage", "measureOff", "nanResult") },
  { weight: 1, arbitrary: on("rockwell-arm", "gripMissed") },
  { weight: 1, arbitrary: on("agv", "agvBlocked") },
  { weight: 1, arbitrary: fc.constant({ device: "marker", fault: "markerEmpty" }) },
  {
    weight: 1,
    arbitrary: fc.constant({ device: "rockwell-arm", fault: "wrongPlaceSensor", value: "gripper" }),
  },
  { weight: 1, arbitrary: fc.constant({ device: "rockwell-tester", fault: "guardOpen", seconds: 3 }) },
);

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("order"),
      command: fc.constantFrom(...COMMANDS),
      serial: fc.constantFrom(...SERIALS),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "takeUp" } as const) },
  { weight: 6, arbitrary: faults.map((fault) => ({ kind: "fault", fault }) as const) },
  { weight: 2, arbitrary: fc.constant({ kind: "restartController" } as const) },
  { weight: 2, arbitrary: fc.constant({ kind: "killVirtualLab" } as const) },
);

export const walks: fc.Arbitrary<Walk> = fc.record({
  moves: fc.array(fc.record({ after: fc.nat({ max: 80 }), move }), { minLength: 2, maxLength: 9 }),
  answers: fc.array(fc.record({ which: fc.nat({ max: 100 }), delayMs: fc.nat({ max: 400 }) }), {
    minLength: 1,
    maxLength: 8,
  }),
  leavesQuestion: fc.boolean(),
});
