/** The marking station (打标) engraves what passed, one block after the other, and reads every engraving back. */
import { assign, setup } from "xstate";
import { z } from "zod";
import { job } from "./job.ts";
import type { Outcome, Perform } from "./perform.ts";
import { engraved } from "./sensing.ts";
import { stepMachine } from "./step.ts";

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

interface MarkingContext extends MarkingInput {
  readonly done: number;
  readonly readBack: string;
}

const readBackSchema = z.object({ text: z.string() });
const current = ({ engravings, done }: MarkingContext): Engraving =>
  engravings[done] ?? { slot: 0, engraving: "" };
const textOf = (outcome: Outcome): string => (outcome.ok ? readBackSchema.parse(outcome.value).text : "");

export const markingMachine = setup({
  types: { input: {} as MarkingInput, context: {} as MarkingContext },
  actors: { job, step: stepMachine },
  actions: { nextBlock: assign({ done: ({ context }) => context.done + 1 }) },
}).createMachine({
  id: "marking",
  context: ({ input }) => ({ ...input, done: 0, readBack: "" }),
  initial: "holding",
  states: {
    holding: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/hold`,
          request: { kind: "hold", device: context.marker },
        }),
        onDone: "nextBlock",
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
        onDone: "readingBack",
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
        onDone: { target: "nextBlock", actions: "nextBlock" },
      },
    },
    releasing: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/hold/over`,
          request: { kind: "release", hold: `${context.key}/hold` },
        }),
        onDone: "ended",
      },
    },
    ended: { type: "final" },
  },
});
