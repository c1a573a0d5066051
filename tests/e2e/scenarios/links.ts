/** Links that drop or hang, heartbeats that stand still, answers that are late, old, repeated or no numbers. */
import { FIRST, finished, type Scenario } from "./scenario.ts";

const MADE_ONCE = { dents: { [FIRST]: 6 } };
const fault = (device: string, name: string, command: string, more: object = {}) => ({
  device,
  fault: name,
  command,
  ...more,
});

/** Each of these goes by without anyone noticing: the same tray comes out, each job done once. */
const UNNOTICED: readonly (readonly [name: string, ...faults: ReturnType<typeof fault>[]])[] = [
  ["link dropped at an indentation", fault("rockwell-tester", "linkDropped", "indent", { nth: 3 })],
  [
    "links dropped at pick, hand-over and engraving, and kept down for a second",
    fault("rockwell-arm", "linkDropped", "pick", { seconds: 1 }),
    fault("agv", "linkDropped", "load", { seconds: 1 }),
    fault("marker", "linkDropped", "engrave", { seconds: 1 }),
  ],
  [
    "half-open links at an indentation and a hand-over",
    fault("rockwell-tester", "linkHalfOpen", "indent", { nth: 3, seconds: 4 }),
    fault("agv", "linkHalfOpen", "unload", { seconds: 4 }),
  ],
  [
    "frozen heartbeats of tester and stage",
    fault("rockwell-tester", "heartbeatFrozen", "indent", { nth: 3, seconds: 4 }),
    fault("rockwell-stage", "heartbeatFrozen", "measure", { seconds: 4 }),
  ],
  [
    "late answers of tester and marker",
    fault("rockwell-tester", "lateAnswer", "indent", { nth: 3, seconds: 2, value: 300 }),
    fault("marker", "lateAnswer", "engrave", { seconds: 2, value: 300 }),
  ],
  [
    "the job before is shown on after a new one was accepted",
    fault("rockwell-tester", "staleStatus", "indent", { times: 6 }),
    fault("rockwell-arm", "staleStatus", "pick"),
    fault("marker", "staleStatus", "engrave"),
  ],
  [
    "the job before is shown again after the new one",
    fault("rockwell-tester", "duplicateAnswer", "indent", { times: 6 }),
    fault("rockwell-arm", "duplicateAnswer", "place"),
    fault("agv", "duplicateAnswer", "load"),
  ],
  [
    "refused as busy, and for another boot: sent again",
    fault("rockwell-tester", "refuses", "indent", { nth: 3, value: "busy" }),
    fault("rockwell-arm", "refuses", "pick", { value: "otherBoot" }),
  ],
];

/** The ledger cannot go on when a device knows of newer jobs, or of another controller. */
const STOPPING: readonly (readonly [reason: string, why: RegExp])[] = [
  ["olderNumber", /rockwell-tester/],
  ["sameNumberOtherContent", /rockwell-tester/],
  ["otherController", /rockwell-tester/],
];

const REPEATABLE: readonly (readonly [device: string, command: string])[] = [
  ["environment", "read"],
  ["agv", "go"],
  ["rockwell-tester", "setup"],
  ["rockwell-arm", "move"],
  ["rockwell-stage", "measure"],
  ["rockwell-camera", "expose"],
  ["marker", "readBack"],
];

export const LINKS: readonly Scenario[] = [
  ...UNNOTICED.map(
    ([name, ...faults]): Scenario => ({
      name,
      faults,
      ends: finished(),
      facts: { failed: [], ...MADE_ONCE },
    }),
  ),
  {
    name: "refused for want of room: told again, done once",
    faults: [fault("rockwell-tester", "refuses", "indent", { nth: 3, value: "controllerTableFull" })],
    ends: finished(),
    facts: { failed: ["indent/3#1 refused"], ...MADE_ONCE },
  },
  {
    name: "refused again and again: a person is asked",
    faults: [fault("rockwell-arm", "refuses", "pick", { value: "controllerTableFull", times: 2 })],
    answers: [{ asked: /refused the job \(controllerTableFull\); nothing was done/, choice: "again" }],
    ends: finished(),
  },
  ...STOPPING.map(
    ([reason, why]): Scenario => ({
      name: `refused as ${reason}: the line stops and says why`,
      faults: [fault("rockwell-tester", "refuses", "indent", { nth: 3, value: reason })],
      ends: { lineStopped: why },
      facts: { dents: { [FIRST]: 2 } },
    }),
  ),
  {
    name: "NaN from environment, stage and arm: read, measured and shifted again",
    faults: [
      fault("environment", "nanResult", "read"),
      fault("rockwell-stage", "nanResult", "measure"),
      fault("rockwell-arm", "nanResult", "shift", { nth: 3 }),
    ],
    ends: finished(),
    facts: {
      failed: ["environment#1 badResult", "measure#1 badResult", "indent/3#1/shift badResult"],
      ...MADE_ONCE,
    },
  },
  {
    name: "every device loses its power and its memory at a job that may be repeated: told again under the new boot",
    faults: REPEATABLE.map(([device, command]) =>
      fault(device, "powerCycle", command, { value: "afterEffect" }),
    ),
    ends: finished(),
    facts: { failed: [], ...MADE_ONCE },
  },
];
