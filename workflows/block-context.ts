/** What a block's journey keeps in mind, and what follows from it. Pure. */
import { z } from "zod";
import type { IndentationOutput, Position, Purpose } from "./indentation.ts";
import type { BlockOrder, LineSetup } from "./order.ts";
import type { ActionRequest, Json, Outcome, Perform } from "./perform.ts";
import { leavesDoubt } from "./recovery.ts";
import { type StepOutput, wasEnded } from "./step.ts";

export interface BlockInput {
  readonly perform: Perform;
  /** `batch/B-0001/block/2007-101`, with `@2` for a repetition. */
  readonly key: string;
  readonly batch: string;
  readonly line: LineSetup;
  readonly block: BlockOrder;
  /** A reference block is worked like any other, but judged against its certificate, never rejected, never engraved. */
  readonly role: "block" | "reference";
  /** 1, or more when the block was ordered to be repeated. */
  readonly attempt: number;
  /** Place it is picked from. */
  readonly from: string;
  /** Its own place: `slot:7`, `reference:1`. */
  readonly home: string;
  /** Number of the next free reject slot. */
  readonly nextReject: number;
  /** Why it is left where it is and only recorded; empty when it is worked. */
  readonly leftOut: string;
}

/** `incomplete`: brought home when the batch was stopped or the block skipped. `skipped`: never picked. */
export type BlockOutcome = "passed" | "rejected" | "incomplete" | "skipped";

export interface BlockOutput {
  readonly serial: string;
  readonly attempt: number;
  readonly slot: number;
  readonly outcome: BlockOutcome;
  /** `slot:7`, `reject:1`; `gripper` when it could not be brought home, `unknown` when a stop left a pick or place in doubt. */
  readonly place: string;
  readonly reason: string;
  /** What the marker is to engrave; empty unless the block passed. */
  readonly engraving: string;
}

interface Planned {
  readonly position: Position;
  readonly purpose: Purpose;
}

export interface BlockContext extends BlockInput {
  readonly picked: boolean;
  readonly measured: Json;
  readonly look: Look | undefined;
  readonly planned: readonly Planned[];
  readonly spares: readonly Position[];
  readonly made: readonly IndentationOutput[];
  /** Keys of indentations whose value is on record but does not count, with the reason. */
  readonly setAside: Readonly<Record<string, string>>;
  readonly screenings: number;
  readonly atTester: string;
  readonly verdict: Json;
  readonly outcome: BlockOutcome;
  readonly reason: string;
  readonly place: string;
  readonly engraving: string;
}

const positionSchema = z.object({ xMm: z.number(), yMm: z.number() });
export const lookSchema = z.object({
  sha256: z.string(),
  dentDiameterMm: z.number(),
  whyNot: z.string().nullable(),
  plan: z
    .object({
      preliminary: z.array(positionSchema),
      counted: z.array(positionSchema),
      spares: z.array(positionSchema),
      couldFit: z.number(),
    })
    .nullable(),
});
export type Look = z.infer<typeof lookSchema>;

const stepEndSchema = z.object({
  output: z.object({
    outcome: z.union([
      z.object({ ok: z.literal(true), value: z.json() }),
      z.object({ ok: z.literal(false), fault: z.string(), text: z.string() }),
    ]),
  }),
});
export const sizeSchema = z.object({ mismatch: z.string() });
const screenSchema = z.object({ setAside: z.array(z.object({ key: z.string(), reason: z.string() })) });
export const verdictSchema = z.object({ passed: z.boolean(), decisive: z.string() });
export const recordedSchema = z.object({ engraving: z.string() });

/** Rejected blocks go to the next reject slot; all others home. */
export const destination = (context: BlockContext): string =>
  isRejected(context) ? `reject:${context.nextReject}` : context.home;

const isRejected = ({ outcome, role }: BlockContext): boolean => outcome === "rejected" && role === "block";

export const moveTo = ({ line }: BlockContext, text: string): ActionRequest => ({
  kind: "action",
  device: line.arm,
  command: "move",
  text,
});
export const step = (context: BlockContext, name: string, request: ActionRequest) => ({
  perform: context.perform,
  key: `${context.key}/${name}`,
  request,
});

type StepDone = { event: { output: StepOutput } };
export const stepOk = ({ event }: StepDone): boolean => event.output.outcome.ok;

/** Why a block goes home early: ended by order it is incomplete, otherwise it is rejected. */
export function homewardBecause(outcome: Outcome, what: string): Pick<BlockContext, "outcome" | "reason"> {
  if (outcome.ok) return { outcome: "rejected", reason: what };
  return wasEnded(outcome)
    ? { outcome: "incomplete", reason: outcome.text }
    : { outcome: "rejected", reason: `${what}: ${outcome.text}` };
}

/** A block that was never picked stays where it is. */
export function notPicked(outcome: Outcome): Partial<BlockContext> {
  return {
    outcome: "skipped",
    reason: outcome.ok ? "not picked" : outcome.text,
    ...(isInDoubt(outcome) ? { place: "unknown" } : {}),
  };
}

/** Where a block is that could not be placed. */
export function notPlaced({ place }: BlockContext, outcome: Outcome): Pick<BlockContext, "place"> {
  return { place: isInDoubt(outcome) ? "unknown" : place };
}

const isInDoubt = (outcome: Outcome): boolean => !outcome.ok && leavesDoubt(outcome.fault);

/** Outcome of the step whose end the event tells. */
export function outcomeOf(event: object): Outcome {
  const { output } = stepEndSchema.parse(event);
  return output.outcome;
}

export const counting = ({ made, setAside }: BlockContext): IndentationOutput[] =>
  made.filter(
    ({ purpose, readingHr, key }) => purpose === "counted" && readingHr !== null && !(key in setAside),
  );

export function rejectAreaFull(context: BlockContext): boolean {
  return isRejected(context) && context.nextReject > context.line.rejectSlots;
}

/** Preliminary positions first, then the counted ones along their path. */
export function inOrder({ plan }: Look): Pick<BlockContext, "planned" | "spares"> {
  const as = (purpose: Purpose) => (position: Position) => ({
    position,
    purpose,
  });
  return {
    planned: [
      ...(plan?.preliminary ?? []).map(as("preliminary")),
      ...(plan?.counted ?? []).map(as("counted")),
    ],
    spares: plan?.spares ?? [],
  };
}

/** A counted dent whose value is lost keeps its place on the record; a spare position takes over. */
export function afterIndentation(context: BlockContext, output: IndentationOutput): Partial<BlockContext> {
  const made = [...context.made, output];
  const { atTester } = output;
  if (output.ended) return { made, atTester, outcome: "incomplete", reason: "ended by order" };
  if (output.failure !== "") return { made, atTester, outcome: "rejected", reason: output.failure };
  if (output.purpose === "preliminary" || output.readingHr !== null) return { made, atTester };
  return { made, atTester, ...withSpare(context, 1, "a value was lost") };
}

/** Readings set aside stay on record; spare positions give others in their place. */
export function afterScreening(context: BlockContext, outcome: Outcome): Partial<BlockContext> {
  const screenings = context.screenings + 1;
  if (!outcome.ok) return { screenings, outcome: "rejected", reason: outcome.text };
  const { setAside } = screenSchema.parse(outcome.value);
  if (setAside.length === 0) return { screenings };
  return {
    screenings,
    setAside: {
      ...context.setAside,
      ...Object.fromEntries(setAside.map(({ key, reason }) => [key, reason])),
    },
    ...withSpare(context, setAside.length, setAside.map(({ reason }) => reason).join("; ")),
  };
}

function withSpare(context: BlockContext, count: number, why: string): Partial<BlockContext> {
  if (context.spares.length < count)
    return { outcome: "rejected", reason: `${why}, and there is no room for another indentation` };
  const added = context.spares.slice(0, count).map((position): Planned => ({ position, purpose: "counted" }));
  return { spares: context.spares.slice(count), planned: [...context.planned, ...added] };
}
