/** A block's journey (标准硬度块): from its slot over stage, camera and tester back to its slot or to a reject slot. */
import { assign, setup } from "xstate";
import {
  afterIndentation,
  afterScreening,
  type BlockContext,
  type BlockInput,
  type BlockOutput,
  counting,
  destination,
  homewardBecause,
  inOrder,
  lookSchema,
  moveTo,
  notPicked,
  notPlaced,
  outcomeOf,
  recordedSchema,
  rejectAreaFull,
  sizeSchema,
  step,
  stepOk,
  verdictSchema,
} from "./block-context.ts";
import { indentationMachine } from "./indentation.ts";
import { job } from "./job.ts";
import { seeingMachine } from "./seeing.ts";
import { blockGripped, blockPlaced } from "./sensing.ts";
import { stepMachine } from "./step.ts";

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
  actions: {
    goHome: assign(({ event }, { what }: { what: string }) => homewardBecause(outcomeOf(event), what)),
    notPicked: assign(({ event }) => notPicked(outcomeOf(event))),
  },
}).createMachine({
  id: "block",
  context: ({ input }) => ({
    ...input,
    picked: false,
    measured: null,
    look: undefined,
    planned: [],
    spares: [],
    made: [],
    setAside: {},
    screenings: 0,
    atTester: "",
    verdict: null,
    outcome: input.leftOut === "" ? "incomplete" : "skipped",
    reason: input.leftOut,
    place: input.from,
    engraving: "",
  }),
  initial: "begin",
  states: {
    begin: {
      always: [{ guard: ({ context }) => context.leftOut !== "", target: "recording" }, { target: "toTray" }],
    },
    toTray: {
      invoke: {
        src: "step",
        input: ({ context }) => step(context, "to-tray", moveTo(context, "tray")),
        onDone: [
          { guard: stepOk, target: "picking" },
          { target: "recording", actions: "notPicked" },
        ],
      },
    },
    picking: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...step(context, "pick", {
            kind: "action",
            device: context.line.arm,
            command: "pick",
            text: context.from,
          }),
          doubt: blockGripped(context.line.arm, context.from),
          rehome: moveTo(context, "tray"),
          givingUp: "the block stays where it is and is left out",
        }),
        onDone: [
          { guard: stepOk, target: "toStage", actions: assign({ picked: true, place: "gripper" }) },
          { target: "recording", actions: "notPicked" },
        ],
      },
    },
    toStage: {
      invoke: {
        src: "step",
        input: ({ context }) => step(context, "to-stage", moveTo(context, "stage")),
        onDone: [
          { guard: stepOk, target: "measuring" },
          { target: "homeward", actions: { type: "goHome", params: { what: "not brought to the stage" } } },
        ],
      },
    },
    measuring: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...step(context, "measure", { kind: "action", device: context.line.stage, command: "measure" }),
          givingUp: "the block is rejected without indentations",
        }),
        onDone: [
          {
            guard: stepOk,
            target: "checkingSize",
            actions: assign({
              measured: ({ event }) => (event.output.outcome.ok ? event.output.outcome.value : null),
            }),
          },
          { target: "homeward", actions: { type: "goHome", params: { what: "not measured" } } },
        ],
      },
    },
    checkingSize: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/check-size`,
          request: {
            kind: "computation",
            name: "checkSize",
            input: { line: context.line.line, block: context.block, measured: context.measured },
          },
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok && sizeSchema.parse(event.output.value).mismatch === "",
            target: "toCamera",
          },
          {
            target: "homeward",
            actions: assign(({ event }) =>
              homewardBecause(
                event.output,
                event.output.ok ? sizeSchema.parse(event.output.value).mismatch : "size",
              ),
            ),
          },
        ],
      },
    },
    toCamera: {
      invoke: {
        src: "step",
        input: ({ context }) => step(context, "to-camera", moveTo(context, "camera")),
        onDone: [
          { guard: stepOk, target: "looking" },
          { target: "homeward", actions: { type: "goHome", params: { what: "not brought to the camera" } } },
        ],
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
            actions: assign(({ event }) =>
              homewardBecause(
                event.output,
                event.output.ok
                  ? (lookSchema.parse(event.output.value).whyNot ?? "no room for the indentations")
                  : "not looked at",
              ),
            ),
          },
        ],
      },
    },
    toTester: {
      invoke: {
        src: "step",
        input: ({ context }) => step(context, "to-tester", moveTo(context, "tester")),
        onDone: [
          {
            guard: stepOk,
            target: "nextPosition",
            actions: assign({ atTester: ({ event }) => event.output.key }),
          },
          { target: "homeward", actions: { type: "goHome", params: { what: "not brought to the tester" } } },
        ],
      },
    },
    nextPosition: {
      always: [
        { guard: ({ context }) => context.reason !== "", target: "homeward" },
        { guard: ({ context }) => context.made.length < context.planned.length, target: "indenting" },
        { target: "screening" },
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
            before: context.look?.sha256 ?? "",
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
    screening: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/screen/${context.screenings + 1}`,
          request: {
            kind: "computation",
            name: "screen",
            input: {
              scale: context.block.scale,
              outlierHr: context.line.outlierHr,
              readings: counting(context).map(({ key, readingHr }) => ({ key, readingHr })),
              setAside: Object.keys(context.setAside).length,
            },
          },
        }),
        onDone: {
          target: "screened",
          actions: assign(({ context, event }) => afterScreening(context, event.output)),
        },
      },
    },
    screened: {
      always: [
        { guard: ({ context }) => context.reason !== "", target: "homeward" },
        { guard: ({ context }) => context.made.length < context.planned.length, target: "indenting" },
        { target: "judging" },
      ],
    },
    judging: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/judge`,
          request: {
            kind: "computation",
            name: context.role === "reference" ? "verify" : "judge",
            input: {
              ...(context.role === "reference"
                ? { line: context.line.line, serial: context.block.serial }
                : {}),
              scale: context.block.scale,
              resolutionHr: context.line.resolutionHr,
              readings: counting(context).map(({ readingHr }) => readingHr),
            },
          },
        }),
        onDone: {
          target: "homeward",
          actions: assign(({ event: { output } }) => {
            if (!output.ok) return { outcome: "rejected" as const, reason: output.text };
            const { passed, decisive } = verdictSchema.parse(output.value);
            return {
              verdict: output.value,
              outcome: passed ? ("passed" as const) : ("rejected" as const),
              reason: passed ? "" : decisive,
            };
          }),
        },
      },
    },
    homeward: {
      invoke: {
        src: "step",
        input: ({ context }) => step(context, "homeward", { ...moveTo(context, "tray"), cleanUp: true }),
        onDone: [
          { guard: ({ context }) => rejectAreaFull(context), target: "askingForRoom" },
          { guard: stepOk, target: "placing" },
          { target: "recording" },
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
        onDone: [
          { guard: ({ event }) => event.output.ok, target: "placing", actions: assign({ nextReject: 1 }) },
          { target: "placing", actions: assign({ outcome: "incomplete" }) },
        ],
      },
    },
    placing: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          ...step(context, "place", {
            kind: "action",
            device: context.line.arm,
            command: "place",
            text: destination(context),
            cleanUp: true,
          }),
          doubt: blockPlaced(context.line.arm, destination(context)),
          rehome: { ...moveTo(context, "tray"), cleanUp: true },
        }),
        onDone: [
          {
            guard: stepOk,
            target: "recording",
            actions: assign({ place: ({ context }) => destination(context) }),
          },
          {
            target: "recording",
            actions: assign(({ context, event }) => notPlaced(context, event.output.outcome)),
          },
        ],
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
            name: context.role === "reference" ? "recordVerification" : "recordBlock",
            input: {
              line: context.line.line,
              batch: context.batch,
              attempt: context.attempt,
              block: context.block,
              outcome: context.outcome,
              reason: context.reason,
              place: context.place,
              measured: context.measured,
              verdict: context.verdict,
              look: `${context.key}/look`,
              /** Further indentations its surface had room for beside the planned ones; null when it was not looked at. */
              roomLeft: context.look?.plan?.couldFit ?? null,
              indentations: context.made.map(({ key, purpose, position, readingHr, made }) => ({
                key,
                purpose,
                ...position,
                readingHr,
                made,
                setAside: context.setAside[key] ?? "",
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
    attempt: context.attempt,
    slot: context.block.slot,
    outcome: context.outcome,
    place: context.place,
    reason: context.reason,
    engraving: context.engraving,
  }),
});
