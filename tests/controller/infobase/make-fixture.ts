/** Writes the fixture of the newest schema: `node tests/controller/infobase/make-fixture.ts`. Older ones are never written again. */
import { existsSync, mkdtempSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  enterSteering,
  MIGRATIONS,
  openInfoBase,
  queueBatch,
  writeBlockRecord,
  writeVerification,
} from "../../../controller/infobase/index.ts";
import { Ledger } from "../../../controller/ledger/index.ts";

const newest = MIGRATIONS.at(-1)?.number ?? 0;
const target = new URL(`fixtures/schema-${String(newest).padStart(4, "0")}.sqlite`, import.meta.url).pathname;
if (existsSync(target)) throw new Error(`${target} exists; a released fixture stays as it is`);

const folder = mkdtempSync(join(tmpdir(), "hardlab-fixture-"));
const base = openInfoBase(folder);
queueBatch(base, { line: "rockwell", order: { blocks: [] }, workflowVersion: 1 });
const ledger = new Ledger({
  base,
  speed: 1,
  devices: {},
  computations: { judge: async () => ({ outcome: { ok: true, value: { passed: true } } }) },
  readSensors: async () => null,
});
ledger.started();
await ledger.perform("line/rockwell/turn/1", { kind: "takeBatch", line: "rockwell" });
await ledger.perform("batch/B-0001/block/2007-101/judge", {
  kind: "computation",
  name: "judge",
  input: { scale: "HRC", readings: [61, 61, 61, 61, 61] },
});
await ledger.perform("batch/B-0001/bring-in/hold", { kind: "hold", device: "agv" });
writeBlockRecord(base, {
  batch: "B-0001",
  serial: "2007-101",
  attempt: 1,
  slot: 1,
  outcome: "passed",
  place: "slot:1",
  record: { passed: true },
});
writeVerification(base, {
  batch: "B-0001",
  line: "rockwell",
  scale: "HRC",
  reference: "REF-HRC-60",
  day: "2026-11-25",
  passed: true,
  record: {},
});
enterSteering(base, { batch: "B-0001", command: "pause", serial: null, reason: "", by: "day shift" });
base.pragma("journal_mode = DELETE");
base.close();
renameSync(join(folder, "hardlab.sqlite"), target);
