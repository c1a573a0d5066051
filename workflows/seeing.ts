/** A picture taken and looked at. A picture that got lost on the way, or shows nothing, is taken again, with another exposure. */
import { assign, setup } from "xstate";
import { attemptKey, job } from "./job.ts";
import type { Json, Outcome, Perform } from "./perform.ts";
import { responseTo } from "./recovery.ts";
import { choiceOf, questionAbout, stepMachine, wasEnded } from "./step.ts";

export interface SeeingInput {
  readonly perform: Perform;
  /** Key without the attempt's number. */
  readonly key: string;
  readonly camera: string;
  readonly exposureMs: number;
  /** Computation that looks (`look`, `compare`) and its input beside camera and image. */
  readonly computation: string;
  readonly question: { readonly [key: string]: Json };
  /** Settles what happened to a dent: done even when the batch was stopped, and without a question of its own, for whoever asked puts one. */
  readonly cleanUp?: true;
}

interface SeeingContext extends SeeingInput {
  readonly attempt: number;
  /** Pictures since the last answer of a person. */
  readonly pictures: number;
  readonly image: string;
  readonly outcome: Outcome;
}

/** Exposure of the first, second, third … picture as parts of the usual one. */
const EXPOSURES = [1, 0.5, 2, 0.25];

/** Only a picture that shows nothing wants another exposure; one that got lost is taken as before. */
const exposureMs = ({ exposureMs, outcome, pictures }: SeeingContext): number =>
  !outcome.ok && outcome.fault === "unreadable"
    ? exposureMs * (EXPOSURES[pictures % EXPOSURES.length] ?? 1)
    : exposureMs;

/** Ends with the computation's outcome, or with the camera's failure. */
export const seeingMachine = setup({
  types: {
    input: {} as SeeingInput,
    context: {} as SeeingContext,
    output: {} as Outcome,
  },
  actors: { job, step: stepMachine },
  guards: {
    over: ({ context: { outcome } }) => outcome.ok || wasEnded(outcome),
    again: ({ context: { outcome, computation, pictures } }) =>
      !outcome.ok && responseTo(computation, outcome.fault, pictures + 1).kind === "again",
    settles: ({ context }) => context.cleanUp === true,
  },
  actions: {
    nextAttempt: assign({
      attempt: ({ context }) => context.attempt + 1,
      pictures: ({ context }) => context.pictures + 1,
    }),
    startAnew: assign({ attempt: ({ context }) => context.attempt + 1, pictures: 0 }),
  },
}).createMachine({
  id: "seeing",
  context: ({ input }) => ({
    ...input,
    attempt: 1,
    pictures: 0,
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
            params: { exposureMs: exposureMs(context) },
            ...(context.cleanUp === true ? { cleanUp: true } : {}),
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
        { guard: "over", target: "ended" },
        { guard: "again", target: "exposing", actions: "nextAttempt" },
        { guard: "settles", target: "ended" },
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
            question: questionAbout(context.computation, context.outcome, context.pictures + 1),
            choices: [
              { choice: "again", consequence: "more pictures are taken" },
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
            actions: "startAnew",
          },
          {
            guard: ({ event }) => wasEnded(event.output),
            target: "ended",
            actions: assign({ outcome: ({ event }) => event.output }),
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
