/** Writes many years of invented blocks through the information base's own doors. */
import { type InfoBase, queueBatch, writeBlockRecord } from "../../controller/infobase/index.ts";

/** Blocks a tray, and trays a commit. */
const TRAY = 100;
const SCALES = ["HRC", "HRBW", "HRA", "HR30N", "HR15TW"] as const;
const FIRST_MS = Date.parse("2006-01-01T00:00:00.000Z");
const YEARS_MS = 20 * 365.25 * 86_400_000;
/** So many verifications a block over the years. */
const VISITS = 4;

export const benchSerial = (index: number): string => `S${String(index).padStart(7, "0")}`;
export const benchClient = (index: number): string => `客户 ${String(index % 2_000).padStart(4, "0")}`;
export const benchScale = (index: number): string => SCALES[index % SCALES.length] ?? "HRC";

/** Blocks on record a second. */
export function ingest(base: InfoBase, blocks: number): number {
  const startedMs = performance.now();
  for (let from = 0; from < blocks; from += TRAY)
    base.transaction(() => writeTray(base, from, Math.min(from + TRAY, blocks), blocks))();
  return Math.round(blocks / ((performance.now() - startedMs) / 1_000));
}

/** One tray with its batch, jobs, record, verdict, indentations and readings of each block. */
export function writeTray(base: InfoBase, from: number, to: number, blocks: number): void {
  const batch = queueBatch(base, { line: "rockwell", order: { blocks: [] }, workflowVersion: 1 });
  for (let index = from; index < to; index++) writeBlock(base, batch, index, blocks);
}

function writeBlock(base: InfoBase, batch: string, index: number, blocks: number): void {
  const owner = index % Math.ceil(blocks / VISITS);
  const serial = benchSerial(owner);
  const scale = benchScale(owner);
  const nominalHr = 20 + ((owner * 7_919) % 5_000) / 100;
  const recordedAt = new Date(FIRST_MS + (index / blocks) * YEARS_MS).toISOString();
  const readings = Array.from({ length: 5 }, (_, n) => nominalHr + (((index + n) * 31) % 40) / 100);
  const rejected = index % 33 === 0;
  const indentations = readings.map((readingHr, n) => {
    const key = `batch/${batch}/block/${serial}/indent/${n + 1}#1`;
    addIndentJob(base, batch, key, { number: index * 5 + n + 1, readingHr, scale, at: recordedAt });
    const [xMm, yMm] = [n * 4.1 - 8, 6.3 - n * 3.7];
    return { key, purpose: "counted", xMm, yMm, readingHr, made: "yes", setAside: "" };
  });
  writeBlockRecord(
    base,
    {
      batch,
      serial,
      attempt: 1,
      slot: (index % TRAY) + 1,
      outcome: rejected ? "rejected" : "passed",
      place: rejected ? "reject:1" : `slot:${(index % TRAY) + 1}`,
      record: {
        line: "rockwell",
        block: {
          scale,
          nominalHr,
          shape: "round",
          diameterMm: 64,
          thicknessMm: 10,
          client: benchClient(owner),
          maker: `制造者 ${owner % 40}`,
        },
        verdict: {
          meanHr: readings.reduce((sum, value) => sum + value, 0) / readings.length,
          uniformityHr: Math.max(...readings) - Math.min(...readings),
          limitHr: 0.4,
          provisional: false,
          uncertainty: { expandedHr: 0.3 },
        },
        indentations,
      },
    },
    { recordedAt, resolutionOf: () => 0.01 },
  );
}

interface IndentJob {
  readonly number: number;
  readonly readingHr: number;
  readonly scale: string;
  readonly at: string;
}

/** As the ledger finishes one. */
function addIndentJob(
  base: InfoBase,
  batch: string,
  key: string,
  { number, readingHr, scale, at }: IndentJob,
): void {
  preparedOnce(
    base,
    `INSERT INTO job (key, batch, kind, request, device, number, boot_id, state, outcome, opened_at, finished_at)
       VALUES (?, ?, 'action', ?, 'rockwell-tester', ?, 1, 'finished', ?, ?, ?)`,
  ).run(
    key,
    batch,
    JSON.stringify({ kind: "action", device: "rockwell-tester", command: "indent", text: scale }),
    number,
    JSON.stringify({ ok: true, value: { numbers: { hardness: readingHr }, text: scale } }),
    at,
    at,
  );
}

const jobInserts = new WeakMap<InfoBase, ReturnType<typeof prepareUntyped>>();

const prepareUntyped = (base: InfoBase, sql: string) => base.prepare<unknown[]>(sql);

/** As the ledger does. */
function preparedOnce(base: InfoBase, sql: string): ReturnType<typeof prepareUntyped> {
  const statement = jobInserts.get(base) ?? prepareUntyped(base, sql);
  jobInserts.set(base, statement);
  return statement;
}
