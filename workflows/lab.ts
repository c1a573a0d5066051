/** The whole lab (无人实验室): its lines side by side. A line that stops says why and does not stop the others. */
import { assign, setup } from "xstate";
import { lineMachine } from "./line.ts";
import type { LineSetup } from "./order.ts";
import type { Perform } from "./perform.ts";

export interface LabInput {
  readonly perform: Perform;
  readonly lines: readonly {
    readonly line: LineSetup;
    readonly firstTurn: number;
  }[];
  /** Told once for each line that stops, with the error that stopped it. */
  readonly onStopped: (line: string, error: unknown) => void;
}

interface LabContext extends LabInput {
  readonly stopped: Readonly<Record<string, string>>;
}

/** The machine of a lab with these lines: one parallel region a line. */
export function labMachine(lines: readonly string[]) {
  const region = (name: string) =>
    ({
      initial: "working",
      states: {
        working: {
          invoke: {
            src: "line",
            input: ({ context }: { context: LabContext }) => {
              const found = context.lines.find(({ line }) => line.line === name);
              if (found === undefined) throw new Error(`the lab was started without its line ${name}`);
              return { perform: context.perform, ...found };
            },
            onError: {
              target: "stopped",
              actions: { type: "keepReason", params: { name } },
            },
          },
        },
        stopped: {},
      },
    }) as const;
  return setup({
    types: { input: {} as LabInput, context: {} as LabContext },
    actors: { line: lineMachine },
    actions: {
      keepReason: assign({
        stopped: ({ context, event }, { name }: { name: string }) => {
          const error = "error" in event ? event.error : undefined;
          context.onStopped(name, error);
          return {
            ...context.stopped,
            [name]: error instanceof Error ? error.message : String(error),
          };
        },
      }),
    },
  }).createMachine({
    id: "lab",
    type: "parallel",
    context: ({ input }) => ({ ...input, stopped: {} }),
    states: Object.fromEntries(lines.map((name) => [name, region(name)])),
  });
}
