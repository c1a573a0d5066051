/** The devices' own log: each job's start and end in real time. A missing end means that it was broken off (abort, power cut). */
import type { JobName } from "./truth.ts";
import { jobValues, type WorldFile } from "./world-file.ts";

export interface JobContent {
  readonly command: string;
  readonly text: string;
  readonly params: Readonly<Record<string, number>>;
}

/** Logs a job's start; returns the number of its row. */
export function logStart(world: WorldFile, job: JobName, content: JobContent): number {
  return world.note(
    `INSERT INTO job (start_ms, device, controller_id, job_number, boot_id, command, text, params)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    world.nowMs(),
    ...jobValues(job),
    content.command,
    content.text,
    JSON.stringify(content.params),
  );
}

/** Logs the end of the job that `logStart` gave the row number of. */
export function logEnd(world: WorldFile, row: number, faultText: string | undefined): void {
  world.note(
    "UPDATE job SET end_ms = ?, outcome = ?, fault_text = ? WHERE n = ?",
    world.nowMs(),
    faultText === undefined ? "succeeded" : "failed",
    faultText ?? null,
    row,
  );
}
