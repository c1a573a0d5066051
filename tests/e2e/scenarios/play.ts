/** Plays one scenario on a lab of its own and tells what came of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { keepCompiledCode } from "../../../controller/cli/compiled-code.ts";
import { findBatch, jobsUnder, listBlockRecords } from "../../../controller/infobase/index.ts";
import { readTruth } from "../../../controller/lab/virtual-lab.ts";
import { faultsOf } from "../../../controller/report/faults.ts";
import { blockRecordSchema } from "../../../controller/trial/index.ts";
import type { Lab } from "../../../devices/index.ts";
import { type LabUnderTest, labUnderTest } from "../lab-under-test.ts";
import { type Answer, type Ending, FIRST, type Scenario, withoutVerification } from "./scenario.ts";

export interface Played {
  /** How it ended, in the words of an Ending; texts where that has patterns. */
  readonly end:
    | Extract<Ending, { state: string }>
    | { readonly asked: string }
    | { readonly lineStopped: string };
  readonly failed: readonly string[];
  readonly dents: Readonly<Record<string, number>>;
  readonly withoutValue: number;
  readonly setAside: number;
  readonly reason: string;
  readonly place: string;
  readonly untruths: Readonly<Record<string, readonly string[]>>;
}

// Sixty labs start here: what their programs compile to is kept.
keepCompiledCode();

const recordSchema = blockRecordSchema.extend({ reason: z.string() });

/** A scenario that takes longer hangs. */
const LONGEST_MS = 60_000;
const LOOK_MS = 20;

export async function play(scenario: Scenario): Promise<Played> {
  const { blocks = 1, faults, lab: change = (lab: Lab) => lab, order } = scenario;
  let ordered = false;
  const under = await labUnderTest({
    blocks,
    ...(faults === undefined ? {} : { faults }),
    lab: (lab) => change(withoutVerification(lab)),
    observe(point, key, _request, { running, batch }) {
      if (order === undefined || ordered || point !== "sent" || !key.endsWith(order.at)) return;
      ordered = true;
      const { command, serial } = order;
      running.steering.order({ command, batch, serial, reason: "ordered by the test", by: "test" });
    },
  });
  try {
    const end = await comesTo(under, scenario.answers ?? []);
    return { end, ...facts(under), untruths: under.untruths() };
  } finally {
    await under.close();
  }
}

/** Answers question after question; throws when one reads otherwise than announced, or when nothing comes any more. */
async function comesTo(under: LabUnderTest, answers: readonly Answer[]): Promise<Played["end"]> {
  const { running, batch } = under;
  const latest = performance.now() + LONGEST_MS;
  let answered = 0;
  for (;;) {
    const [lineStopped] = Object.values(running.stopped);
    if (lineStopped !== undefined) return { lineStopped };
    const [question] = running.ledger.questions();
    const answer = answers[answered];
    if (question !== undefined) {
      if (answer === undefined) return { asked: question.question };
      if (!answer.asked.test(question.question))
        throw new Error(`asked "${question.question}" where ${answer.asked} was to be asked`);
      const { hand } = answer;
      if (hand !== undefined && "mend" in hand) await under.clearFaults(hand.mend);
      else if (hand !== undefined) await under.fault(hand);
      under.answer(question, answer.choice);
      answered++;
    }
    const state = findBatch(running.base, batch)?.state;
    if (state === "finished" || state === "stopped") {
      if (answer !== undefined && question === undefined)
        throw new Error(
          `the batch is ${state}, and ${answer.asked} was never asked; failed so far: ${failed(under).join(", ")}`,
        );
      const records = listBlockRecords(running.base, batch);
      return { state, blocks: Object.fromEntries(records.map(({ serial, outcome }) => [serial, outcome])) };
    }
    if (performance.now() > latest) throw new Error(`it hangs; failed so far: ${failed(under).join(", ")}`);
    await sleep(LOOK_MS);
  }
}

function failed({ running, batch }: LabUnderTest): string[] {
  return faultsOf(jobsUnder(running.base, `batch/${batch}/`)).map(
    ({ key, fault }) => `${key.replace(`batch/${batch}/`, "").replace(`block/${FIRST}/`, "")} ${fault}`,
  );
}

function facts(under: LabUnderTest): Omit<Played, "end" | "untruths"> {
  const dents: Record<string, number> = {};
  for (const { block, madeBy } of readTruth(under.dataDir).dents)
    if (madeBy !== "old") dents[block] = (dents[block] ?? 0) + 1;
  const first = listBlockRecords(under.running.base, under.batch).find(({ serial }) => serial === FIRST);
  const record = first === undefined ? undefined : recordSchema.parse(first.record);
  const indentations = record?.indentations ?? [];
  return {
    failed: failed(under),
    dents,
    withoutValue: indentations.filter(({ made, readingHr }) => made === "yes" && readingHr === null).length,
    setAside: indentations.filter(({ setAside }) => setAside !== "").length,
    reason: record?.reason ?? "",
    place: first?.place ?? "",
  };
}
