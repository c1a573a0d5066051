/** Devices that are stopped, opened, blocked, empty, stuck or unwilling; each is mended by a person and goes on, or goes on by itself. */
import { deadlines, FIRST, finished, type Scenario } from "./scenario.ts";

const ALL = { [FIRST]: 6 };
const fault = (device: string, name: string, command: string, more: object = {}) => ({
  device,
  fault: name,
  command,
  ...more,
});

/** Broken off before full force, as a person sees at the tester. */
const AT_TESTER = { nth: 3 };

export const DEVICES: readonly Scenario[] = [
  {
    name: "AGV blocked once: it goes again",
    faults: [fault("agv", "agvBlocked", "go")],
    ends: finished(),
    facts: { failed: ["bring-in/reach#1 blocked"] },
  },
  {
    name: "AGV blocked again and again with the tray on board: a person clears its way",
    faults: [fault("agv", "agvBlocked", "go", { nth: 2, times: 4 })],
    answers: [{ asked: /blocked.*Clear the AGV's way/, choice: "again" }],
    ends: finished(),
  },
  {
    name: "marker empty: a person fills it, and every block is engraved once",
    faults: [{ device: "marker", fault: "markerEmpty" }],
    answers: [{ asked: /empty.*Fill the marker/, hand: "mend", choice: "again" }],
    ends: finished(),
    facts: { failed: ["marking/slot/1/engrave#1 empty"] },
  },
  {
    name: "emergency stop at the arm on its way",
    faults: [fault("rockwell-arm", "emergencyStop", "move", { nth: 3 })],
    answers: [{ asked: /emergencyStop.*make it safe/, hand: "mend", choice: "again" }],
    ends: finished(),
    facts: { dents: ALL },
  },
  {
    name: "emergency stop at an indentation: a person says whether the dent is there",
    faults: [fault("rockwell-tester", "emergencyStop", "indent", AT_TESTER)],
    answers: [{ asked: /emergencyStop.*make it safe/, hand: "mend", choice: "absent" }],
    ends: finished(),
    facts: { failed: ["indent/3#1 emergencyStop"], dents: ALL },
  },
  {
    name: "emergency stop of the AGV with the tray on board",
    faults: [fault("agv", "emergencyStop", "unload")],
    answers: [{ asked: /emergencyStop/, hand: "mend", choice: "again" }],
    ends: finished(),
  },
  {
    name: "emergency stop, and nobody comes: the line waits",
    faults: [fault("rockwell-arm", "emergencyStop", "pick")],
    ends: { asked: /emergencyStop/ },
    facts: { dents: {} },
  },
  {
    name: "guard door opened at an indentation",
    faults: [fault("rockwell-tester", "guardOpen", "indent", AT_TESTER)],
    answers: [{ asked: /guard door.*Close the guard door/, hand: "mend", choice: "absent" }],
    ends: finished(),
    facts: { failed: ["indent/3#1 guardOpen"], dents: ALL },
  },
  {
    name: "guard door opened while the arm places",
    faults: [fault("rockwell-arm", "guardOpen", "place")],
    answers: [{ asked: /guard door/, hand: "mend", choice: "again" }],
    ends: finished(),
  },
  {
    name: "manual mode at the stage",
    faults: [fault("rockwell-stage", "manualMode", "measure")],
    answers: [{ asked: /notInAuto.*back to automatic/, hand: "mend", choice: "again" }],
    ends: finished(),
    facts: { failed: ["measure#1 notInAuto"] },
  },
  {
    name: "manual mode at the tester",
    faults: [fault("rockwell-tester", "manualMode", "indent", AT_TESTER)],
    answers: [{ asked: /notInAuto/, hand: "mend", choice: "absent" }],
    ends: finished(),
    facts: { dents: ALL },
  },
  {
    name: "a move that never ends is aborted at its deadline and told again",
    lab: deadlines({ "rockwell-arm": 2 }),
    faults: [fault("rockwell-arm", "stuckJob", "move", { nth: 2 })],
    ends: finished(),
    facts: { failed: ["to-stage#1 timedOut"] },
  },
  {
    name: "a measurement that never ends, twice: a person is asked",
    lab: deadlines({ "rockwell-stage": 2 }),
    faults: [fault("rockwell-stage", "stuckJob", "measure", { times: 2 })],
    answers: [{ asked: /measure by its deadline/, choice: "again" }],
    ends: finished(),
    facts: { failed: ["measure#1 timedOut", "measure#2 timedOut"] },
  },
  {
    sharp: true,
    name: "an indentation stuck before full force: nothing was made, it is made now",
    lab: deadlines({ "rockwell-tester": 2 }),
    faults: [fault("rockwell-tester", "stuckJob", "indent", { nth: 3 })],
    ends: finished(),
    facts: { failed: ["indent/3#1 inDoubt"], dents: ALL },
  },
  {
    sharp: true,
    name: "an indentation stuck after full force: kept without a value and replaced",
    lab: deadlines({ "rockwell-tester": 2 }),
    faults: [fault("rockwell-tester", "stuckJob", "indent", { nth: 3, value: "afterEffect" })],
    ends: finished(),
    facts: { failed: ["indent/3#1 inDoubt"], dents: { [FIRST]: 7 }, withoutValue: 1 },
  },
  {
    name: "a pick stuck after the gripper closed: its sensors say that it was done",
    lab: deadlines({ "rockwell-arm": 2 }),
    faults: [fault("rockwell-arm", "stuckJob", "pick", { value: "afterEffect" })],
    ends: finished(),
    facts: { failed: ["pick#1 inDoubt"] },
  },
  {
    name: "an engraving stuck after it was made: it reads back and is not made again",
    lab: deadlines({ marker: 2 }),
    faults: [fault("marker", "stuckJob", "engrave", { value: "afterEffect" })],
    ends: finished(),
  },
];
