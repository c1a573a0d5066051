/** Daily verifications (日常核查) of the tester within a batch, and blocks of it that a later failed one made suspect. */
import { z } from "zod";
import { type InfoBase, listSuspicions, listVerifications, type Suspicion } from "../infobase/index.ts";

export interface ReportedVerification {
  readonly scale: string;
  /** Serial of the reference block. */
  readonly reference: string;
  /** Local date, YYYY-MM-DD. */
  readonly day: string;
  readonly passed: boolean;
  /** The comparisons that decided, in words. */
  readonly decisive: string;
  /** Counted ones, HR. */
  readonly readings: readonly number[];
  /** Further indentations the reference block's surface had room for; null when that is not on record. */
  readonly roomLeft: number | null;
}

export type SuspectBlock = Omit<Suspicion, "batch">;

const recordSchema = z.object({
  reason: z.string().default(""),
  verdict: z.object({ decisive: z.string() }).nullish(),
  roomLeft: z.number().nullable().default(null),
  indentations: z.array(z.object({ purpose: z.string(), readingHr: z.number().nullable() })).default([]),
});

export function verificationsOf(base: InfoBase, batch: string): ReportedVerification[] {
  return listVerifications(base, batch).map(({ scale, reference, day, passed, record }) => {
    const { reason, verdict, roomLeft, indentations } = recordSchema.parse(record);
    return {
      scale,
      reference,
      day,
      passed,
      decisive: verdict?.decisive ?? reason,
      roomLeft,
      readings: indentations.flatMap(({ purpose, readingHr }) =>
        purpose === "counted" && readingHr !== null ? [readingHr] : [],
      ),
    };
  });
}

export function suspectBlocks(base: InfoBase, batch: string): SuspectBlock[] {
  return listSuspicions(base).flatMap(({ batch: of, ...suspicion }) => (of === batch ? [suspicion] : []));
}
