/** One round of kills: every point of every kind of job once, with victims in turn. Three files run one each. */
import { expect, it } from "vitest";
import { type CampaignResult, runCampaign } from "./campaign.ts";
import { type Kill, killSchema, killsOfRound } from "./plan.ts";

/** No time limit worth the name: a machine may be slow, the test is about what happened. */
export const LONG_MS = 20 * 60_000;
export const SEED = Number(process.env.HARDLAB_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** The record agrees with the world, and every block has one. */
export function expectClean({ truth, blocks }: CampaignResult, expectedBlocks: number): void {
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

const nameOf = ({ victim, job, point }: Kill): string => `${victim} at ${job}, ${point}`;

export function testRound(round: number): void {
  it(`kill -9 at each point of each kind of job, round ${round + 1} of three: the tray goes on as if nothing had happened`, {
    timeout: LONG_MS,
  }, async () => {
    console.log(`seed ${SEED} (replay with HARDLAB_TEST_SEED=${SEED})`);
    let left = killsOfRound(round);
    // A kill whose victim was just dead when its point came round waits for the next tray.
    for (let tray = 1; left.length > 0; tray++) {
      const result = await runCampaign({ blocks: 2, seed: SEED + round + tray, kills: left });
      console.log(
        `round ${round + 1}, tray ${tray}: ${result.killed.length} of ${left.length} kills, ${result.starts} starts, ${result.truth.indentations} indentations`,
      );
      expectClean(result, 2);
      expect(result.killed).not.toHaveLength(0);
      const done = result.killed.map((note) => nameOf(killSchema.parse(JSON.parse(note))));
      left = left.filter((kill) => !done.includes(nameOf(kill)));
    }
  });
}
