/** What a person who goes and looks may answer: of the choices offered, those that the physical truth bears out. */
import { z } from "zod";
import { findJob, jobsUnder } from "../../../controller/infobase/index.ts";
import { readTruth, type Truth } from "../../../controller/lab/virtual-lab.ts";
import type { OpenQuestion } from "../../../controller/ledger/index.ts";
import type { LabUnderTest } from "../lab-under-test.ts";

const actionSchema = z.object({ device: z.string(), command: z.string(), text: z.string().default("") });

export function honestChoices(under: LabUnderTest, question: OpenQuestion): string[] {
  const truth = readTruth(under.dataDir);
  const offered = question.choices.map(({ choice }) => choice);
  const attempt = question.key.replace(/\/ask$/, "");
  const isTrue = offered.includes("absent")
    ? dentClaims(under, truth, attempt)
    : stepClaims(under, truth, attempt);
  return offered.filter((choice) => isTrue[choice] ?? true);
}

type Claims = Readonly<Record<string, boolean>>;

/** `made` when the attempt's own job left a dent; the others say that it did not. */
function dentClaims({ running: { base, ledger } }: LabUnderTest, truth: Truth, attempt: string): Claims {
  const job = findJob(base, attempt);
  const made = truth.dents.some(
    ({ madeBy }) =>
      madeBy !== "old" &&
      madeBy.controllerId === ledger.controllerId &&
      madeBy.device === job?.device &&
      madeBy.jobNumber === job.number,
  );
  return { made, absent: !made, giveUp: !made };
}

function stepClaims({ running: { base } }: LabUnderTest, truth: Truth, attempt: string): Claims {
  const job = findJob(base, attempt);
  const action = actionSchema.safeParse(job?.request);
  if (!action.success) return {};
  const { command, device, text } = action.data;
  const held = truth.blocks.find(({ place }) => place === `gripper:${device}`);
  switch (command) {
    case "pick":
      return held === undefined ? { done: false } : { done: true, again: false, giveUp: false };
    case "place":
      return held === undefined ? { again: false } : { done: false };
    case "load":
      return truth.tray === `agv:${device}` ? { again: false } : { done: false };
    case "unload":
      return truth.tray === `agv:${device}` ? { done: false } : { again: false };
    case "engrave":
      return truth.engravings.some((engraving) => engraving.text === text)
        ? { again: false }
        : { done: false };
    default:
      // Nobody moves arm or AGV by hand, or sets the tester up.
      return { done: false };
  }
}

/** Every job that failed, for whoever reads of a walk that went wrong. */
export function failures({ running: { base } }: LabUnderTest, batch: string): string[] {
  return jobsUnder(base, `batch/${batch}/`).flatMap(({ key, outcome, state }) =>
    state !== "finished"
      ? [`${key} is ${state}`]
      : outcome === null || outcome.ok
        ? []
        : [`${key} ${outcome.fault}`],
  );
}
