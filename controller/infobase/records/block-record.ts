/** What a block's record says, read leniently: records of older workflows have fewer members. */
import { z } from "zod";

const numberOrNull = z.number().nullable().catch(null);
const text = z.string().catch("");

const verdictSchema = z.object({
  meanHr: numberOrNull,
  uniformityHr: numberOrNull,
  limitHr: numberOrNull,
  provisional: z.boolean().nullable().catch(null),
  table: z.object({ id: z.string(), revision: z.number() }).nullable().catch(null),
  uncertainty: z.object({ expandedHr: numberOrNull }).catch({ expandedHr: null }),
});

const indentationSchema = z.object({
  key: z.string(),
  purpose: z.enum(["preliminary", "counted"]),
  xMm: z.number(),
  yMm: z.number(),
  readingHr: z.number().nullable(),
  made: z.enum(["yes", "no", "unknown"]),
  setAside: text,
});

export const recordSchema = z.object({
  line: text,
  reason: text,
  block: z
    .object({
      scale: text,
      nominalHr: numberOrNull,
      shape: z.enum(["round", "rectangular", "unstated"]).catch("unstated"),
      diameterMm: numberOrNull,
      lengthMm: numberOrNull,
      widthMm: numberOrNull,
      thicknessMm: numberOrNull,
      client: text,
      maker: text,
    })
    .catch({
      scale: "",
      nominalHr: null,
      shape: "unstated",
      diameterMm: null,
      lengthMm: null,
      widthMm: null,
      thicknessMm: null,
      client: "",
      maker: "",
    }),
  verdict: verdictSchema.nullable().catch(null),
  /** Key of its look, without the number of the picture. */
  look: z.string().nullable().catch(null),
  indentations: z.array(indentationSchema).catch([]),
});
export type BlockRecord = z.infer<typeof recordSchema>;

/** Lengths in mm from the block's centre. */
export interface OldIndentation {
  readonly xMm: number;
  readonly yMm: number;
  readonly diameterMm: number | null;
}

const seenSchema = z.object({
  indentations: z.array(
    z.object({
      xMm: z.number(),
      yMm: z.number(),
      diameterMm: z.number().optional(),
      majorMm: z.number().optional(),
      minorMm: z.number().optional(),
    }),
  ),
});

/** Old indentations in a look's outcome; none when it saw no surface. */
export function oldIndentations(looked: unknown): OldIndentation[] {
  const seen = seenSchema.safeParse(looked);
  if (!seen.success) return [];
  return seen.data.indentations.map(({ xMm, yMm, diameterMm, majorMm, minorMm }) => ({
    xMm,
    yMm,
    diameterMm:
      diameterMm ?? (majorMm === undefined || minorMm === undefined ? null : (majorMm + minorMm) / 2),
  }));
}
