import type { JobRequest } from "../../workflows/index.ts";

/** Moments in a job's life at which a crash must do no harm. */
export const JOB_POINTS = ["beforeRow", "afterRow", "sent", "deviceFinished", "recorded"] as const;
export type JobPoint = (typeof JOB_POINTS)[number];

/** Told synchronously at each point of each job: for the log, the page, and tests that pull the plug there. */
export type Observe = (point: JobPoint, key: string, request: JobRequest) => void;
