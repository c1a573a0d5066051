/** The one actor every workflow is made of: a job of the ledger. */
import { fromPromise } from "xstate";
import type { JobRequest, Outcome, Perform } from "./perform.ts";

export interface JobInput {
  readonly perform: Perform;
  readonly key: string;
  readonly request: JobRequest;
}

/** Key of one attempt: attempts are jobs of their own, and the first outcome stays. */
export const attemptKey = ({ key, attempt }: { readonly key: string; readonly attempt: number }): string =>
  `${key}#${attempt}`;

export const job = fromPromise<Outcome, JobInput>(({ input }) => input.perform(input.key, input.request));
