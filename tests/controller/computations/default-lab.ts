/** The default lab with a real information base in a folder of its own, and a clock that stands where a test puts it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type BlockOutcome,
  type InfoBase,
  openInfoBase,
  queueBatch,
  writeBlockRecord,
} from "../../../controller/infobase/index.ts";
import type { Computation } from "../../../controller/ledger/index.ts";
import { type Lab, type LabLine, readLabFile } from "../../../devices/index.ts";
import type { Json } from "../../../workflows/index.ts";

const LAB_FILE = fileURLToPath(new URL("../../../calibration-data/labs/default.yaml", import.meta.url));

export const DEFAULT_LAB: Lab = readLabFile(LAB_FILE);

/** The default lab with its Rockwell line changed. */
export function withLine(change: Partial<LabLine>): Lab {
  const { rockwell } = DEFAULT_LAB.lines;
  if (rockwell === undefined) throw new Error("the default lab has no Rockwell line");
  return { ...DEFAULT_LAB, lines: { rockwell: { ...rockwell, ...change } } };
}

export class Desk {
  readonly #folder = mkdtempSync(join(tmpdir(), "hardlab-computations-"));
  readonly base: InfoBase = openInfoBase(this.#folder);
  /** Noon of a day of 2026, by the lab's clock. */
  #now = new Date(2026, 2, 4, 12);

  readonly nowMs = (): number => this.#now.getTime();

  itIs(day: Date): void {
    this.#now = day;
  }

  batch(): string {
    return queueBatch(this.base, { line: "rockwell", order: { blocks: [] }, workflowVersion: 1 });
  }

  /** A block on record, as the lab judged it. */
  judged(batch: string, serial: string, outcome: BlockOutcome = "passed", scale = "HRC"): void {
    const record = { block: { serial, scale } };
    writeBlockRecord(this.base, { batch, serial, attempt: 1, slot: 1, outcome, place: "slot:1", record });
  }

  close(): void {
    this.base.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Runs a computation and its commit; returns its value. */
export async function compute(computation: Computation, input: Json): Promise<Json> {
  const { outcome, write } = await computation(input, new AbortController().signal);
  write?.();
  if (!outcome.ok) throw new Error(`${outcome.fault}: ${outcome.text}`);
  return outcome.value;
}
