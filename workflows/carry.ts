/** The AGV takes a tray from one dock to another; held for as long as the tray is its. */
import { setup } from "xstate";
import { job } from "./job.ts";
import type { Perform } from "./perform.ts";
import { trayHandedOver } from "./sensing.ts";
import { stepMachine } from "./step.ts";

export interface CarryInput {
  readonly perform: Perform;
  readonly key: string;
  readonly agv: string;
  readonly tray: string;
  readonly from: string;
  readonly to: string;
}

/** The four legs in order; each is a step with its own key. */
const LEGS = ["reach", "load", "bring", "unload"] as const;
type Leg = (typeof LEGS)[number];

function legInput(context: CarryInput, leg: Leg) {
  const { perform, key, agv, tray } = context;
  const handOver = leg === "load" || leg === "unload";
  const text = handOver ? tray : leg === "reach" ? context.from : context.to;
  return {
    perform,
    key: `${key}/${leg}`,
    request: {
      kind: "action" as const,
      device: agv,
      command: handOver ? leg : "go",
      text,
    },
    ...(handOver ? { doubt: trayHandedOver(agv, leg) } : {}),
  };
}

export const carryMachine = setup({
  types: { input: {} as CarryInput, context: {} as CarryInput },
  actors: { job, step: stepMachine },
}).createMachine({
  id: "carry",
  context: ({ input }) => input,
  initial: "holding",
  states: {
    holding: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/hold`,
          request: { kind: "hold", device: context.agv },
        }),
        onDone: "reaching",
      },
    },
    reaching: {
      invoke: {
        src: "step",
        input: ({ context }) => legInput(context, "reach"),
        onDone: "loading",
      },
    },
    loading: {
      invoke: {
        src: "step",
        input: ({ context }) => legInput(context, "load"),
        onDone: "bringing",
      },
    },
    bringing: {
      invoke: {
        src: "step",
        input: ({ context }) => legInput(context, "bring"),
        onDone: "unloading",
      },
    },
    unloading: {
      invoke: {
        src: "step",
        input: ({ context }) => legInput(context, "unload"),
        onDone: "releasing",
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
