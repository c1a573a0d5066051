/**
 * The trial (无人检定试验): 33 blocks from start to sorted on the virtual lab, its report, and the comparison of record and truth.
 * It only starts the lab, queues the tray and reads; it takes no part in the work.
 */
export * from "./compare-truth.ts";
export * from "./published.ts";
export * from "./report.ts";
export * from "./run-trial.ts";
