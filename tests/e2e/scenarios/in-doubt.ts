/** Item 3 of the plan for bad days: the power goes at a job that cannot be taken back, before or after it had its effect. */
import { FIRST, finished, type Scenario } from "./scenario.ts";

const SECOND_PICTURE = { device: "rockwell-camera", fault: "imageBlack", nth: 2, times: 4 } as const;

const powerCut = (device: string, command: string, value: "beforeEffect" | "afterEffect", nth = 1) => ({
  device,
  fault: "powerCycle",
  command,
  value,
  nth,
});

/** One job of each hand-over, cut off before or after its effect: the same tray comes out, and nothing is done twice. */
const HANDED_OVER: readonly (readonly [device: string, command: string, key: string])[] = [
  ["agv", "load", "bring-in/load#1"],
  ["agv", "unload", "bring-in/unload#1"],
  ["rockwell-arm", "pick", "pick#1"],
  ["rockwell-arm", "place", "place#1"],
  ["marker", "engrave", "marking/slot/1/engrave#1"],
];

const handedOver = (value: "beforeEffect" | "afterEffect"): Scenario => ({
  name: `load, unload, pick, place, engrave: power cut ${value === "beforeEffect" ? "before" : "after"} each was done`,
  faults: HANDED_OVER.map(([device, command]) => powerCut(device, command, value)),
  ends: finished(),
  facts: { failed: HANDED_OVER.map(([, , key]) => `${key} inDoubt`), dents: { [FIRST]: 6 } },
});

export const IN_DOUBT: readonly Scenario[] = [
  {
    name: "indent: power cut before full force, the dent is absent and is made at the same place",
    faults: [powerCut("rockwell-tester", "indent", "beforeEffect", 3)],
    ends: finished(),
    facts: { failed: ["indent/3#1 inDoubt"], dents: { [FIRST]: 6 }, withoutValue: 0 },
  },
  {
    name: "indent: power cut after full force, the dent is kept without a value and another position replaces it",
    faults: [powerCut("rockwell-tester", "indent", "afterEffect", 3)],
    ends: finished(),
    facts: { failed: ["indent/3#1 inDoubt"], dents: { [FIRST]: 7 }, withoutValue: 1 },
  },
  {
    name: "indent: in doubt and no picture shows anything: a person says that the dent is there",
    faults: [powerCut("rockwell-tester", "indent", "afterEffect", 3), SECOND_PICTURE],
    answers: [{ asked: /indentation at .* must be looked at/, choice: "made" }],
    ends: finished(),
    facts: { dents: { [FIRST]: 7 }, withoutValue: 1 },
  },
  {
    name: "indent: in doubt and no picture shows anything: a person says that there is no dent",
    faults: [powerCut("rockwell-tester", "indent", "beforeEffect", 3), SECOND_PICTURE],
    answers: [{ asked: /indentation at .* must be looked at/, choice: "absent" }],
    ends: finished(),
    facts: { dents: { [FIRST]: 6 }, withoutValue: 0 },
  },
  {
    name: "indent: in doubt, the line waits for the person who can settle it",
    faults: [powerCut("rockwell-tester", "indent", "afterEffect", 3), SECOND_PICTURE],
    ends: { asked: /indentation at .* must be looked at/ },
    facts: { dents: { [FIRST]: 3 } },
  },
  handedOver("beforeEffect"),
  handedOver("afterEffect"),
  {
    name: "pick: sensors contradict each other, a person is asked",
    faults: [
      powerCut("rockwell-arm", "pick", "afterEffect"),
      { device: "rockwell-arm", fault: "wrongPlaceSensor", value: "gripper" },
    ],
    answers: [
      { asked: /whether pick was done must be looked at/, hand: { mend: "rockwell-arm" }, choice: "done" },
    ],
    ends: finished(),
    facts: { failed: ["pick#1 inDoubt"] },
  },
  {
    name: "shift: the arm is powered down between shift and indent: it comes to the tester anew",
    faults: [powerCut("rockwell-arm", "shift", "afterEffect", 3)],
    ends: finished(),
    facts: { dents: { [FIRST]: 6 } },
  },
];
