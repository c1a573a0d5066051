/**
 * Random walks on a short tray: whatever is ordered, whatever fails and dies, in any order, it ends finished, stopped or asking, and
 * the record agrees with the world. HARDLAB_WALKS=200 walks more of them; HARDLAB_TEST_SEED replays a seed, HARDLAB_WALK one of its walks.
 */
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { walks } from "./walk.ts";
import { takeWalk } from "./walking.ts";

const SEED = Number(process.env.HARDLAB_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
const COUNT = Number(process.env.HARDLAB_WALKS ?? 20);
const ONLY = process.env.HARDLAB_WALK;

const all = fc.sample(walks, { seed: SEED, numRuns: COUNT }).map((walk, n) => ({ n: n + 1, walk }));
const chosen = ONLY === undefined ? all : all.filter(({ n }) => n === Number(ONLY));
const ends: Record<string, number> = {};

describe(`random walks of seed ${SEED}`, () => {
  afterAll(() => {
    console.log(`seed ${SEED} (replay with HARDLAB_TEST_SEED=${SEED}): ${JSON.stringify(ends)}`);
  });

  it.concurrent.each(chosen)("walk $n", async ({ n, walk }) => {
    try {
      const { end, untruths, trail } = await takeWalk(walk);
      ends[end] = (ends[end] ?? 0) + 1;
      expect(untruths, trail.join("\n")).toEqual({});
    } catch (error) {
      ends.wrong = (ends.wrong ?? 0) + 1;
      console.log(`replay with HARDLAB_TEST_SEED=${SEED} HARDLAB_WALKS=${COUNT} HARDLAB_WALK=${n}`);
      throw error;
    }
  });
});
