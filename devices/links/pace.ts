/** When to read a device's status again, and how long to wait before a new connection: pure. */

/** Longest time between two status reads, ms of real time. */
export const IDLE_POLL_MS = 250;
/** Pause between two status reads while a job is expected to end, ms. */
const QUICK_POLL_MS = 2;
/** The poll follows the distance to the expected end by this fraction: within 5 % of a second it looks every 25 ms. */
const CLOSENESS = 40;

/**
 * Pause before the next status read, ms. `expectedEndsMs` are the instants at which watched jobs should end, on the clock of
 * `nowMs`: reads are quick around them and grow slower with the distance, before and after.
 */
export function pollPauseMs(nowMs: number, expectedEndsMs: Iterable<number>): number {
  let pause = IDLE_POLL_MS;
  for (const endMs of expectedEndsMs) {
    const distance = Math.abs(endMs - nowMs) / CLOSENESS;
    pause = Math.min(pause, Math.max(QUICK_POLL_MS, distance));
  }
  return pause;
}

/** Longest pause before a new connection, ms: nobody waits longer for a device that is back. */
const LONGEST_PAUSE_MS = 2000;

/**
 * Pauses before each new connection, ms: from 100 ms, each a tenth longer, to two seconds, for ever. So a device is found
 * again after about a tenth of the time it was away, and within two seconds however long that was.
 */
export function* reconnectPausesMs(): Generator<number, never, void> {
  for (let pause = 100; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.1)) yield pause;
}

/** A heartbeat that has not moved for so long is a dead link, ms of real time. */
export const STALE_AFTER_MS = 2000;
