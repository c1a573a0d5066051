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
        made: z.enum(["yes", "no", "unknown"]),
        setAside: z.string(),
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
  const views = indentations.map(
    ({ purpose, readingHr, made, setAside }): IndentationView => ({
      purpose,
      readingHr,
      reason: setAside,
      state:
        made === "unknown"
          ? "inDoubt"
          : made === "no"
            ? "notMade"
            : setAside !== ""
              ? "setAside"
              : readingHr === null
                ? "valueLost"
                : "made",
    }),
  );
  return {
    state: outcome,
    attempt,
    place,
    reason,
    verdict,
    indentations: views,
    readings: countedReadings(views),
  };
}

/** Readings that count, HR, in the order made. */
export function countedReadings(indentations: readonly IndentationView[]): number[] {
  return indentations.flatMap(({ purpose, readingHr, state }) =>
    purpose === "counted" && state === "made" && readingHr !== null ? [readingHr] : [],
  );
}

const indentSchema = z.object({
  command: z.literal("indent"),
  about: z.object({ purpose: z.enum(["preliminary", "counted"]) }),
});
const screenedSchema = z.object({ setAside: z.array(z.object({ key: z.string(), reason: z.string() })) });
const hardnessSchema = z.object({ numbers: z.object({ hardness: z.number() }) });

/** Nothing was made, and the workflow makes another attempt by itself. */
const MADE_ANEW: readonly string[] = ["positionLost", "wrongScale", "notAtStation"];
/** The dent counts as made. */
const VALUE_LOST: readonly string[] = ["noValue", "badResult"];
/** The batch was ended or the block left out before it was sent. */
const NEVER_SENT: readonly string[] = ["stopped", "skipped"];

function unsettled(outcome: Outcome | null): IndentationView["state"] {
  if (outcome === null || outcome.ok || MADE_ANEW.includes(outcome.fault)) return "underWay";
  if (NEVER_SENT.includes(outcome.fault)) return "notMade";
  return VALUE_LOST.includes(outcome.fault) ? "valueLost" : "inDoubt";
}

/**
 * Indentations told to the tester so far, one a position. Only the last position can be unsettled: the workflow goes on to
 * the next only when the dent before is made.
 */
export function inHandIndentations(
  jobs: readonly JobGlimpse[],
  screenings: readonly JobGlimpse[],
): IndentationView[] {
  const setAside = new Map(
    screenings.flatMap(({ outcome }) => {
      const screened = screenedSchema.safeParse(outcome?.ok === true ? outcome.value : null);
      return screened.success ? screened.data.setAside.map(({ key, reason }) => [key, reason] as const) : [];
    }),
  );
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
        ? {
            purpose,
            readingHr: reading.data.numbers.hardness,
            reason: setAside.get(key) ?? "",
            state: setAside.has(key) ? "setAside" : "made",
          }
        : { purpose, readingHr: null, reason: "", state: unsettled(outcome) },
    );
  }
  const positions = [...byPosition.values()];
  return positions.map((view, index) =>
    (view.state === "underWay" || view.state === "inDoubt") && index < positions.length - 1
      ? { ...view, state: "valueLost" }
      : view,
  );
}
