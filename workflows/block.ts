/** A block's journey (标准硬度块): from its slot over stage, camera and tester back to its slot or to a reject slot. */
import { assign, setup } from "xstate";
import { z } from "zod";
import { type IndentationOutput, indentationMachine, type Position, type Purpose } from "./indentation.ts";
import { job } from "./job.ts";
import type { BlockOrder, LineSetup } from "./order.ts";
import type { Json, Outcome, Perform } from "./perform.ts";
import { seeingMachine } from "./seeing.ts";
import { blockGripped, blockPlaced } from "./sensing.ts";
import { stepMachine } from "./step.ts";

export interface BlockInput {
  readonly perform: Perform;
  /** `batch/B-0001/block/2007-101`. */
  readonly key: string;
  readonly batch: string;
  readonly line: LineSetup;
  readonly block: BlockOrder;
  /** Number of the next free reject slot. */
  readonly nextReject: number;
}

export interface BlockOutput {
  readonly serial: string;
  readonly slot: number;
  readonly passed: boolean;
  /** `slot:7`, `reject:1`. */
  readonly place: string;
  readonly reason: string;
  /** What the marker is to engrave; empty for rejected blocks. */
  readonly engraving: string;
}

interface Planned {
  readonly position: Position;
  readonly purpose: Purpose;
}

interface BlockContext extends BlockInput {
  readonly measured: Json;
  readonly look: Look | undefined;
  readonly planned: readonly Planned[];
  readonly spares: readonly Position[];
  readonly made: readonly IndentationOutput[];
  readonly atTester: string;
  readonly verdict: Json;
  readonly passed: boolean;
  readonly reason: string;
  readonly engraving: string;
}

const positionSchema = z.object({ xMm: z.number(), yMm: z.number() });
const lookSchema = z.object({
  dentDiameterMm: z.number(),
  whyNot: z.string().nullable(),
  plan: z
    .object({
      preliminary: z.array(positionSchema),
      counted: z.array(positionSchema),
      spares: z.array(positionSchema),
    })
    .nullable(),
});
type Look = z.infer<typeof lookSchema>;

const verdictSchema = z.object({ passed: z.boolean(), decisive: z.string() });
const recordedSchema = z.object({ engraving: z.string() });

const slotPlace = ({ block }: BlockContext): string => `slot:${block.slot}`;
const finalPlace = (context: BlockContext): string =>
  context.passed ? slotPlace(context) : `reject:${context.nextReject}`;
const arm = (context: BlockContext, command: string, text: string) => ({
  perform: context.perform,
  request: { kind: "action" as const, device: context.line.arm, command, text },
});
const failureText = (outcome: Outcome): string => (outcome.ok ? "" : outcome.text);
const countedReadings = ({ made }: BlockContext): number[] =>
  made.flatMap(({ purpose, readingHr }) => (purpose === "counted" && readingHr !== null ? [readingHr] : []));

export const blockMachine = setup({
  types: {
    input: {} as BlockInput,
    context: {} as BlockContext,
    output: {} as BlockOutput,
  },
  actors: {
    job,
    step: stepMachine,
    seeing: seeingMachine,
    indentation: indentationMachine,
  },
}).createMachine({
  id: "block",
  context: ({ input }) => ({
    ...input,
    measured: null,
    look: undefined,
    planned: [],
    spares: [],
    made: [],
    atTester: "",
    verdict: null,
    passed: false,
    reason: "",
    engraving: "",
  }),
  initial: "toTray",
  states: {
    toTray: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...arm(context, "move", "tray"),
          key: `${context.key}/to-tray`,
        }),
        onDone: "picking",
      },
    },
    picking: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...arm(context, "pick", slotPlace(context)),
          key: `${context.key}/pick`,
          doubt: blockGripped(context.line.arm, slotPlace(context)),
          givingUp: "the block stays in its slot and counts as rejected",
        }),
        onDone: [
          { guard: ({ event }) => event.output.outcome.ok, target: "toStage" },
          {
            target: "recording",
            actions: assign({
              reason: ({ event }) => `not picked: ${failureText(event.output.outcome)}`,
            }),
          },
        ],
      },
    },
    toStage: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...arm(context, "move", "stage"),
          key: `${context.key}/to-stage`,
        }),
        onDone: "measuring",
      },
    },
    measuring: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/measure`,
          request: {
            kind: "action",
            device: context.line.stage,
            command: "measure",
          },
          givingUp: "the block is rejected without indentations",
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.outcome.ok,
            target: "toCamera",
            actions: assign({
              measured: ({ event }) => (event.output.outcome.ok ? event.output.outcome.value : null),
            }),
          },
          {
            target: "homeward",
            actions: assign({
              reason: ({ event }) => `not measured: ${failureText(event.output.outcome)}`,
            }),
          },
        ],
      },
    },
    toCamera: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...arm(context, "move", "camera"),
          key: `${context.key}/to-camera`,
        }),
        onDone: "looking",
      },
    },
    looking: {
      invoke: {
        src: "seeing",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/look`,
          camera: context.line.camera,
          exposureMs: context.line.exposureMs,
          computation: "look",
          question: {
            measured: context.measured,
            scale: context.block.scale,
            nominalHr: context.block.nominalHr,
            counted: context.line.counted,
            preliminary: context.line.preliminary,
            line: context.line.line,
          },
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok && lookSchema.parse(event.output.value).plan !== null,
            target: "toTester",
            actions: assign(({ event }) => {
              const look = lookSchema.parse(event.output.ok ? event.output.value : null);
              return { look, ...inOrder(look) };
            }),
          },
          {
            target: "homeward",
            actions: assign({
              reason: ({ event }) =>
                event.output.ok
                  ? (lookSchema.parse(event.output.value).whyNot ?? "no room for the indentations")
                  : `not looked at: ${event.output.text}`,
            }),
          },
        ],
      },
    },
    toTester: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...arm(context, "move", "tester"),
          key: `${context.key}/to-tester`,
        }),
        onDone: {
          target: "nextPosition",
          actions: assign({ atTester: ({ event }) => event.output.key }),
        },
      },
    },
    nextPosition: {
      always: [
        { guard: ({ context }) => context.reason !== "", target: "homeward" },
        {
          guard: ({ context }) => context.made.length < context.planned.length,
          target: "indenting",
        },
        { target: "judging" },
      ],
    },
    indenting: {
      invoke: {
        src: "indentation",
        input: ({ context }) => {
          const next = context.planned[context.made.length];
          if (next === undefined) throw new Error(`${context.key}: there is no position left to indent at`);
          return {
            ...next,
            perform: context.perform,
            key: `${context.key}/indent/${context.made.length + 1}`,
            line: context.line,
            serial: context.block.serial,
            scale: context.block.scale,
            block: context.measured,
            dentDiameterMm: context.look?.dentDiameterMm ?? 0,
            atTester: context.atTester,
          };
        },
        onDone: {
          target: "nextPosition",
          actions: assign(({ context, event }) => afterIndentation(context, event.output)),
        },
      },
    },
    judging: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/judge`,
          request: {
            kind: "computation",
            name: "judge",
            input: {
              scale: context.block.scale,
              resolutionHr: context.line.resolutionHr,
              readings: countedReadings(context),
            },
          },
        }),
        onDone: {
          target: "homeward",
          actions: assign(({ event: { output } }) => {
            if (!output.ok) return { passed: false, reason: output.text };
            const verdict = verdictSchema.parse(output.value);
            return {
              verdict: output.value,
              passed: verdict.passed,
              reason: verdict.passed ? "" : verdict.decisive,
            };
          }),
        },
      },
    },
    homeward: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...arm(context, "move", "tray"),
          key: `${context.key}/homeward`,
        }),
        onDone: [
          {
            guard: ({ context }) => rejectAreaFull(context),
            target: "askingForRoom",
          },
          { target: "placing" },
        ],
      },
    },
    askingForRoom: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/reject-room/ask`,
          request: {
            kind: "decision",
            question: `All ${context.line.rejectSlots} reject slots are taken and block ${context.block.serial} is to be rejected (${context.reason}). Empty reject slot 1 and answer.`,
            choices: [
              {
                choice: "emptied",
                consequence: "the block goes to reject slot 1, the next ones after it",
              },
            ],
          },
        }),
        onDone: { target: "placing", actions: assign({ nextReject: 1 }) },
      },
    },
    placing: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...arm(context, "place", finalPlace(context)),
          key: `${context.key}/place`,
          doubt: blockPlaced(context.line.arm, finalPlace(context)),
        }),
        onDone: "recording",
      },
    },
    recording: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/record`,
          request: {
            kind: "computation",
            name: "recordBlock",
            input: {
              batch: context.batch,
              block: context.block,
              passed: context.passed,
              reason: context.reason,
              place: placeOf(context),
              measured: context.measured,
              verdict: context.verdict,
              look: `${context.key}/look`,
              indentations: context.made.map(({ key, purpose, position, readingHr, made }) => ({
                key,
                purpose,
                ...position,
                readingHr,
                made,
              })),
            },
          },
        }),
        onDone: {
          target: "ended",
          actions: assign({
            engraving: ({ event }) =>
              event.output.ok ? recordedSchema.parse(event.output.value).engraving : "",
          }),
        },
      },
    },
    ended: { type: "final" },
  },
  output: ({ context }) => ({
    serial: context.block.serial,
    slot: context.block.slot,
    passed: context.passed,
    place: placeOf(context),
    reason: context.reason,
    engraving: context.engraving,
  }),
});

/** A block that was never picked is still in its own slot, whatever is said of it. */
function placeOf(context: BlockContext): string {
  return context.measured === null && context.reason.startsWith("not picked")
    ? slotPlace(context)
    : finalPlace(context);
}

function rejectAreaFull(context: BlockContext): boolean {
  return !context.passed && context.nextReject > context.line.rejectSlots;
}

/** Preliminary positions first, then the counted ones along their path. */
function inOrder({ plan }: Look): Pick<BlockContext, "planned" | "spares"> {
  const as = (purpose: Purpose) => (position: Position) => ({
    position,
    purpose,
  });
  return {
    planned: [
      ...(plan?.preliminary ?? []).map(as("preliminary")),
      ...(plan?.counted ?? []).map(as("counted")),
    ],
    spares: plan?.spares ?? [],
  };
}

/** A counted dent whose value is lost keeps its place on the record; a spare position takes over. */
function afterIndentation(context: BlockContext, output: IndentationOutput): Partial<BlockContext> {
  const made = [...context.made, output];
  const { atTester } = output;
  if (!output.made) return { made, atTester, reason: "an indentation could not be made" };
  if (output.purpose === "preliminary" || output.readingHr !== null) return { made, atTester };
  const [spare, ...spares] = context.spares;
  if (spare === undefined)
    return {
      made,
      atTester,
      reason: "a value was lost and there is no room for another indentation",
    };
  return {
    made,
    atTester,
    spares,
    planned: [...context.planned, { position: spare, purpose: output.purpose }],
  };
}
