/** A ledger with an open batch of 10,000 finished jobs, as a real tray workflow wrote them. */
import { createActor } from "xstate";
import { openInfoBase, queueBatch } from "../../controller/infobase/index.ts";
import { lineSetup } from "../../controller/lab/line-setup.ts";
import { trialOrder } from "../../controller/trial/index.ts";
import { readLabFile } from "../../devices/index.ts";
import {
  labMachine,
  type Outcome,
  type Perform,
  type TrayOrder,
  WORKFLOW_VERSION,
} from "../../workflows/index.ts";
import { scriptedLedger } from "../workflows/scripted-ledger.ts";

export const FINISHED_JOBS = 10_000;

/** Writes the information base of a data folder; the workflow stands at job 10,001 when a controller takes it up. */
export async function writeLongLedger(dataDir: string): Promise<void> {
  const base = openInfoBase(dataDir);
  const [first] = trialOrder().blocks;
  if (first === undefined) throw new Error("the trial has no blocks");
  const order: TrayOrder = {
    ...trialOrder(),
    blocks: Array.from({ length: 600 }, (_, index) => ({
      ...first,
      slot: index + 1,
      serial: `bench-${index + 1}`,
    })),
  };
  queueBatch(base, { line: "rockwell", order, workflowVersion: WORKFLOW_VERSION });
  const script = scriptedLedger();
  const insert = base.prepare(
    `INSERT INTO job (key, batch, kind, request, device, number, boot_id, state, outcome, opened_at, finished_at)
     VALUES (?, ?, ?, ?, ?, ?, 1, 'finished', ?, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
  );
  let jobs = 0;
  base.exec("BEGIN");
  const perform: Perform = async (key, request) => {
    if (jobs === FINISHED_JOBS) return new Promise(() => undefined);
    jobs++;
    const device = request.kind === "action" ? request.device : null;
    const outcome: Outcome =
      request.kind === "takeBatch"
        ? { ok: true, value: { batch: "B-0001", order } }
        : await script.perform(key, request);
    const batch = key.startsWith("batch/") ? "B-0001" : null;
    insert.run(key, batch, request.kind, JSON.stringify(request), device, jobs, JSON.stringify(outcome));
    if (request.kind === "takeBatch") base.exec("UPDATE batch SET state = 'running'");
    return outcome;
  };
  const lab = readLabFile("calibration-data/labs/default.yaml");
  const actor = createActor(labMachine(["rockwell"]), {
    input: {
      perform,
      lines: [{ line: lineSetup(lab, "rockwell"), firstTurn: 1 }],
      onStopped: (line, error) => {
        throw new Error(`line ${line} stopped while the ledger was written`, { cause: error });
      },
    },
  });
  actor.start();
  while (jobs < FINISHED_JOBS) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  actor.stop();
  base.exec("COMMIT");
  base.close();
}
