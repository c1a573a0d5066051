/**
 * Telemetry (运行数据): what is told of the running lab's jobs to the log and to metrics. It watches the ledger's jobs from the
 * side, at the points of their life, and never holds one up or changes it.
 */
export { commitTimes } from "./commit-times.ts";
export { type JobWatch, watchJobs } from "./watch-jobs.ts";
