/** Blocks that are not what was announced, and places that are not as they should be. */
import type { Lab } from "../../../devices/index.ts";
import { FIRST, finished, type Scenario, SECOND } from "./scenario.ts";

const oneRejectSlot = (lab: Lab): Lab => ({ ...lab, tray: { ...lab.tray, rejectSlots: 1 } });

const reach =
  (reachMm: number) =>
  (lab: Lab): Lab => ({
    ...lab,
    lines: Object.fromEntries(Object.entries(lab.lines).map(([name, line]) => [name, { ...line, reachMm }])),
  });

/** Every length and the thickness as ordered but one. */
const sizeOff = (times: number) => ({ device: "rockwell-stage", fault: "measureOff", value: 1, times });

export const MATERIAL: readonly Scenario[] = [
  {
    name: "reject area full: a person empties it, and the block goes to its first slot",
    blocks: 2,
    lab: oneRejectSlot,
    faults: [sizeOff(2)],
    answers: [
      {
        asked: /All 1 reject slots are taken and block 2007-102/,
        hand: { device: "rockwell-arm", fault: "slotEmpty", value: "reject:1" },
        choice: "emptied",
      },
    ],
    ends: { state: "finished", blocks: { [FIRST]: "rejected", [SECOND]: "rejected" } },
    facts: { dents: {} },
  },
  {
    name: "a reject slot is taken by a block of nobody's order: a person clears it",
    faults: [sizeOff(1), { device: "rockwell-arm", fault: "rejectSlotTaken" }],
    answers: [
      {
        asked: /lies in reject:1.*Clear the place/,
        hand: { device: "rockwell-arm", fault: "slotEmpty", value: "reject:1" },
        choice: "again",
      },
    ],
    ends: finished("rejected"),
    facts: { failed: ["place#1 placeOccupied"], place: "reject:1" },
  },
  {
    name: "slot empty: the block is left out, and the next one has its turn",
    blocks: 2,
    faults: [{ device: "rockwell-arm", fault: "slotEmpty", value: "slot:1" }],
    ends: { state: "finished", blocks: { [FIRST]: "skipped", [SECOND]: "passed" } },
    facts: { failed: ["pick#1 placeEmpty"], reason: /no block in slot:1/ },
  },
  {
    name: "a larger block than announced is rejected without indentations",
    faults: [{ device: "rockwell-arm", fault: "otherBlock", value: "size" }],
    ends: finished("rejected"),
    facts: { dents: {}, reason: /not the announced block: diameter/, place: "reject:1" },
  },
  {
    name: "a block of another number, seen by the operator, goes home without indentations",
    faults: [{ device: "rockwell-arm", fault: "otherBlock", value: "serial" }],
    order: { at: "/measure#1", command: "skip", serial: FIRST },
    ends: finished("incomplete"),
    facts: { dents: {}, reason: /ordered by the test/, place: "slot:1" },
  },
  {
    name: "size and thickness off the order beyond tolerance: rejected without indentations",
    faults: [sizeOff(1)],
    ends: finished("rejected"),
    facts: { dents: {}, reason: /diameter .* thickness .*tolerance 0.5 mm/ },
  },
  {
    name: "thickness alone off the order: rejected without indentations",
    faults: [{ device: "rockwell-stage", fault: "measureOff", value: -0.6 }],
    ends: finished("rejected"),
    facts: { dents: {}, reason: /thickness 9\.4/ },
  },
  {
    name: "no room for five: rejected without indentations",
    lab: reach(1),
    ends: finished("rejected"),
    facts: { dents: {}, place: "reject:1", reason: /./ },
  },
  {
    name: "grip missed once: the arm takes its station anew and grips again",
    faults: [{ device: "rockwell-arm", fault: "gripMissed" }],
    ends: finished(),
    facts: { failed: ["pick#1 gripMissed"] },
  },
  {
    name: "grip missed again and again: a person is asked, and the block is left out",
    blocks: 2,
    faults: [{ device: "rockwell-arm", fault: "gripMissed", times: 3 }],
    answers: [{ asked: /gripMissed.*lies straight/, choice: "giveUp" }],
    ends: { state: "finished", blocks: { [FIRST]: "skipped", [SECOND]: "passed" } },
    facts: { place: "slot:1" },
  },
];
