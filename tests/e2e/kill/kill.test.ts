import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CampaignResult, runCampaign } from "./campaign.ts";
import { killsOfRound, VICTIMS } from "./plan.ts";
import { randomFrom } from "./seeded.ts";

/** No time limit worth the name: a machine may be slow, the test is about what happened. */
const LONG_MS = 20 * 60_000;
const seed = Number(process.env.HARDLAB_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

function expectClean({ truth, blocks }: CampaignResult, expectedBlocks: number): void {
  expect(truth).toMatchObject({
    missing: [],
    doubled: [],
    misattributed: [],
    misplaced: [],
    invented: [],
    blocks: expectedBlocks,
  });
  expect(blocks).toBe(expectedBlocks);
}

describe("kill -9, then the tray goes on as if nothing had happened", () => {
  it.each([0, 1, 2])(
    "at each point of each kind of job, round %i of three",
    { timeout: LONG_MS },
    async (round) => {
      const kills = killsOfRound(round);
      const result = await runCampaign({ blocks: 2, seed: seed + round, kills });
      console.log(
        `seed ${seed + round}, round ${round}: ${result.killed.length} of ${kills.length} kills, ${result.starts} starts, ${result.truth.indentations} indentations`,
      );
      expectClean(result, 2);
      expect(result.killed.length).toBe(kills.length);
    },
  );

  it("at random moments", { timeout: LONG_MS }, async () => {
    const random = randomFrom(seed);
    let kills = 0;
    const result = await runCampaign({
      blocks: 3,
      seed,
      kills: [],
      meanwhile(controller, dataDir) {
        if (kills >= RANDOM_KILLS) return;
        const timer = setTimeout(
          () => {
            kills++;
            const victim = VICTIMS[Math.floor(random() * VICTIMS.length)];
            if (victim !== "controller") killLab(dataDir);
            // A controller that lost its lab gets a moment to notice before it dies as well.
            if (victim === "lab") setTimeout(() => controller.kill("SIGKILL"), 2_000 + 2_000 * random());
            else controller.kill("SIGKILL");
          },
          700 + 2_500 * random(),
        );
        controller.once("exit", () => clearTimeout(timer));
      },
    });
    console.log(
      `seed ${seed}: ${kills} random kills, ${result.starts} starts, ${result.truth.indentations} indentations`,
    );
    expectClean(result, 3);
  });

  it("and a controller that sends before it writes is found out", { timeout: LONG_MS }, async () => {
    const bug = new URL("send-before-row.ts", import.meta.url).pathname;
    const kills = [
      { victim: "controller", job: "indent", point: "sent" },
      { victim: "controller", job: "shift", point: "sent" },
    ] as const;
    const outcome = await runCampaign({ blocks: 1, seed, kills, nodeOptions: ["--import", bug] }).then(
      ({ truth }) => [...truth.missing, ...truth.doubled],
      (error: unknown) => [String(error)],
    );
    console.log(`found: ${outcome.join("; ").slice(0, 300)}`);
    expect(outcome.length).toBeGreaterThan(0);
  });
});

const RANDOM_KILLS = 12;

function killLab(dataDir: string): void {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataDir, "virtual", "lab.json"), "utf8"));
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // There is no virtual lab yet, or it is just being started again: then this kill hits the air.
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}
