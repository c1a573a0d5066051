/** The marking station (打标) engraves what passed, one block after the other, and reads every engraving back. */
import { assign, setup } from "xstate";
import { z } from "zod";
import { holdOf, releaseOf } from "./holding.ts";
import { job } from "./job.ts";
import type { Outcome, Perform } from "./perform.ts";
import { engraved } from "./sensing.ts";
import { stepMachine, wasEnded } from "./step.ts";

export interface Engraving {
  readonly slot: number;
  readonly engraving: string;
}

export interface MarkingInput {
  readonly perform: Perform;
  readonly key: string;
  readonly marker: string;
  readonly engravings: readonly Engraving[];
}

export interface MarkingOutput {
  /** Slots whose block carries its engraving. */
  readonly engraved: readonly number[];
  /** False when the batch was stopped before the last one. */
  readonly complete: boolean;
}

interface MarkingContext extends MarkingInput {
  readonly done: number;
  readonly engraved: readonly number[];
  readonly readBack: string;
  readonly stopped: boolean;
}

const readBackSchema = z.object({ text: z.string() });
const current = ({ engravings, done }: MarkingContext): Engraving =>
  engravings[done] ?? { slot: 0, engraving: "" };
const textOf = (outcome: Outcome): string => (outcome.ok ? readBackSchema.parse(outcome.value).text : "");

export const markingMachine = setup({
  types: { input: {} as MarkingInput, context: {} as MarkingContext, output: {} as MarkingOutput },
  actors: { job, step: stepMachine },
  actions: {
    nextBlock: assign({ done: ({ context }) => context.done + 1 }),
    countEngraved: assign({ engraved: ({ context }) => [...context.engraved, current(context).slot] }),
    stop: assign({ stopped: true }),
  },
}).createMachine({
  id: "marking",
  context: ({ input }) => ({ ...input, done: 0, engraved: [], readBack: "", stopped: false }),
  initial: "holding",
  states: {
    holding: {
      invoke: {
        src: "job",
        input: ({ context }) => holdOf(context, context.marker),
        onDone: [
          { guard: ({ event }) => event.output.ok, target: "nextBlock" },
          { target: "ended", actions: "stop" },
        ],
      },
    },
    nextBlock: {
      always: [
        {
          guard: ({ context }) => context.done < context.engravings.length,
          target: "engraving",
        },
        { target: "releasing" },
      ],
    },
    engraving: {
      invoke: {
        src: "step",
        input: ({ context }) => {
          const { slot, engraving } = current(context);
          return {
            perform: context.perform,
            key: `${context.key}/slot/${slot}/engrave`,
            request: {
              kind: "action",
              device: context.marker,
              command: "engrave",
              params: { slot },
              text: engraving,
            },
            doubt: engraved(context.marker, slot, engraving),
          };
        },
        onDone: [
          { guard: ({ event }) => event.output.outcome.ok, target: "readingBack", actions: "countEngraved" },
          { target: "releasing", actions: "stop" },
        ],
      },
    },
    readingBack: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/slot/${current(context).slot}/read-back`,
          request: {
            kind: "action",
            device: context.marker,
            command: "readBack",
            params: { slot: current(context).slot },
            cleanUp: true,
          },
        }),
        onDone: [
          {
            guard: ({ context, event }) => textOf(event.output.outcome) === current(context).engraving,
            target: "nextBlock",
            actions: "nextBlock",
          },
          {
            target: "asking",
            actions: assign({
              readBack: ({ event }) => textOf(event.output.outcome),
            }),
          },
        ],
      },
    },
    asking: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/slot/${current(context).slot}/ask`,
          request: {
            kind: "decision",
            question: `The engraving in slot ${current(context).slot} reads "${context.readBack}" instead of "${current(context).engraving}".`,
            choices: [
              {
                choice: "goOn",
                consequence: "the block is left as it is; the next one is engraved",
              },
            ],
          },
        }),
        onDone: [
          { guard: ({ event }) => wasEnded(event.output), target: "releasing", actions: "stop" },
          { target: "nextBlock", actions: "nextBlock" },
        ],
      },
    },
    releasing: {
      invoke: {
        src: "job",
        input: ({ context }) => releaseOf(context),
        onDone: "ended",
      },
    },
    ended: { type: "final" },
  },
  output: ({ context }) => ({
    engraved: context.engraved,
    complete: !context.stopped,
  }),
});
