/** One device's action brought to an end: attempts, a look when its outcome is in doubt, a person when nothing else helps. */
import { assign, setup } from "xstate";
import { attemptKey, job } from "./job.ts";
import type { ActionRequest, JobRequest, Json, Outcome, Perform } from "./perform.ts";
import { endedByOrder, leavesDoubt, type ResponseKind, responseTo } from "./recovery.ts";

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
  /** Brings the arm to where the action can be done, ahead of another attempt. */
  readonly rehome?: ActionRequest;
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

/** Responses that end the step with its failure: the parent knows what follows. */
const LEFT_TO_PARENT: readonly ResponseKind[] = ["replace", "leaveOut", "reject", "setUp"];

/** Commands whose result is needed: no person can say that they were done. */
const GIVING_RESULTS: readonly string[] = ["measure", "expose", "read", "readBack"];

const response = ({ outcome, request, attempt }: StepContext) =>
  outcome.ok ? undefined : responseTo(request.command, outcome.fault, attempt).kind;

/** What a person chose, from a decision's outcome; empty when the batch was ended instead. */
export function choiceOf(outcome: Outcome): string {
  const value = outcome.ok ? outcome.value : null;
  return typeof value === "object" && value !== null && "choice" in value ? String(value.choice) : "";
}

/** True when the job was not sent because a person ended the batch or left the block out. */
export function wasEnded(outcome: Outcome): boolean {
  return !outcome.ok && endedByOrder(outcome.fault);
}

/** What is asked of a person about a failed step. */
export function questionAbout(step: string, outcome: Outcome, attempt: number): string {
  if (outcome.ok) return `Was ${step} done?`;
  const { advice } = responseTo(step, outcome.fault, attempt);
  return `${outcome.text} (${outcome.fault}).${advice === "" ? "" : ` ${advice}`}`;
}

export const stepMachine = setup({
  types: {
    input: {} as StepInput,
    context: {} as StepContext,
    output: {} as StepOutput,
  },
  actors: { job },
  guards: {
    over: ({ context }) => {
      const { outcome } = context;
      return outcome.ok || wasEnded(outcome) || LEFT_TO_PARENT.includes(response(context) ?? "ask");
    },
    again: ({ context }) =>
      response(context) === "again" || (response(context) === "rehome" && context.rehome === undefined),
    rehome: ({ context }) => response(context) === "rehome",
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
        { guard: "over", target: "ended" },
        { guard: "again", target: "acting", actions: "nextAttempt" },
        { guard: "rehome", target: "rehoming" },
        { guard: "look", target: "looking" },
        { target: "asking" },
      ],
    },
    rehoming: {
      invoke: {
        src: "job",
        input: ({ context }) => ({
          perform: context.perform,
          key: `${attemptKey(context)}/rehome`,
          request: context.rehome ?? context.request,
        }),
        onDone: [
          { guard: ({ event }) => event.output.ok, target: "acting", actions: "nextAttempt" },
          {
            guard: ({ event }) => wasEnded(event.output),
            target: "ended",
            actions: assign({ outcome: ({ event }) => event.output }),
          },
          { target: "asking" },
        ],
      },
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
            question: questionAbout(context.request.command, context.outcome, context.attempt),
            choices: [
              {
                choice: "again",
                consequence: `${context.request.command} is sent again as a new attempt`,
              },
              ...(GIVING_RESULTS.includes(context.request.command)
                ? []
                : [
                    {
                      choice: "done",
                      consequence: `${context.request.command} counts as done; nothing is sent`,
                    },
                  ]),
              ...(context.givingUp === undefined
                ? []
                : [{ choice: "giveUp", consequence: context.givingUp }]),
            ],
          },
        }),
        onDone: [
          {
            guard: ({ context, event }) => choiceOf(event.output) === "again" && context.rehome !== undefined,
            target: "rehoming",
          },
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
          {
            guard: ({ context, event }) => wasEnded(event.output) && !inDoubt(context),
            target: "ended",
            actions: assign({ outcome: ({ event }) => event.output }),
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

const inDoubt = ({ outcome, doubt }: StepContext): boolean =>
  !outcome.ok && doubt !== undefined && leavesDoubt(outcome.fault);

function finding({ doubt }: StepContext, outcome: Outcome): "done" | "notDone" | "unsure" {
  return outcome.ok && doubt !== undefined ? doubt.settle(outcome.value) : "unsure";
}
