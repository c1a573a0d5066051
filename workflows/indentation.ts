/**
 * One indentation (压痕) at one planned position: shift, indent, and a look under the camera when the tester has forgotten what
 * it was told. A dent whose value is lost counts as made; none is ever made twice.
 */
import { assign, setup } from "xstate";
import { job } from "./job.ts";
import type { LineSetup } from "./order.ts";
import type { JobRequest, Json, Outcome, Perform } from "./perform.ts";
import { seeingMachine } from "./seeing.ts";
import { choiceOf, stepMachine } from "./step.ts";

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
  /** Key of the move that brought the arm to the tester. */
  readonly atTester: string;
}

export interface IndentationOutput {
  /** False when a person gave the position up and nothing was made there. */
  readonly made: boolean;
  /** Reading in HR; null when the dent is there but its value is lost. */
  readonly readingHr: number | null;
  readonly position: Position;
  readonly purpose: Purpose;
  readonly key: string;
  readonly atTester: string;
}

interface IndentationContext extends IndentationInput {
  readonly attempt: number;
  readonly shifted: string;
  readonly outcome: Outcome;
  readonly made: boolean;
  readonly readingHr: number | null;
}

/** Faults after which the dent is on the block though its value is not to be had. */
const MADE_WITHOUT_VALUE: readonly string[] = ["badResult", "noValue"];

const attemptKey = ({ key, attempt }: IndentationContext): string => `${key}#${attempt}`;
const fault = ({ outcome }: IndentationContext): string => (outcome.ok ? "" : outcome.fault);

const moveTo = (line: LineSetup, station: string): JobRequest & { kind: "action" } => ({
  kind: "action",
  device: line.arm,
  command: "move",
  text: station,
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
    madeWithoutValue: assign({ made: true, readingHr: null }),
  },
}).createMachine({
  id: "indentation",
  context: ({ input }) => ({
    ...input,
    attempt: 1,
    shifted: "",
    outcome: { ok: true, value: null },
    made: false,
    readingHr: null,
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
            actions: assign({ outcome: ({ event }) => event.output }),
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
              made: true,
              readingHr: ({ event }) => hardness(event.output),
            }),
          },
          {
            target: "weighing",
            actions: assign({ outcome: ({ event }) => event.output }),
          },
        ],
      },
    },
    weighing: {
      always: [
        {
          guard: ({ context }) => fault(context) === "positionLost",
          target: "returning",
        },
        {
          guard: ({ context }) => fault(context) === "wrongScale",
          target: "settingUp",
        },
        {
          guard: ({ context }) => fault(context) === "inDoubt",
          target: "toCamera",
        },
        {
          guard: ({ context }) => MADE_WITHOUT_VALUE.includes(fault(context)),
          target: "ended",
          actions: "madeWithoutValue",
        },
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
        onDone: { target: "shifting", actions: "nextAttempt" },
      },
    },
    toCamera: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/look/move`,
          request: moveTo(context.line, "camera"),
        }),
        onDone: "comparing",
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
          question: {
            block: context.block,
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
          },
          { target: "asking" },
        ],
      },
    },
    returning: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/return`,
          request: moveTo(context.line, "tester"),
        }),
        onDone: {
          target: "shifting",
          actions: [assign({ atTester: ({ event }) => event.output.key }), "nextAttempt"],
        },
      },
    },
    returningWithout: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/return`,
          request: moveTo(context.line, "tester"),
        }),
        onDone: {
          target: "ended",
          actions: assign({ atTester: ({ event }) => event.output.key }),
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
            question: `Block ${context.serial}, ${context.purpose} indentation at (${context.position.xMm.toFixed(2)}, ${context.position.yMm.toFixed(2)}) mm: ${
              context.outcome.ok ? "is it there?" : `${context.outcome.text} (${context.outcome.fault})`
            }`,
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
          },
          {
            guard: ({ event }) => choiceOf(event.output) === "made",
            target: "returningWithout",
            actions: "madeWithoutValue",
          },
          { target: "ended" },
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
  }),
});

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
