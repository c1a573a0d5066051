/** The AGV takes a tray from one dock to another; held for as long as the tray is its. */
import { assign, setup } from "xstate";
import { holdOf, releaseOf } from "./holding.ts";
import { job } from "./job.ts";
import type { Outcome, Perform } from "./perform.ts";
import { trayHandedOver } from "./sensing.ts";
import { stepMachine } from "./step.ts";

export interface CarryInput {
  readonly perform: Perform;
  readonly key: string;
  readonly agv: string;
  readonly tray: string;
  /** Station it stands at, or the AGV itself when a stopped batch left it on board. */
  readonly from: string;
  readonly to: string;
}

export interface CarryOutput {
  /** Station the tray stands at, or the AGV that still carries it. */
  readonly trayAt: string;
  /** False when the batch was ended before the tray was on its way. */
  readonly arrived: boolean;
}

interface CarryContext extends CarryInput {
  readonly trayAt: string;
}

/** The four legs in order; each is a step with its own key. A tray once on board is brought to its station, stop or no stop. */
const LEGS = {
  reach: { command: "go", cleanUp: false },
  load: { command: "load", cleanUp: false },
  bring: { command: "go", cleanUp: true },
  unload: { command: "unload", cleanUp: true },
} as const;
type Leg = keyof typeof LEGS;

function legInput(context: CarryContext, leg: Leg) {
  const { perform, key, agv, tray } = context;
  const { command, cleanUp } = LEGS[leg];
  const text = command === "go" ? (leg === "reach" ? context.from : context.to) : tray;
  return {
    perform,
    key: `${key}/${leg}`,
    request: {
      kind: "action" as const,
      device: agv,
      command,
      text,
      ...(cleanUp ? { cleanUp } : {}),
    },
    ...(command === "go" ? {} : { doubt: trayHandedOver(agv, command) }),
  };
}

const done = ({ event }: { event: { output: { outcome: Outcome } } }): boolean => event.output.outcome.ok;

export const carryMachine = setup({
  types: { input: {} as CarryInput, context: {} as CarryContext, output: {} as CarryOutput },
  actors: { job, step: stepMachine },
}).createMachine({
  id: "carry",
  context: ({ input }) => ({ ...input, trayAt: input.from }),
  initial: "holding",
  states: {
    holding: {
      invoke: {
        src: "job",
        input: ({ context }) => holdOf(context, context.agv),
        onDone: [
          {
            guard: ({ context, event }) => event.output.ok && context.from === context.agv,
            target: "bringing",
          },
          { guard: ({ event }) => event.output.ok, target: "reaching" },
          { target: "ended" },
        ],
      },
    },
    reaching: {
      invoke: {
        src: "step",
        input: ({ context }) => legInput(context, "reach"),
        onDone: [{ guard: done, target: "loading" }, { target: "releasing" }],
      },
    },
    loading: {
      invoke: {
        src: "step",
        input: ({ context }) => legInput(context, "load"),
        onDone: [
          { guard: done, target: "bringing", actions: assign({ trayAt: ({ context }) => context.agv }) },
          { target: "releasing" },
        ],
      },
    },
    bringing: {
      invoke: {
        src: "step",
        input: ({ context }) => legInput(context, "bring"),
        onDone: [{ guard: done, target: "unloading" }, { target: "releasing" }],
      },
    },
    unloading: {
      invoke: {
        src: "step",
        input: ({ context }) => legInput(context, "unload"),
        onDone: [
          { guard: done, target: "releasing", actions: assign({ trayAt: ({ context }) => context.to }) },
          { target: "releasing" },
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
  output: ({ context }) => ({ trayAt: context.trayAt, arrived: context.trayAt === context.to }),
});
