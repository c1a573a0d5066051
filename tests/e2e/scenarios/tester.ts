/** Values that are missing, impossible or apart from the others. */
import { FIRST, finished, type Scenario } from "./scenario.ts";

const at = (fault: string, more: { nth?: number; times?: number; value?: number } = {}) => ({
  device: "rockwell-tester",
  fault,
  nth: 3,
  ...more,
});
const ONE_MORE = { [FIRST]: 7 };

export const TESTER: readonly Scenario[] = [
  {
    name: "value missing, value NaN: the dents are kept without a value, other positions replace them",
    faults: [at("valueMissing"), at("nanResult", { nth: 5 })],
    ends: finished(),
    facts: { failed: ["indent/3#1 noValue", "indent/5#1 badResult"], dents: { [FIRST]: 8 }, withoutValue: 2 },
  },
  {
    name: "value of the preliminary indentation missing: nothing is replaced",
    faults: [at("valueMissing", { nth: 1 })],
    ends: finished(),
    facts: { failed: ["indent/1#1 noValue"], dents: { [FIRST]: 6 } },
  },
  {
    name: "values missing until no spare position is left: rejected",
    faults: [at("valueMissing", { times: 4 })],
    ends: finished("rejected"),
    facts: { reason: /no room for another indentation/ },
  },
  {
    name: "value out of range: kept, set aside and replaced",
    faults: [at("valueOutOfRange")],
    ends: finished(),
    facts: { failed: [], dents: ONE_MORE, setAside: 1 },
  },
  {
    name: "outlier: replaced once, both values are kept",
    faults: [at("outlier")],
    ends: finished(),
    facts: { failed: [], dents: ONE_MORE, setAside: 1 },
  },
  {
    name: "outlier in its replacement too: the block's own, and it is rejected",
    faults: [at("outlier"), at("outlier", { nth: 7 })],
    ends: finished("rejected"),
    facts: { dents: ONE_MORE, setAside: 1, reason: /uniformity/i },
  },
];
