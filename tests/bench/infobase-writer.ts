/** A controller's stand-in for the bench: writes a block a commit, as fast as it goes, until it is told to stop. */
import { openInfoBase, queueBatch, writeBlockRecord } from "../../controller/infobase/index.ts";

const [dataDir = ""] = process.argv.slice(2);
const base = openInfoBase(dataDir);
const batch = queueBatch(base, { line: "rockwell", order: { blocks: [] }, workflowVersion: 1 });
/** Between two commits, as jobs have it. */
const PAUSE_MS = 5;

let took: number[] = [];
let written = 0;
const timer = setInterval(() => {
  const startedMs = performance.now();
  const serial = `W${++written}`;
  base.transaction(() =>
    writeBlockRecord(base, {
      batch,
      serial,
      attempt: 1,
      slot: 1,
      outcome: "passed",
      place: "slot:1",
      record: {},
    }),
  )();
  took.push(performance.now() - startedMs);
}, PAUSE_MS);

process.on("message", (message) => {
  if (message === "stop") {
    clearInterval(timer);
    base.close();
    process.disconnect();
    return;
  }
  process.send?.(took);
  took = [];
});
process.send?.([]);
