/** A log line for each point in a job's life, with its key; and the time its row took to become durable. */
import type { JobRequest } from "../../workflows/index.ts";
import { findJob, type InfoBase } from "../infobase/index.ts";
import type { JobPoint, Observe } from "../ledger/index.ts";
import { type CommitTimes, commitTimes } from "./commit-times.ts";

export interface JobWatch {
  readonly observe: Observe;
  /** Of the rows that make jobs exist. */
  readonly commits: CommitTimes;
}

/** `observe` is told as well: before the watch, except where the watch stops a clock. */
export function watchJobs(
  base: InfoBase,
  log: (line: object) => void,
  observe?: Observe | undefined,
): JobWatch {
  const commits = commitTimes();
  let rowBegunMs = 0;
  const watch: Observe = (point, key, request) => {
    if (point === "afterRow") commits.add((performance.now() - rowBegunMs) / 1000);
    log(jobLine(base, point, key, request));
    if (point === "beforeRow") rowBegunMs = performance.now();
  };
  return {
    commits,
    observe(point, key, request) {
      if (point === "afterRow") watch(point, key, request);
      observe?.(point, key, request);
      if (point !== "afterRow") watch(point, key, request);
    },
  };
}

/** The points at which the job's row says more than its request: its number, its outcome. */
const READ_AT: readonly JobPoint[] = ["afterRow", "recorded"];

function jobLine(base: InfoBase, point: JobPoint, key: string, request: JobRequest): object {
  const about = { event: "job", point, key, ...named(request) };
  const row = READ_AT.includes(point) ? findJob(base, key) : undefined;
  if (row === undefined) return about;
  const { number, outcome, openedAt, finishedAt } = row;
  return {
    ...about,
    ...(number === null ? {} : { number }),
    ...(outcome === null || finishedAt === null
      ? {}
      : {
          outcome: outcome.ok ? "done" : outcome.fault,
          ...(outcome.ok ? {} : { text: outcome.text }),
          ms: Date.parse(finishedAt) - Date.parse(openedAt),
        }),
  };
}

function named(request: JobRequest): object {
  switch (request.kind) {
    case "action":
      return { device: request.device, command: request.command };
    case "sense":
    case "hold":
      return { device: request.device, command: request.kind };
    case "computation":
      return { computation: request.name };
    default:
      return { kind: request.kind };
  }
}
