// A shape for every state, so that none is told by colour alone.
import { drawing } from "./element.js";

/** @type {Record<string, string>} */
const PATHS = {
  waiting: "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z",
  inHand: "M3.5 2.5l9.5 5.5l-9.5 5.5z",
  passed: "M2.5 8.5l3.6 3.8l7.4-8.3",
  rejected: "M3.2 3.2l9.6 9.6M12.8 3.2l-9.6 9.6",
  incomplete: "M8 2.5a5.5 5.5 0 0 0 0 11z",
  skipped: "M2.5 8h8M7.5 4.5l3.5 3.5l-3.5 3.5M13.5 4v8",
  empty: "M4 8h8",
  asking: "M8 1.5l6.8 12.5h-13.6zM8 6v4M8 11.6v0.8",
  stopped: "M3 3h10v10h-10z",
  working: "M3.5 2.5l9.5 5.5l-9.5 5.5z",
};

/** A state nobody has a shape for gets that of an empty place. @param {string} state */
export function shape(state) {
  return drawing(
    "svg",
    { class: `shape ${state}`, viewBox: "0 0 16 16", "aria-hidden": "true" },
    drawing("path", { d: PATHS[state] ?? PATHS.empty }),
  );
}
