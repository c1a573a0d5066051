import type { Parameters } from "fast-check";

/** A seed for a property test: HARDLAB_SEED replays one that was printed. */
export function replayable(): Parameters<unknown> {
  const seed = Number(process.env.HARDLAB_SEED ?? Date.now() % 2 ** 31);
  console.log(`HARDLAB_SEED=${seed}`);
  return { seed };
}
