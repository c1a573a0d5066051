/** A ledger of 10,000 finished jobs, as real workflows wrote them: full trays that are done, and one that stands in its middle. */
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
/** A large tray: seven of them and most of an eighth make the ledger. */
const BLOCKS = 44;

/** Writes the information base of a data folder; the open batch stands at job 10,001 when a controller takes it up. */
export async function writeLongLedger(dataDir: string): Promise<{ openBatchJobs: number }> {
  const base = openInfoBase(dataDir);
  const [first] = trialOrder().blocks;
  if (first === undefined) throw new Error("the trial has no blocks");
  const blocks = Array.from({ length: BLOCKS }, (_, index) => ({
    ...first,
    slot: index + 1,
    serial: `bench-${index + 1}`,
  }));
  const order: TrayOrder = { ...trialOrder(), blocks };
  const insert = base.prepare(
    `INSERT INTO job (key, batch, kind, request, device, number, boot_id, state, outcome, opened_at, finished_at)
     VALUES (?, ?, ?, ?, ?, ?, 1, 'finished', ?, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
  );
  const setState = base.prepare("UPDATE batch SET state = ? WHERE id = ?");
  let script = scriptedLedger();
  let batch = "";
  let jobs = 0;
  let openBatchJobs = 0;
  base.exec("BEGIN");
  const perform: Perform = async (key, request) => {
    if (jobs === FINISHED_JOBS) return new Promise(() => undefined);
    if (request.kind === "takeBatch") {
      batch = queueBatch(base, { line: "rockwell", order, workflowVersion: WORKFLOW_VERSION });
      setState.run("running", batch);
      script = scriptedLedger();
      openBatchJobs = 0;
    }
    jobs++;
    openBatchJobs++;
    const device = request.kind === "action" ? request.device : null;
    const outcome: Outcome =
      request.kind === "takeBatch"
        ? { ok: true, value: { batch, order } }
        : await script.perform(key, request);
    insert.run(
      key,
      key.startsWith("batch/") ? batch : null,
      request.kind,
      JSON.stringify(request),
      device,
      jobs,
      JSON.stringify(outcome),
    );
    if (key.endsWith("/finish")) setState.run("finished", batch);
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
  return { openBatchJobs };
}
