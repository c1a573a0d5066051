/** A block's values: from its record when it has one, from its jobs while it is in hand. */
import { z } from "zod";
import type { Outcome } from "../../workflows/index.ts";
import type { BlockRecordRow, JobGlimpse } from "../infobase/index.ts";
import type { BlockView, IndentationView } from "./api.ts";

const recordSchema = z.object({
  reason: z.string().default(""),
  verdict: z
    .object({
      meanHr: z.number(),
      uniformityHr: z.number(),
      limitHr: z.number(),
      reportedMean: z.string(),
      reportedUniformity: z.string(),
      provisional: z.boolean(),
      decisive: z.string(),
    })
    .nullable()
    .default(null),
  indentations: z
    .array(
      z.object({
        purpose: z.enum(["preliminary", "counted"]),
        readingHr: z.number().nullable(),
        made: z.boolean(),
      }),
    )
    .default([]),
});

export function recorded({
  outcome,
  place,
  attempt,
  record,
}: BlockRecordRow): Pick<
  BlockView,
  "state" | "attempt" | "place" | "indentations" | "readings" | "verdict" | "reason"
> {
  const { reason, verdict, indentations } = recordSchema.parse(record);
  return {
    state: outcome,
    attempt,
    place,
    reason,
    verdict,
    indentations: indentations.map(({ purpose, readingHr, made }) => ({
      purpose,
      readingHr,
      state: !made ? "notMade" : readingHr === null ? "valueLost" : "made",
    })),
    readings: indentations.flatMap(({ purpose, readingHr, made }) =>
      made && purpose === "counted" && readingHr !== null ? [readingHr] : [],
    ),
  };
}

const indentSchema = z.object({
  command: z.literal("indent"),
  about: z.object({ purpose: z.enum(["preliminary", "counted"]) }),
});
const hardnessSchema = z.object({ numbers: z.object({ hardness: z.number() }) });

/** Nothing was made, and the workflow makes another attempt by itself. */
const notSent = (outcome: Outcome): boolean =>
  !outcome.ok && (outcome.fault === "positionLost" || outcome.fault === "wrongScale");

/**
 * Indentations told to the tester so far, one a position. Only the last position can be unsettled: the workflow goes on to
 * the next only when the dent before is made.
 */
export function inHandIndentations(jobs: readonly JobGlimpse[]): IndentationView[] {
  const byPosition = new Map<string, IndentationView>();
  for (const { key, request, outcome } of jobs) {
    const position = /\/indent\/(\d+)#\d+$/.exec(key)?.[1];
    const indent = indentSchema.safeParse(request);
    if (position === undefined || !indent.success) continue;
    const { purpose } = indent.data.about;
    const reading = hardnessSchema.safeParse(outcome?.ok === true ? outcome.value : null);
    byPosition.set(
      position,
      reading.success
        ? { purpose, readingHr: reading.data.numbers.hardness, state: "made" }
        : { purpose, readingHr: null, state: outcome === null || notSent(outcome) ? "underWay" : "inDoubt" },
    );
  }
  const positions = [...byPosition.values()];
  return positions.map((view, index) =>
    view.state !== "made" && index < positions.length - 1 ? { ...view, state: "valueLost" } : view,
  );
}
