/** A tray's way through the lab: in by AGV, block after block, out to the marking station, engraved, to the inspected area. */
import { assign, setup } from "xstate";
import { blockMachine } from "./block.ts";
import { carryMachine } from "./carry.ts";
import { job } from "./job.ts";
import { markingMachine } from "./marking.ts";
import { choiceOf, stepMachine } from "./step.ts";
import {
  admission,
  arrival,
  arrived,
  carry,
  engravings,
  latest,
  need,
  nextBlock,
  nextReject,
  refusalsOf,
  repeatOf,
  type TrayContext,
  type TrayInput,
  type TrayOutput,
  turnKey,
} from "./tray-context.ts";

export const trayMachine = setup({
  types: { input: {} as TrayInput, context: {} as TrayContext, output: {} as TrayOutput },
  actors: { job, step: stepMachine, carry: carryMachine, block: blockMachine, marking: markingMachine },
  guards: {
    atLine: ({ context }) => context.trayAt === context.line.station,
    atMarking: ({ context }) => context.trayAt === context.line.stations.marking,
    blockLeft: ({ context }) => nextBlock(context) !== undefined,
    otherScale: ({ context }) => context.turn?.leftOut === "" && context.turn.block.scale !== context.scale,
  },
}).createMachine({
  id: "tray",
  context: ({ input }) => ({
    ...input,
    key: `batch/${input.batch}`,
    environment: null,
    scale: "",
    trayAt: input.order.continues?.trayAt ?? input.line.stations.unchecked,
    begun: 0,
    repeated: 0,
    turn: undefined,
    done: [],
    engraved: [],
    stopped: false,
    preflights: 0,
    refusals: "",
    verifications: 0,
    reference: undefined,
  }),
  initial: "readingEnvironment",
  states: {
    readingEnvironment: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/environment${context.preflights === 0 ? "" : `/${context.preflights + 1}`}`,
          request: { kind: "action", device: context.line.environment, command: "read" },
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.outcome.ok,
            target: "checking",
            actions: assign({
              environment: ({ event }) => (event.output.outcome.ok ? event.output.outcome.value : null),
            }),
          },
          { target: "finishing", actions: assign({ stopped: true }) },
        ],
      },
    },
    checking: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/preflight/${context.preflights + 1}`,
          request: {
            kind: "computation",
            name: "preflight",
            input: {
              line: context.line.line,
              environment: context.environment,
              scales: [...new Set(context.order.blocks.map(({ scale }) => scale))],
            },
          },
        }),
        onDone: [
          {
            guard: ({ event }) => refusalsOf(event.output).length === 0,
            target: "finding",
          },
          {
            target: "refused",
            actions: assign({
              refusals: ({ event }) => refusalsOf(event.output).join(" "),
              preflights: ({ context }) => context.preflights + 1,
            }),
          },
        ],
      },
    },
    refused: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/preflight/${context.preflights}/ask`,
          request: {
            kind: "decision",
            question: `The batch cannot start: ${context.refusals}`,
            choices: [{ choice: "again", consequence: "everything is checked again" }],
          },
        }),
        onDone: [
          { guard: ({ event }) => choiceOf(event.output) === "again", target: "readingEnvironment" },
          { target: "finishing", actions: assign({ stopped: true }) },
        ],
      },
    },
    /** A tray that a stopped batch left at the line or the marking station does not come in again. */
    finding: {
      always: [
        { guard: "atMarking", target: "marking" },
        { guard: "atLine", target: "nextBlock" },
        { target: "bringingIn" },
      ],
    },
    bringingIn: {
      invoke: {
        src: "carry",
        input: ({ context }) => carry(context, "bring-in", context.line.station),
        onDone: [
          { guard: arrived, target: "nextBlock", actions: assign(({ event }) => arrival(event.output)) },
          { target: "finishing", actions: assign(({ event }) => arrival(event.output)) },
        ],
      },
    },
    nextBlock: {
      always: [{ guard: "blockLeft", target: "admitting" }, { target: "askingForRepeats" }],
    },
    admitting: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/block/${nextBlock(context)?.serial ?? ""}/admit`,
          request: {
            kind: "computation",
            name: "admit",
            input: { batch: context.batch, serial: nextBlock(context)?.serial ?? "" },
          },
        }),
        onDone: [
          {
            guard: ({ event }) => admission(event.output).admit === "stop",
            target: "finishing",
            actions: assign({ stopped: true }),
          },
          {
            target: "turn",
            actions: assign(({ context, event }) => {
              const { admit, reason } = admission(event.output);
              const block = nextBlock(context);
              if (block === undefined) throw new Error(`${context.key}: there is no block left on the tray`);
              return {
                begun: context.begun + 1,
                turn: { block, attempt: 1, leftOut: admit === "skip" ? reason : "" },
              };
            }),
          },
        ],
      },
    },
    askingForRepeats: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/repeat/${context.repeated + 1}`,
          request: {
            kind: "computation",
            name: "nextRepeat",
            input: { batch: context.batch, after: context.repeated },
          },
        }),
        onDone: [
          {
            guard: ({ context, event }) => repeatOf(context, event.output) !== undefined,
            target: "turn",
            actions: assign(({ context, event }) => ({
              repeated: context.repeated + 1,
              turn: repeatOf(context, event.output),
            })),
          },
          { target: "bringingToMarking" },
        ],
      },
    },
    turn: {
      always: [{ guard: "otherScale", target: "settingUp" }, { target: "block" }],
    },
    settingUp: {
      invoke: {
        src: "step",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${turnKey(context)}/setup`,
          request: {
            kind: "action",
            device: context.line.tester,
            command: "setup",
            text: context.turn?.block.scale ?? "",
          },
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.outcome.ok,
            target: "needingVerification",
            actions: assign({ scale: ({ context }) => context.turn?.block.scale ?? "", verifications: 0 }),
          },
          { target: "block" },
        ],
      },
    },
    needingVerification: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/verify/${context.scale}/${context.verifications + 1}/need`,
          request: {
            kind: "computation",
            name: "needVerification",
            input: { line: context.line.line, scale: context.scale },
          },
        }),
        onDone: [
          {
            guard: ({ event }) => need(event.output).refusal !== "",
            target: "unverified",
            actions: assign({
              refusals: ({ event }) => need(event.output).refusal,
              verifications: ({ context }) => context.verifications + 1,
            }),
          },
          {
            guard: ({ event }) => need(event.output).reference !== null,
            target: "verifying",
            actions: assign({
              reference: ({ event }) => need(event.output).reference ?? undefined,
              verifications: ({ context }) => context.verifications + 1,
            }),
          },
          { target: "block" },
        ],
      },
    },
    verifying: {
      invoke: {
        src: "block",
        input: ({ context }) => {
          const { reference } = context;
          if (reference === undefined) throw new Error(`${context.key}: there is no reference block`);
          return {
            perform: context.perform,
            key: `${context.key}/verify/${context.scale}/${context.verifications}`,
            batch: context.batch,
            line: context.line,
            block: reference,
            role: "reference",
            attempt: context.verifications,
            from: `reference:${reference.slot}`,
            home: `reference:${reference.slot}`,
            nextReject: nextReject(context),
            leftOut: "",
          };
        },
        onDone: [
          { guard: ({ event }) => event.output.outcome === "passed", target: "block" },
          { target: "unverified", actions: assign({ refusals: ({ event }) => event.output.reason }) },
        ],
      },
    },
    unverified: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/verify/${context.scale}/${context.verifications}/ask`,
          request: {
            kind: "decision",
            question: `The daily verification of ${context.line.tester} on ${context.scale} did not pass: ${context.refusals}. The line does not start.`,
            choices: [{ choice: "again", consequence: "the reference block is indented again" }],
          },
        }),
        onDone: [
          { guard: ({ event }) => choiceOf(event.output) === "again", target: "needingVerification" },
          { target: "finishing", actions: assign({ stopped: true }) },
        ],
      },
    },
    block: {
      invoke: {
        src: "block",
        input: ({ context }) => {
          const { turn } = context;
          if (turn === undefined) throw new Error(`${context.key}: no block has its turn`);
          return {
            ...turn,
            perform: context.perform,
            key: turnKey(context),
            batch: context.batch,
            line: context.line,
            role: "block",
            from: latest(context, turn.block.serial)?.place ?? `slot:${turn.block.slot}`,
            home: `slot:${turn.block.slot}`,
            nextReject: nextReject(context),
          };
        },
        onDone: {
          target: "nextBlock",
          actions: assign({ done: ({ context, event }) => [...context.done, event.output] }),
        },
      },
    },
    bringingToMarking: {
      invoke: {
        src: "carry",
        input: ({ context }) => carry(context, "to-marking", context.line.stations.marking),
        onDone: [
          { guard: arrived, target: "marking", actions: assign(({ event }) => arrival(event.output)) },
          { target: "finishing", actions: assign(({ event }) => arrival(event.output)) },
        ],
      },
    },
    marking: {
      invoke: {
        src: "marking",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${context.key}/marking`,
          marker: context.line.marker,
          engravings: engravings(context),
        }),
        onDone: [
          {
            guard: ({ event }) => event.output.complete,
            target: "bringingAway",
            actions: assign({ engraved: ({ event }) => event.output.engraved }),
          },
          {
            target: "finishing",
            actions: assign({ engraved: ({ event }) => event.output.engraved, stopped: true }),
          },
        ],
      },
    },
    bringingAway: {
      invoke: {
        src: "carry",
        input: ({ context }) => carry(context, "to-inspected", context.line.stations.inspected),
        onDone: { target: "finishing", actions: assign(({ event }) => arrival(event.output)) },
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
              state: context.stopped ? "stopped" : "finished",
              trayAt: context.trayAt,
              environment: context.environment,
              nextReject: nextReject(context),
              engravingsLeft: engravings(context)
                .filter(({ slot }) => !context.engraved.includes(slot))
                .map((engraving) => ({ ...engraving })),
              blocks: context.done.map((block) => ({ ...block })),
            },
          },
        }),
        onDone: "ended",
      },
    },
    ended: { type: "final" },
  },
  output: ({ context }) => ({ state: context.stopped ? "stopped" : "finished", blocks: context.done }),
});
