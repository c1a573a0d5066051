/**
 * One indentation (压痕) at one planned position: shift, indent, and a look under the camera when the tester has forgotten what
 * it was told. A dent whose value is lost counts as made; none is ever made twice.
 */
import { assign, setup } from "xstate";
import { attemptKey, job } from "./job.ts";
import type { LineSetup } from "./order.ts";
import type { JobRequest, Json, Outcome, Perform } from "./perform.ts";
import { type ResponseKind, responseTo } from "./recovery.ts";
import { seeingMachine } from "./seeing.ts";
import { choiceOf, questionAbout, stepMachine, wasEnded } from "./step.ts";

export interface Position {
  readonly xMm: number;
  readonly yMm: number;
}

export type Purpose = "preliminary" | "counted";

export interface IndentationInput {
  readonly perform: Perform;
  /** `batch/B-0001/block/2007-101/indent/3`, without the attempt's number. */
  readonly key: string;
  readonly line: LineSetup;
  readonly serial: string;
  readonly scale: string;
  readonly purpose: Purpose;
  readonly position: Position;
  /** Where the block lies in the gripper and how large the dent will be; the input of a comparison. */
  readonly block: Json;
  readonly dentDiameterMm: number;
  /** Hash of the picture the plan was made on: a dent is what was not there before. */
  readonly before: string;
  /** Key of the move that brought the arm to the tester. */
  readonly atTester: string;
}

export interface IndentationOutput {
  /** `unknown` when the batch was ended before it was settled whether the dent is there. */
  readonly made: "yes" | "no" | "unknown";
  /** Reading in HR; null when the dent is there but its value is lost. */
  readonly readingHr: number | null;
  readonly position: Position;
  readonly purpose: Purpose;
  readonly key: string;
  readonly atTester: string;
  /** Why the block cannot go on, in words; empty when it can. */
  readonly failure: string;
  /** True when a person ended the batch or left the block out. */
  readonly ended: boolean;
}

interface IndentationContext extends IndentationInput {
  readonly attempt: number;
  readonly shifted: string;
  /** What the last shift or indentation came to. */
  readonly outcome: Outcome;
  /** The job the outcome is of. */
  readonly failedStep: "shift" | "indent";
  readonly made: IndentationOutput["made"];
  readonly readingHr: number | null;
  readonly failure: string;
  readonly ended: boolean;
}

const response = ({ outcome, failedStep, attempt }: IndentationContext): ResponseKind | undefined =>
  outcome.ok ? undefined : responseTo(failedStep, outcome.fault, attempt).kind;

const move = (line: LineSetup, station: string): JobRequest & { kind: "action" } => ({
  kind: "action",
  device: line.arm,
  command: "move",
  text: station,
});

/** Back to the tester after a look or a doubt about the position. */
const returnToTester = (context: IndentationContext) => ({
  perform: context.perform,
  key: `${attemptKey(context)}/return`,
  request: move(context.line, "tester"),
});

export const indentationMachine = setup({
  types: {
    input: {} as IndentationInput,
    context: {} as IndentationContext,
    output: {} as IndentationOutput,
  },
  actors: { job, step: stepMachine, seeing: seeingMachine },
  actions: {
    nextAttempt: assign({ attempt: ({ context }) => context.attempt + 1 }),
    madeWithoutValue: assign({ made: "yes", readingHr: null }),
    giveUp: assign(({ context }) => ({ failure: failureOf(context) })),
    end: assign(({ context }) => ({ ended: true, made: surelyNotMade(context) ? "no" : "unknown" })),
  },
  guards: {
    wasEnded: ({ context }) => wasEnded(context.outcome),
    rehome: ({ context }) => response(context) === "rehome",
    setUp: ({ context }) => response(context) === "setUp",
    look: ({ context }) => response(context) === "look",
    replace: ({ context }) => response(context) === "replace",
    reject: ({ context }) => response(context) === "reject",
    again: ({ context }) => response(context) === "again",
  },
}).createMachine({
  id: "indentation",
  context: ({ input }) => ({
    ...input,
    attempt: 1,
    shifted: "",
    outcome: { ok: true, value: null },
    failedStep: "shift",
    made: "no",
    readingHr: null,
    failure: "",
    ended: false,
  }),
  initial: "shifting",
  states: {
    shifting: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/shift`,
          request: {
            kind: "action",
            device: context.line.arm,
            command: "shift",
            params: { xMm: context.position.xMm, yMm: context.position.yMm },
            positionedBy: context.atTester,
          },
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: "indenting",
            actions: assign({
              shifted: ({ context }) => `${attemptKey(context)}/shift`,
            }),
          },
          {
            target: "weighing",
            actions: assign({ outcome: ({ event }) => event.output, failedStep: "shift" }),
          },
        ],
      },
    },
    indenting: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: attemptKey(context),
          request: {
            kind: "action",
            device: context.line.tester,
            command: "indent",
            text: context.scale,
            positionedBy: context.shifted,
            about: {
              serial: context.serial,
              purpose: context.purpose,
              ...context.position,
            },
          },
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: "ended",
            actions: assign({
              made: "yes",
              readingHr: ({ event }) => hardness(event.output),
            }),
          },
          {
            target: "weighing",
            actions: assign({ outcome: ({ event }) => event.output, failedStep: "indent" }),
          },
        ],
      },
    },
    weighing: {
      always: [
        { guard: "wasEnded", target: "ended", actions: "end" },
        { guard: "rehome", target: "returning" },
        { guard: "setUp", target: "settingUp" },
        { guard: "look", target: "toCamera" },
        { guard: "replace", target: "ended", actions: "madeWithoutValue" },
        { guard: "reject", target: "ended", actions: "giveUp" },
        { guard: "again", target: "returning" },
        { target: "asking" },
      ],
    },
    settingUp: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/setup`,
          request: {
            kind: "action",
            device: context.line.tester,
            command: "setup",
            text: context.scale,
          },
        }),
        onDone: [
          { guard: ({ event }) => event.output.outcome.ok, target: "returning" },
          {
            target: "ended",
            actions: [assign({ outcome: ({ event }) => event.output.outcome }), "end"],
          },
        ],
      },
    },
    toCamera: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/look/move`,
          request: { ...move(context.line, "camera"), cleanUp: true },
        }),
        onDone: [
          { guard: ({ event }) => event.output.outcome.ok, target: "comparing" },
          { target: "asking" },
        ],
      },
    },
    comparing: {
      invoke: {
        src: "seeing",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/look`,
          camera: context.line.camera,
          exposureMs: context.line.exposureMs,
          computation: "compare",
          cleanUp: true,
          question: {
            block: context.block,
            before: context.before,
            expected: [{ ...context.position, diameterMm: context.dentDiameterMm }],
          },
        }),
        onDone: [
          {
            guard: ({ event }) => firstFinding(event.output) === "present",
            target: "returningWithout",
            actions: "madeWithoutValue",
          },
          {
            guard: ({ event }) => firstFinding(event.output) === "absent",
            target: "returning",
            actions: assign({ outcome: { ok: true, value: null } }),
          },
          { target: "asking" },
        ],
      },
    },
    returning: {
      invoke: {
        src: "step",
        input: ({ context }) => returnToTester(context),
        onDone: [
          {
            guard: ({ event }) => event.output.outcome.ok,
            target: "shifting",
            actions: [assign({ atTester: ({ event }) => event.output.key }), "nextAttempt"],
          },
          { target: "ended", actions: "end" },
        ],
      },
    },
    returningWithout: {
      invoke: {
        src: "step",
        input: ({ context }) => returnToTester(context),
        onDone: {
          target: "ended",
          actions: assign({
            atTester: ({ event }) => event.output.key,
            ended: ({ event }) => !event.output.outcome.ok,
          }),
        },
      },
    },
    asking: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/ask`,
          request: {
            kind: "decision",
            question: `Block ${context.serial}, ${context.purpose} indentation at (${context.position.xMm.toFixed(2)}, ${context.position.yMm.toFixed(2)}) mm: ${questionAbout(
              context.failedStep,
              context.outcome,
              context.attempt,
            )}`,
            choices: [
              {
                choice: "absent",
                consequence: "nothing was made there; it is made now, as a new attempt",
              },
              {
                choice: "made",
                consequence: "the dent is there without a value; another position replaces it",
              },
              {
                choice: "giveUp",
                consequence: "nothing was made there; the block is rejected",
              },
            ],
          },
        }),
        onDone: [
          {
            guard: ({ event }) => choiceOf(event.output) === "absent",
            target: "returning",
            actions: assign({ outcome: { ok: true, value: null } }),
          },
          {
            guard: ({ event }) => choiceOf(event.output) === "made",
            target: "returningWithout",
            actions: "madeWithoutValue",
          },
          { guard: ({ event }) => wasEnded(event.output), target: "ended", actions: "end" },
          { target: "ended", actions: "giveUp" },
        ],
      },
    },
    ended: { type: "final" },
  },
  output: ({ context }) => ({
    made: context.made,
    readingHr: context.readingHr,
    position: context.position,
    purpose: context.purpose,
    key: attemptKey(context),
    atTester: context.atTester,
    failure: context.failure,
    ended: context.ended,
  }),
});

/** Faults of an indentation that was not sent, or that the tester did not begin. */
const NOT_BEGUN: readonly string[] = ["positionLost", "outOfLimits", "refused", "wrongScale", "onAnvilEdge"];

/** An indentation that was broken off (emergency stop, guard door, power) may have left its dent. */
function surelyNotMade({ outcome, failedStep }: IndentationContext): boolean {
  return outcome.ok || failedStep === "shift" || wasEnded(outcome) || NOT_BEGUN.includes(outcome.fault);
}

function failureOf({ outcome }: IndentationContext): string {
  return outcome.ok ? "an indentation was given up" : `an indentation could not be made: ${outcome.text}`;
}

function hardness(outcome: Outcome): number | null {
  const value = outcome.ok ? outcome.value : null;
  if (typeof value !== "object" || value === null || !("numbers" in value)) return null;
  const { numbers } = value;
  if (typeof numbers !== "object" || numbers === null || !("hardness" in numbers)) return null;
  return typeof numbers.hardness === "number" ? numbers.hardness : null;
}

function firstFinding(outcome: Outcome): string {
  const value = outcome.ok ? outcome.value : null;
  if (typeof value !== "object" || value === null || !("findings" in value)) return "unsure";
  return Array.isArray(value.findings) ? String(value.findings[0]) : "unsure";
}
