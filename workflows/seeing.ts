/** A picture taken and looked at. A picture that got lost on the way is taken again. */
import { assign, setup } from "xstate";
import { job } from "./job.ts";
import type { Json, Outcome, Perform } from "./perform.ts";
import { choiceOf, stepMachine } from "./step.ts";

export interface SeeingInput {
  readonly perform: Perform;
  /** Key without the attempt's number. */
  readonly key: string;
  readonly camera: string;
  readonly exposureMs: number;
  /** Computation that looks (`look`, `compare`) and its input beside camera and image. */
  readonly computation: string;
  readonly question: { readonly [key: string]: Json };
}

interface SeeingContext extends SeeingInput {
  readonly attempt: number;
  readonly image: string;
  readonly outcome: Outcome;
}

/** Pictures taken before a person is asked. */
const PICTURES = 3;

const attemptKey = ({ key, attempt }: SeeingContext): string => `${key}#${attempt}`;

/** Ends with the computation's outcome, or with the camera's failure. */
export const seeingMachine = setup({
  types: {
    input: {} as SeeingInput,
    context: {} as SeeingContext,
    output: {} as Outcome,
  },
  actors: { job, step: stepMachine },
  actions: {
    nextAttempt: assign({ attempt: ({ context }) => context.attempt + 1 }),
  },
}).createMachine({
  id: "seeing",
  context: ({ input }) => ({
    ...input,
    attempt: 1,
    image: "",
    outcome: { ok: true, value: null },
  }),
  initial: "exposing",
  states: {
    exposing: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/expose`,
          request: {
            kind: "action",
            device: context.camera,
            command: "expose",
            params: { exposureMs: context.exposureMs },
          },
          givingUp: "the surface is not looked at; the block is rejected or the question goes to a person",
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.outcome.ok,
            target: "looking",
            actions: assign({
              image: ({ event }) => imagePath(event.output.outcome),
            }),
          },
          {
            target: "ended",
            actions: assign({ outcome: ({ event }) => event.output.outcome }),
          },
        ],
      },
    },
    looking: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/${context.computation}`,
          request: {
            kind: "computation",
            name: context.computation,
            input: {
              ...context.question,
              camera: context.camera,
              image: context.image,
            },
          },
        }),
        onDone: {
          target: "weighing",
          actions: assign({ outcome: ({ event }) => event.output }),
        },
      },
    },
    weighing: {
      always: [
        { guard: ({ context }) => context.outcome.ok, target: "ended" },
        {
          guard: ({ context }) => context.attempt % PICTURES !== 0,
          target: "exposing",
          actions: "nextAttempt",
        },
        { target: "asking" },
      ],
    },
    asking: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/ask`,
          request: {
            kind: "decision",
            question: context.outcome.ok ? "Is the picture of use?" : context.outcome.text,
            choices: [
              {
                choice: "again",
                consequence: `up to ${PICTURES} more pictures are taken`,
              },
              {
                choice: "giveUp",
                consequence: "the block is rejected without further indentations",
              },
            ],
          },
        }),
        onDone: [
          {
            guard: ({ event }) => choiceOf(event.output) === "again",
            target: "exposing",
            actions: "nextAttempt",
          },
          { target: "ended" },
        ],
      },
    },
    ended: { type: "final" },
  },
  output: ({ context }) => context.outcome,
});

function imagePath(outcome: Outcome): string {
  const value = outcome.ok ? outcome.value : null;
  return typeof value === "object" && value !== null && "text" in value ? String(value.text) : "";
}
