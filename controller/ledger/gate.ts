/** Whether a job that was not sent yet may be sent now. Whatever is under way goes on; the gate stands before new ones only. */
import type { Failure, JobRequest } from "../../workflows/index.ts";

export type Admission =
  | { readonly kind: "go" }
  | { readonly kind: "wait" }
  | { readonly kind: "never"; readonly outcome: Failure };

export interface Gate {
  /** Looked at again after every wake of the ledger. */
  admit(key: string, request: JobRequest): Admission;
}

export const OPEN_GATE: Gate = { admit: () => ({ kind: "go" }) };
