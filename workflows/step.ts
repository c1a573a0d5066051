/** One device's action brought to an end: attempts, a look when its outcome is in doubt, a person when nothing else helps. */
import { assign, setup } from "xstate";
import { job } from "./job.ts";
import type { ActionRequest, JobRequest, Json, Outcome, Perform } from "./perform.ts";
import { responseTo } from "./recovery.ts";

/** How the world shows whether a forgotten action was done. */
export interface DoubtCheck {
  readonly request: JobRequest;
  readonly settle: (value: Json) => "done" | "notDone" | "unsure";
}

export interface StepInput {
  readonly perform: Perform;
  /** Key without the attempt's number. */
  readonly key: string;
  readonly request: ActionRequest;
  /** Irreversible actions need one. */
  readonly doubt?: DoubtCheck;
  /** What follows when a person gives the step up; without it that is not offered. */
  readonly givingUp?: string;
}

export interface StepOutput {
  readonly outcome: Outcome;
  /** Key of the attempt that ended the step. */
  readonly key: string;
}

interface StepContext extends StepInput {
  readonly attempt: number;
  readonly outcome: Outcome;
}

const UNDONE: Outcome = { ok: false, fault: "notBegun", text: "not begun" };
const SETTLED: Outcome = { ok: true, value: null };

const attemptKey = ({ key, attempt }: StepContext): string => `${key}#${attempt}`;

const response = ({ outcome, request, attempt }: StepContext) =>
  outcome.ok ? undefined : responseTo(request.command, outcome.fault, attempt).kind;

/** What a person chose, from a decision's outcome. */
export function choiceOf(outcome: Outcome): string {
  const value = outcome.ok ? outcome.value : null;
  return typeof value === "object" && value !== null && "choice" in value ? String(value.choice) : "";
}

export const stepMachine = setup({
  types: {
    input: {} as StepInput,
    context: {} as StepContext,
    output: {} as StepOutput,
  },
  actors: { job },
  guards: {
    succeeded: ({ context }) => context.outcome.ok,
    again: ({ context }) => response(context) === "again",
    look: ({ context }) => response(context) === "look" && context.doubt !== undefined,
  },
  actions: {
    nextAttempt: assign({ attempt: ({ context }) => context.attempt + 1 }),
    settleAsDone: assign({ outcome: SETTLED }),
  },
}).createMachine({
  id: "step",
  context: ({ input }) => ({ ...input, attempt: 1, outcome: UNDONE }),
  initial: "acting",
  states: {
    acting: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: attemptKey(context),
          request: context.request,
        }),
        onDone: {
          target: "weighing",
          actions: assign({ outcome: ({ event }) => event.output }),
        },
      },
    },
    weighing: {
      always: [
        { guard: "succeeded", target: "ended" },
        { guard: "again", target: "acting", actions: "nextAttempt" },
        { guard: "look", target: "looking" },
        { target: "asking" },
      ],
    },
    looking: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/look`,
          request: context.doubt?.request ?? context.request,
        }),
        onDone: [
          {
            guard: ({ context, event }) => finding(context, event.output) === "done",
            target: "ended",
            actions: "settleAsDone",
          },
          {
            guard: ({ context, event }) => finding(context, event.output) === "notDone",
            target: "acting",
            actions: "nextAttempt",
          },
          { target: "asking" },
        ],
      },
    },
    asking: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/ask`,
          request: {
            kind: "decision",
            question: context.outcome.ok
              ? `Was ${context.request.command} done?`
              : `${context.outcome.text} (${context.outcome.fault})`,
            choices: [
              {
                choice: "again",
                consequence: `${context.request.command} is sent again as a new attempt`,
              },
              {
                choice: "done",
                consequence: `${context.request.command} counts as done; nothing is sent`,
              },
              ...(context.givingUp === undefined
                ? []
                : [{ choice: "giveUp", consequence: context.givingUp }]),
            ],
          },
        }),
        onDone: [
          {
            guard: ({ event }) => choiceOf(event.output) === "again",
            target: "acting",
            actions: "nextAttempt",
          },
          {
            guard: ({ event }) => choiceOf(event.output) === "done",
            target: "ended",
            actions: "settleAsDone",
          },
          { target: "ended" },
        ],
      },
    },
    ended: { type: "final" },
  },
  output: ({ context }) => ({
    outcome: context.outcome,
    key: attemptKey(context),
  }),
});

function finding({ doubt }: StepContext, outcome: Outcome): "done" | "notDone" | "unsure" {
  return outcome.ok && doubt !== undefined ? doubt.settle(outcome.value) : "unsure";
}
