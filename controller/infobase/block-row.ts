/** Rows of batches and blocks as other rooms see them. */
import type { Json } from "../../workflows/index.ts";

export type BatchState = "queued" | "running" | "finished" | "stopped";

/** `incomplete`: the batch was stopped or the block skipped while it was in hand. `skipped`: it was never picked. */
export type BlockOutcome = "passed" | "rejected" | "incomplete" | "skipped";

export interface BlockRecordRow {
  readonly batch: string;
  readonly serial: string;
  /** 1, or more when the block was ordered to be repeated. */
  readonly attempt: number;
  readonly slot: number;
  readonly outcome: BlockOutcome;
  /** `slot:7` or `reject:1`. */
  readonly place: string;
  readonly record: Json;
}
