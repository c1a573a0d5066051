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
    answers: [{ asked: /empty.*Fill the marker/, hand: { mend: "marker" }, choice: "again" }],
    ends: finished(),
    facts: { failed: ["marking/slot/1/engrave#1 empty"] },
  },
  {
    name: "emergency stop of arm, tester and AGV, made safe each time; a person says that no dent is there",
    faults: [
      fault("rockwell-arm", "emergencyStop", "move", { nth: 3 }),
      fault("rockwell-tester", "emergencyStop", "indent", AT_TESTER),
      fault("agv", "emergencyStop", "unload", { nth: 2 }),
    ],
    answers: [
      {
        asked: /^rockwell-arm.*emergencyStop.*make it safe/,
        hand: { mend: "rockwell-arm" },
        choice: "again",
      },
      { asked: /rockwell-tester.*emergencyStop/, hand: { mend: "rockwell-tester" }, choice: "absent" },
      { asked: /^agv.*emergencyStop/, hand: { mend: "agv" }, choice: "again" },
    ],
    ends: finished(),
    facts: {
      failed: ["to-camera#1 emergencyStop", "indent/3#1 emergencyStop", "to-marking/unload#1 emergencyStop"],
      dents: ALL,
    },
  },
  {
    name: "emergency stop, and nobody comes: the line waits",
    faults: [fault("rockwell-arm", "emergencyStop", "pick")],
    ends: { asked: /emergencyStop/ },
    facts: { dents: {} },
  },
  {
    name: "guard door opened at an indentation, and while the arm places",
    faults: [
      fault("rockwell-tester", "guardOpen", "indent", AT_TESTER),
      fault("rockwell-arm", "guardOpen", "place"),
    ],
    answers: [
      { asked: /guardOpen.*Close the guard door/, hand: { mend: "rockwell-tester" }, choice: "absent" },
      { asked: /guard door is open/, hand: { mend: "rockwell-arm" }, choice: "again" },
    ],
    ends: finished(),
    facts: { failed: ["indent/3#1 guardOpen", "place#1 interlock"], dents: ALL },
  },
  {
    name: "manual mode at stage and tester",
    faults: [
      fault("rockwell-stage", "manualMode", "measure"),
      fault("rockwell-tester", "manualMode", "indent", AT_TESTER),
    ],
    answers: [
      { asked: /notInAuto.*back to automatic/, hand: { mend: "rockwell-stage" }, choice: "again" },
      { asked: /notInAuto.*back to automatic/, hand: { mend: "rockwell-tester" }, choice: "absent" },
    ],
    ends: finished(),
    facts: { failed: ["measure#1 notInAuto", "indent/3#1 notInAuto"], dents: ALL },
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
    name: "indentations stuck before and after full force: the first is made now, the second is kept without a value",
    lab: deadlines({ "rockwell-tester": 2 }),
    faults: [
      fault("rockwell-tester", "stuckJob", "indent", { nth: 3 }),
      fault("rockwell-tester", "stuckJob", "indent", { nth: 5, value: "afterEffect" }),
    ],
    ends: finished(),
    facts: { failed: ["indent/3#1 inDoubt", "indent/4#1 inDoubt"], dents: { [FIRST]: 7 }, withoutValue: 1 },
  },
  {
    name: "a pick stuck with the gripper closed, an engraving stuck when made: sensors and read-back say so",
    lab: deadlines({ "rockwell-arm": 2, marker: 2 }),
    faults: [
      fault("rockwell-arm", "stuckJob", "pick", { value: "afterEffect" }),
      fault("marker", "stuckJob", "engrave", { value: "afterEffect" }),
    ],
    ends: finished(),
    facts: { failed: ["pick#1 inDoubt", "marking/slot/1/engrave#1 inDoubt"] },
  },
];
