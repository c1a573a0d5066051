/** The messages between vision and its child: a table of what can be asked, and how question and answer are read. */
import { z } from "zod";
import { measureRequestSchema, measureResultSchema } from "./measure-request.ts";
import {
  compareRequestSchema,
  compareResultSchema,
  lookRequestSchema,
  lookResultSchema,
} from "./requests.ts";
import { thumbnailRequestSchema, thumbnailResultSchema } from "./thumbnail-request.ts";

/** Adding a kind adds a row here and its answerer in child.ts. */
export const KINDS = {
  look: { request: lookRequestSchema, result: lookResultSchema },
  compare: { request: compareRequestSchema, result: compareResultSchema },
  measure: { request: measureRequestSchema, result: measureResultSchema },
  thumbnail: { request: thumbnailRequestSchema, result: thumbnailResultSchema },
} as const;

export type Kind = keyof typeof KINDS;
/** As given: fields with a default may be left out. */
export type Asked<K extends Kind> = z.input<(typeof KINDS)[K]["request"]>;
export type Answer<K extends Kind> = z.output<(typeof KINDS)[K]["result"]>;

const kinds: readonly [Kind, ...Kind[]] = ["look", "compare", "measure", "thumbnail"];

/** One request on its way to the child. */
export const jobSchema = z.object({
  id: z.number().int(),
  kind: z.enum(kinds),
  request: z.looseObject({ imagePath: z.string() }),
});
export type VisionJob = z.infer<typeof jobSchema>;

/** What the child sends: first that it is ready, then for each job that it has begun and one answer. */
export const reportSchema = z.discriminatedUnion("report", [
  z.object({ report: z.literal("ready") }),
  z.object({ report: z.literal("begun"), id: z.number().int() }),
  z.object({ report: z.literal("done"), id: z.number().int(), result: z.unknown() }),
  z.object({ report: z.literal("error"), id: z.number().int(), error: z.string() }),
]);
export type VisionReport = z.infer<typeof reportSchema>;

/** What comes back instead of a result: the file, what was tried, what went wrong. */
export interface VisionFailure {
  readonly error: string;
}

export function isVisionFailure(answer: object): answer is VisionFailure {
  return "error" in answer;
}
