/** The one actor every workflow is made of: a job of the ledger. */
import { fromPromise } from "xstate";
import type { JobRequest, Outcome, Perform } from "./perform.ts";

export interface JobInput {
  readonly perform: Perform;
  readonly key: string;
  readonly request: JobRequest;
}

export const job = fromPromise<Outcome, JobInput>(({ input }) => input.perform(input.key, input.request));
