/** Waits for the end of a batch, or for the moment at which it needs a person. */
import { setTimeout as sleep } from "node:timers/promises";
import { findBatch, listBlockRecords } from "../infobase/index.ts";
import type { OpenQuestion } from "../ledger/index.ts";
import type { RunningLab } from "./start-lab.ts";

export type BatchOver =
  | { readonly kind: "done" | "stopped" }
  /** By the caller's signal; no job is in hand any more, unless it took too long. */
  | { readonly kind: "interrupted" }
  /** A question waits or a line stopped; in words. */
  | { readonly kind: "halted"; readonly why: string };

const LOOK_MS = 50;

/** Longest wait for jobs in hand when the lab is left, ms of real time. */
const DRAIN_MS = 60_000;

/**
 * `onProgress` is told at each look: blocks with a record, blocks of the order, the batch's state. When `signal` is aborted, jobs in
 * hand are waited for, nothing new is begun, and the batch is left where it stands.
 */
export async function batchOver(
  running: RunningLab,
  batch: string,
  total: number,
  onProgress: (done: number, total: number, state: string) => void,
  signal?: AbortSignal,
): Promise<BatchOver> {
  for (;;) {
    const state = findBatch(running.base, batch)?.state;
    const done = new Set(listBlockRecords(running.base, batch).map(({ serial }) => serial)).size;
    onProgress(done, total, state ?? "");
    if (state === "finished") return { kind: "done" };
    if (state === "stopped") return { kind: "stopped" };
    const [stopped] = Object.entries(running.stopped);
    if (stopped !== undefined)
      return { kind: "halted", why: `line ${stopped[0]} has stopped: ${stopped[1]}` };
    const [question] = running.ledger.questions();
    if (question !== undefined) return { kind: "halted", why: asked(question) };
    if (signal?.aborted === true) {
      await running.ledger.drain(DRAIN_MS);
      return { kind: "interrupted" };
    }
    await sleep(LOOK_MS);
  }
}

function asked({ key, question, choices }: OpenQuestion): string {
  const offered = choices.map(({ choice, consequence }) => `  ${choice}: ${consequence}`);
  return [`the lab needs a person (${key}): ${question}`, ...offered].join("\n");
}
