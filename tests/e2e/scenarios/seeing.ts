/** Pictures that show nothing, or not what they should. The first picture is the look before the plan. */
import { FIRST, finished, type Scenario, SECOND } from "./scenario.ts";

const camera = (fault: string, more: { nth?: number; times?: number } = {}) => ({
  device: "rockwell-camera",
  fault,
  ...more,
});

export const SEEING: readonly Scenario[] = [
  {
    name: "black picture: another exposure is taken",
    faults: [camera("imageBlack")],
    ends: finished(),
    facts: { failed: ["look#1/look unreadable"] },
  },
  {
    name: "blurred picture: another exposure is taken",
    faults: [camera("imageBlurred")],
    ends: finished(),
    facts: { failed: ["look#1/look unreadable"] },
  },
  {
    name: "black at every exposure: a person is asked, cleans the lens, and it goes on",
    faults: [camera("imageBlack", { times: 4 })],
    answers: [
      {
        asked: /unreadable.*Clean the block and the lens/,
        hand: { mend: "rockwell-camera" },
        choice: "again",
      },
    ],
    ends: finished(),
    facts: { dents: { [FIRST]: 6 } },
  },
  {
    name: "blurred at every exposure: a person gives the block up, it is rejected without indentations",
    faults: [camera("imageBlurred", { times: 4 })],
    answers: [{ asked: /unreadable/, choice: "giveUp" }],
    ends: finished("rejected"),
    facts: { dents: {}, place: "reject:1" },
  },
  {
    name: "picture gone before it was fetched: taken again",
    faults: [camera("imageGone")],
    ends: finished(),
    facts: { failed: ["look#1/look imageGone"] },
  },
  {
    name: "frozen picture: the block before is not taken for this one",
    blocks: 2,
    faults: [camera("imageFrozen", { nth: 2 })],
    ends: { state: "finished", blocks: { [FIRST]: "passed", [SECOND]: "passed" } },
    facts: { failed: [`block/${SECOND}/look#1/look imageFrozen`] },
  },
  {
    name: "frozen picture while an indentation is in doubt: the dent is not taken for absent",
    faults: [
      { device: "rockwell-tester", fault: "powerCycle", command: "indent", value: "afterEffect", nth: 3 },
      camera("imageFrozen", { nth: 2 }),
    ],
    ends: finished(),
    facts: { dents: { [FIRST]: 7 }, withoutValue: 1 },
  },
  {
    name: "NaN in the camera's answer: another picture",
    faults: [camera("nanResult")],
    ends: finished(),
    facts: { failed: ["look#1/expose#1 badResult"] },
  },
];
