/** Questions that were put to people, and their answers. */
import { z } from "zod";
import type { JobGlimpse } from "../infobase/index.ts";

const requestSchema = z.object({
  question: z.string(),
  choices: z.array(z.object({ choice: z.string(), consequence: z.string() })),
});
const answerSchema = z.object({ choice: z.string(), by: z.string() });

export interface AskedQuestion {
  readonly key: string;
  readonly question: string;
  readonly choices: z.infer<typeof requestSchema>["choices"];
  readonly askedAt: string;
  /** Null while it waits, and when an order ended it. */
  readonly answer: { readonly choice: string; readonly by: string } | null;
  /** Null while it waits. */
  readonly endedAt: string | null;
  /** Why it was ended without an answer; empty otherwise. */
  readonly endedBy: string;
}

export function questionsOf(jobs: readonly JobGlimpse[]): AskedQuestion[] {
  return jobs
    .filter(({ kind }) => kind === "decision")
    .map(({ key, request, outcome, openedAt, finishedAt }) => ({
      key,
      ...requestSchema.parse(request),
      askedAt: openedAt,
      answer: outcome?.ok === true ? answerSchema.parse(outcome.value) : null,
      endedAt: finishedAt,
      endedBy: outcome?.ok === false ? outcome.text : "",
    }));
}
