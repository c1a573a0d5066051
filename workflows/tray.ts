/** A tray's way through the lab: in by AGV, block after block, out to the marking station, engraved, to the inspected area. */
import { assign, setup } from "xstate";
import { type BlockOutput, blockMachine } from "./block.ts";
import { carryMachine } from "./carry.ts";
import { job } from "./job.ts";
import { markingMachine } from "./marking.ts";
import type { LineSetup, TrayOrder } from "./order.ts";
import type { Json, Outcome, Perform } from "./perform.ts";
import { stepMachine } from "./step.ts";

export interface TrayInput {
  readonly perform: Perform;
  readonly batch: string;
  readonly line: LineSetup;
  readonly order: TrayOrder;
}

interface TrayContext extends TrayInput {
  /** `batch/B-0001`. */
  readonly key: string;
  readonly environment: Json;
  /** Scale the tester is set up for; empty before the first set-up. */
  readonly scale: string;
  readonly done: readonly BlockOutput[];
  readonly outcome: Outcome;
}

const nextBlock = ({ order, done }: TrayContext) => order.blocks[done.length];
/** The slot after the one last used: after the reject area was emptied it counts from 1 again. */
const nextReject = ({ done }: TrayContext): number => {
  const last = done.findLast(({ place }) => place.startsWith("reject:"));
  return last === undefined ? 1 : Number(last.place.split(":")[1]) + 1;
};

export const trayMachine = setup({
  types: {
    input: {} as TrayInput,
    context: {} as TrayContext,
    output: {} as readonly BlockOutput[],
  },
  actors: {
    job,
    step: stepMachine,
    carry: carryMachine,
    block: blockMachine,
    marking: markingMachine,
  },
}).createMachine({
  id: "tray",
  context: ({ input }) => ({
    ...input,
    key: `batch/${input.batch}`,
    environment: null,
    scale: "",
    done: [],
    outcome: { ok: true, value: null },
  }),
  initial: "readingEnvironment",
  states: {
    readingEnvironment: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/environment`,
          request: {
            kind: "action",
            device: context.line.environment,
            command: "read",
          },
        }),
        onDone: {
          target: "bringingIn",
          actions: assign({
            environment: ({ event }) => (event.output.outcome.ok ? event.output.outcome.value : null),
          }),
        },
      },
    },
    bringingIn: {
      invoke: {
        src: "carry",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/bring-in`,
          agv: context.line.agv,
          tray: context.order.tray,
          from: context.line.stations.unchecked,
          to: context.line.station,
        }),
        onDone: "nextBlock",
      },
    },
    nextBlock: {
      always: [
        {
          guard: ({ context }) => nextBlock(context) === undefined,
          target: "bringingToMarking",
        },
        {
          guard: ({ context }) => nextBlock(context)?.scale !== context.scale,
          target: "settingUp",
        },
        { target: "block" },
      ],
    },
    settingUp: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/setup/${context.done.length + 1}`,
          request: {
            kind: "action",
            device: context.line.tester,
            command: "setup",
            text: nextBlock(context)?.scale ?? "",
          },
        }),
        onDone: {
          target: "block",
          actions: assign({
            scale: ({ context }) => nextBlock(context)?.scale ?? "",
          }),
        },
      },
    },
    block: {
      invoke: {
        src: "block",
        input: ({ context }) => {
          const block = nextBlock(context);
          if (block === undefined) throw new Error(`${context.key}: there is no block left on the tray`);
          return {
            perform: context.perform,
            key: `${context.key}/block/${block.serial}`,
            batch: context.batch,
            line: context.line,
            block,
            nextReject: nextReject(context),
          };
        },
        onDone: {
          target: "nextBlock",
          actions: assign({
            done: ({ context, event }) => [...context.done, event.output],
          }),
        },
      },
    },
    bringingToMarking: {
      invoke: {
        src: "carry",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/to-marking`,
          agv: context.line.agv,
          tray: context.order.tray,
          from: context.line.station,
          to: context.line.stations.marking,
        }),
        onDone: "marking",
      },
    },
    marking: {
      invoke: {
        src: "marking",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/marking`,
          marker: context.line.marker,
          engravings: context.done.flatMap(({ passed, slot, engraving }) =>
            passed && engraving !== "" ? [{ slot, engraving }] : [],
          ),
        }),
        onDone: "bringingAway",
      },
    },
    bringingAway: {
      invoke: {
        src: "carry",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/to-inspected`,
          agv: context.line.agv,
          tray: context.order.tray,
          from: context.line.stations.marking,
          to: context.line.stations.inspected,
        }),
        onDone: "finishing",
      },
    },
    finishing: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/finish`,
          request: {
            kind: "computation",
            name: "finishBatch",
            input: {
              batch: context.batch,
              environment: context.environment,
              blocks: context.done.map((block) => ({ ...block })),
            },
          },
        }),
        onDone: "ended",
      },
    },
    ended: { type: "final" },
  },
  output: ({ context }) => context.done,
});
