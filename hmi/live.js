/** @import { Overview } from "../controller/server/index.ts" */
// The live stream and the judgement whether the controller is alive: only what it says counts, not an open socket.

/** Silence after which the controller is called dead; it speaks every 5 s at least. */
export const SILENCE_MS = 10_000;
const RECONNECT_MS = 5_000;
const LOOK_MS = 500;

/**
 * Listens for ever. `onSilence` is called twice a second with the time of the last sign of life (of the start, before the
 * first) while the controller is dead, and with undefined while it is not.
 * @param {(overview: Overview) => void} onOverview
 * @param {(since: Date | undefined, everHeard: boolean) => void} onSilence
 */
export function listen(onOverview, onSilence) {
  let heardAt = new Date();
  let heardMs = performance.now();
  let openedMs = performance.now();
  let everHeard = false;

  const open = () => {
    openedMs = performance.now();
    const opened = new EventSource("/api/v1/stream");
    opened.addEventListener("overview", (event) => {
      heardAt = new Date();
      heardMs = performance.now();
      everHeard = true;
      onSilence(undefined, true);
      onOverview(JSON.parse(event.data));
    });
    return opened;
  };

  let source = open();
  setInterval(() => {
    const now = performance.now();
    const silent = now - heardMs >= SILENCE_MS;
    onSilence(silent ? heardAt : undefined, everHeard);
    // A browser gives up after some answers, and a half-open socket never ends: a fresh stream is the cure for both.
    const givenUp = source.readyState === EventSource.CLOSED;
    if ((!silent && !givenUp) || now - openedMs < RECONNECT_MS) return;
    source.close();
    source = open();
  }, LOOK_MS);
}
