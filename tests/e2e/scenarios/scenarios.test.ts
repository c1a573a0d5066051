/** Everything that may go wrong, each over real sockets and each to its own stated end; the record agrees with the world, and none hangs. */
import { describe, expect, it } from "vitest";
import { DEVICES } from "./devices.ts";
import { IN_DOUBT } from "./in-doubt.ts";
import { LINKS } from "./links.ts";
import { MATERIAL } from "./material.ts";
import { play } from "./play.ts";
import type { Scenario } from "./scenario.ts";
import { SEEING } from "./seeing.ts";
import { TESTER } from "./tester.ts";

const TABLES = {
  "a forgotten job is settled by looking": IN_DOUBT,
  "blocks and their places": MATERIAL,
  "the tester's values": TESTER,
  pictures: SEEING,
  "what devices and people at them do": DEVICES,
  "links and answers": LINKS,
} satisfies Record<string, readonly Scenario[]>;

describe.each(Object.entries(TABLES))("%s", (_name, scenarios) => {
  it.concurrent.each(scenarios)("$name", async (scenario) => {
    const { ends, facts = {} } = scenario;
    const { end, untruths, ...known } = await play(scenario);
    expect(end).toEqual(asPattern(ends));
    expect(untruths).toEqual({});
    expect(known).toMatchObject(asPattern(facts));
  });
});

/** The same object with patterns where texts are compared. */
function asPattern(expected: object): object {
  return Object.fromEntries(
    Object.entries(expected).map(([name, value]) => [
      name,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]),
  );
}
