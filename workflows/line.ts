/** One line (检定线): takes batch after batch, for ever. */
import { assign, setup } from "xstate";
import { z } from "zod";
import { job } from "./job.ts";
import { type LineSetup, type TrayOrder, trayOrderSchema } from "./order.ts";
import type { Perform } from "./perform.ts";
import { trayMachine } from "./tray.ts";

export interface LineInput {
  readonly perform: Perform;
  readonly line: LineSetup;
  /** Number of the first batch to take: the one still open, or the next. */
  readonly firstTurn: number;
}

interface LineContext extends LineInput {
  readonly turn: number;
  readonly batch: string;
  readonly order: TrayOrder | undefined;
}

const takenSchema = z.object({ batch: z.string(), order: trayOrderSchema });

export const lineMachine = setup({
  types: { input: {} as LineInput, context: {} as LineContext },
  actors: { job, tray: trayMachine },
}).createMachine({
  id: "line",
  context: ({ input }) => ({
    ...input,
    turn: input.firstTurn,
    batch: "",
    order: undefined,
  }),
  initial: "waiting",
  states: {
    waiting: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `line/${context.line.line}/turn/${context.turn}`,
          request: { kind: "takeBatch", line: context.line.line },
        }),
        onDone: {
          target: "running",
          actions: assign(({ event }) => takenSchema.parse(event.output.ok ? event.output.value : null)),
        },
      },
    },
    running: {
      invoke: {
        src: "tray",
        input: ({ context }) => {
          const { perform, batch, line, order } = context;
          if (order === undefined) throw new Error(`line ${line.line} has no order to run`);
          return { perform, batch, line, order };
        },
        onDone: {
          target: "waiting",
          actions: assign({ turn: ({ context }) => context.turn + 1 }),
        },
      },
    },
  },
});
