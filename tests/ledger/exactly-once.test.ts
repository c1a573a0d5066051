import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Ledger } from "../../controller/ledger/index.ts";
import { desk } from "./open-ledger.ts";
import { type FakeDevice, fakeDevice } from "./shell-link.ts";

const JOBS = 4;
const seed = Number(process.env.HARDLAB_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** What a workflow does: each dent until it is made; in doubt it looks. */
async function indentAll(ledger: Ledger, tester: FakeDevice): Promise<void> {
  for (let job = 0; job < JOBS; job++) {
    for (let attempt = 1; ; attempt++) {
      const outcome = await ledger.perform(`dent/${job}#${attempt}`, {
        kind: "action",
        device: "tester",
        command: "indent",
        text: `dent ${job}`,
      });
      if (outcome.ok || tester.effects.includes(`indent dent ${job}`)) break;
    }
  }
}

const trouble = fc.record({
  /** Kill at this observation of the run, counted from its start. */
  killAt: fc.integer({ min: 1, max: 14 }),
  powerCycle: fc.boolean(),
  lose: fc.constantFrom("nothing" as const, "frame" as const, "answer" as const),
  /** Turns of the event loop between kill and power cycle: the dent may or may not be made in between. */
  turns: fc.integer({ min: 0, max: 3 }),
});

describe("a killed controller, a power cycle, a lost frame, in any order", () => {
  it("never makes a dent twice and never leaves one out", async () => {
    console.log(`seed ${seed} (replay with HARDLAB_TEST_SEED=${seed})`);
    await fc.assert(
      fc.asyncProperty(fc.array(trouble, { maxLength: 6 }), async (troubles) => {
        const tester = fakeDevice("tester", "rockwellTester");
        const table = desk({ tester });
        try {
          for (const { killAt, powerCycle, lose, turns } of troubles) {
            let observed = 0;
            let killed = false;
            const ledger = table.start({
              observe() {
                killed ||= ++observed === killAt;
                if (killed) throw new Error("killed");
              },
            });
            tester.lose = lose;
            ledger.started();
            await indentAll(ledger, tester).catch(() => undefined);
            for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
            if (powerCycle) tester.shell.restart();
          }
          const ledger = table.start();
          ledger.started();
          await indentAll(ledger, tester);
          expect(tester.effects.toSorted()).toEqual(
            Array.from({ length: JOBS }, (_, job) => `indent dent ${job}`),
          );
        } finally {
          table.remove();
        }
      }),
      { seed, numRuns: 60 },
    );
  });
});
