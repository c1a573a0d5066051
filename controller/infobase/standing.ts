/** By which limit table a batch began, and whether a lab may judge by it: on record with what was looked at before the start. */
import { z } from "zod";
import type { InfoBase } from "./open.ts";
import { jobsUnder } from "./progress.ts";

const standingSchema = z.object({
  id: z.string(),
  revision: z.number(),
  status: z.string(),
  /** Why verdicts by it are provisional and no certificate is released; null when it is approved for the lab. */
  provisional: z.string().nullable(),
});
export type LimitTableStanding = z.infer<typeof standingSchema>;

const outcomeSchema = z.object({ ok: z.literal(true), value: z.object({ table: standingSchema }) });

/** As last looked at; undefined before that, and for batches of an older hardlab, which did not record it. */
export function limitTableOf(base: InfoBase, batch: string): LimitTableStanding | undefined {
  return jobsUnder(base, `batch/${batch}/preflight/`)
    .map(({ outcome }) => outcomeSchema.safeParse(outcome).data?.value.table)
    .findLast((table) => table !== undefined);
}
