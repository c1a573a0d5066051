/** Rows as the ledger and the computations write them, put in by hand. */
import { type InfoBase, writeBlockRecord, writeVerification } from "../../../controller/infobase/index.ts";
import { readLimitTable } from "../../../controller/lab/limit-tables.ts";
import { judge } from "../../../controller/metrology/index.ts";
import { trialOrder } from "../../../controller/trial/index.ts";
import type { BlockOrder, JobRequest, Outcome, TrayOrder } from "../../../workflows/index.ts";
import type { FakeLab } from "./fake-lab.ts";

export interface RowOptions {
  /** Left out: the job is under way (`sent`), or open for a decision. */
  readonly outcome?: Outcome;
  readonly at?: Date;
  /** From its row to its outcome. */
  readonly lastsMs?: number;
  /** False for a job that never went out: it has no number. */
  readonly sent?: boolean;
}

const numbers = new Map<InfoBase, number>();

export function addJob(
  base: InfoBase,
  key: string,
  request: JobRequest,
  { outcome, at = new Date(), lastsMs = 0, sent = true }: RowOptions = {},
): void {
  const device = request.kind === "action" ? request.device : null;
  const number = device === null || !sent ? null : (numbers.get(base) ?? 0) + 1;
  if (device !== null && number !== null) {
    numbers.set(base, number);
    base
      .prepare(
        "INSERT INTO device_counter VALUES (?, ?) ON CONFLICT DO UPDATE SET last_number = excluded.last_number",
      )
      .run(device, number);
  }
  base
    .prepare(
      `INSERT INTO job (key, batch, kind, request, device, number, boot_id, state, outcome, opened_at, finished_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      key,
      /^batch\/([^/]+)\//.exec(key)?.[1] ?? null,
      request.kind,
      JSON.stringify(request),
      device,
      number,
      number === null ? null : 1,
      outcome !== undefined ? "finished" : device === null ? "open" : "sent",
      outcome === undefined ? null : JSON.stringify(outcome),
      at.toISOString(),
      outcome === undefined ? null : new Date(at.getTime() + lastsMs).toISOString(),
    );
}

export const action = (device: string, command: string, text = ""): JobRequest => ({
  kind: "action",
  device,
  command,
  text,
});
export const DONE: Outcome = { ok: true, value: null };

/** The `nth` indentation of a block with its reading; without one it is under way. */
export function addIndentation(base: InfoBase, blockKey: string, nth: number, readingHr?: number): void {
  const purpose = nth === 1 ? "preliminary" : "counted";
  addJob(
    base,
    `${blockKey}/indent/${nth}#1`,
    { kind: "action", device: "rockwell-tester", command: "indent", text: "HRC", about: { purpose } },
    readingHr === undefined
      ? {}
      : { outcome: { ok: true, value: { numbers: { hardness: readingHr }, text: "HRC" } } },
  );
}

/** A block's record as the workflow's last step writes it, judged by the lab's own table. */
export function addRecord(
  { base, lab }: FakeLab,
  batch: string,
  block: BlockOrder,
  readings: readonly number[],
  place: string,
  recordedAt = new Date().toISOString(),
): void {
  const judgement = judge(readLimitTable(lab.limitTables.rockwell), block.scale, readings, {
    labId: lab.lab,
    resolutionHr: 0.01,
  });
  if (judgement.kind !== "verdict") throw new Error(judgement.text);
  const { verdict } = judgement;
  writeBlockRecord(
    base,
    {
      batch,
      serial: block.serial,
      attempt: 1,
      slot: block.slot,
      outcome: verdict.passed ? "passed" : "rejected",
      place,
      record: {
        block: { serial: block.serial, slot: block.slot, scale: block.scale },
        reason: verdict.passed ? "" : verdict.decisive,
        place,
        verdict: JSON.parse(JSON.stringify(verdict)),
        indentations: [block.nominalHr - 0.7, ...readings].map((readingHr, index) => ({
          key: `batch/${batch}/block/${block.serial}/indent/${index + 1}#1`,
          purpose: index === 0 ? "preliminary" : "counted",
          xMm: index,
          yMm: 0,
          readingHr,
          made: "yes",
          setAside: "",
        })),
      },
    },
    { recordedAt },
  );
}

const SPREAD = [0.03, -0.05, 0.11, 0.08, -0.1];

/** Readings about a block's nominal value; `wide` ones no limit allows. */
export function readingsOf({ nominalHr }: BlockOrder, wide: boolean): number[] {
  return SPREAD.map((spread) => Math.round((nominalHr + 0.24 + spread * (wide ? 9 : 1)) * 100) / 100);
}

export interface Midway {
  readonly batch: string;
  readonly order: TrayOrder;
  /** Key of the block in hand, `batch/B-0001/block/…`. */
  readonly blockKey: string;
  readonly inHand: BlockOrder;
}

/** Records of blocks lie so far apart, the last of them now. */
const PACE_MS = 6_000;

/** The trial's tray with `done` blocks finished (every fifth rejected) and the next under its fourth indentation. */
export function midway(lab: FakeLab, done: number): Midway {
  const { base } = lab;
  const order = trialOrder();
  const batch = lab.queue(order);
  base.prepare("UPDATE batch SET state = 'running' WHERE id = ?").run(batch);
  addJob(base, `batch/${batch}/environment#1`, action("environment", "read"), { outcome: DONE });
  addJob(base, `batch/${batch}/bring-in/unload#1`, action("agv", "unload", order.tray), { outcome: DONE });
  addJob(
    base,
    `batch/${batch}/bring-in/hold/over`,
    { kind: "release", hold: `batch/${batch}/bring-in/hold` },
    {
      outcome: DONE,
    },
  );
  let rejected = 0;
  const nowMs = Date.now();
  for (const [index, block] of order.blocks.slice(0, done).entries()) {
    const wide = index % 5 === 4;
    const place = wide ? `reject:${++rejected}` : `slot:${block.slot}`;
    const recordedAt = new Date(nowMs - (done - 1 - index) * PACE_MS).toISOString();
    addRecord(lab, batch, block, readingsOf(block, wide), place, recordedAt);
    addJob(base, `batch/${batch}/block/${block.serial}/place#1`, action("rockwell-arm", "place", place), {
      outcome: DONE,
    });
  }
  const inHand = order.blocks[done];
  if (inHand === undefined) throw new Error("the tray has no block left to have in hand");
  const blockKey = `batch/${batch}/block/${inHand.serial}`;
  const steps: [string, JobRequest][] = [
    ["to-tray#1", action("rockwell-arm", "move", "tray")],
    ["pick#1", action("rockwell-arm", "pick", `slot:${inHand.slot}`)],
    ["to-stage#1", action("rockwell-arm", "move", "stage")],
    ["measure#1", action("rockwell-stage", "measure")],
    ["to-camera#1", action("rockwell-arm", "move", "camera")],
    ["look#1/expose#1", action("rockwell-camera", "expose")],
    ["look#1/look", { kind: "computation", name: "look", input: null }],
    ["to-tester#1", action("rockwell-arm", "move", "tester")],
  ];
  for (const [step, request] of steps) addJob(base, `${blockKey}/${step}`, request, { outcome: DONE });
  addIndentation(base, blockKey, 1, inHand.nominalHr - 0.31);
  addIndentation(base, blockKey, 2, inHand.nominalHr + 0.21);
  addIndentation(base, blockKey, 3, inHand.nominalHr + 0.3);
  addJob(base, `${blockKey}/indent/4#1/shift`, action("rockwell-arm", "shift"), { outcome: DONE });
  addIndentation(base, blockKey, 4);
  return { batch, order, blockKey, inHand };
}

/** A daily verification of HRC that failed, made in a batch: what was judged before it is suspect. */
export function failVerification(base: InfoBase, batch: string): void {
  writeVerification(base, {
    batch,
    line: "rockwell",
    scale: "HRC",
    reference: "REF-HRC-60",
    day: "2026-03-02",
    passed: false,
    record: { verdict: { decisive: "mean 60.80 is 0.8 HR from 60 (> 0.4)" } },
  });
}

/** What was found before the start of a batch whose limit table nobody has approved. */
export function addProvisionalPreflight(base: InfoBase, batch: string): void {
  addJob(
    base,
    `batch/${batch}/preflight/1`,
    { kind: "computation", name: "preflight", input: null },
    { outcome: { ok: true, value: { refusals: [], table: PROVISIONAL_TABLE } } },
  );
}

export const PROVISIONAL_TABLE = {
  id: "jjg-113-2013",
  revision: 1,
  status: "draft",
  provisional: "limit table jjg-113-2013 revision 1 is not approved for institute",
} as const;

/** A question about the block in hand, as an indentation in doubt asks it. */
export function addQuestion(base: InfoBase, { blockKey, inHand }: Midway): string {
  const key = `${blockKey}/indent/4#1/ask`;
  base
    .prepare(
      "UPDATE job SET state = 'finished', outcome = ?, finished_at = ? WHERE key = ? AND state = 'sent'",
    )
    .run(
      JSON.stringify({ ok: false, fault: "inDoubt", text: "rockwell-tester: it was powered down" }),
      new Date().toISOString(),
      `${blockKey}/indent/4#1`,
    );
  addJob(base, key, {
    kind: "decision",
    question: `Block ${inHand.serial}, counted indentation at (12.40, -3.05) mm: rockwell-tester, job ${blockKey}/indent/4#1: it was powered down and has forgotten the job; whether indent was done must be looked at (inDoubt)`,
    choices: [
      { choice: "absent", consequence: "nothing was made there; it is made now, as a new attempt" },
      { choice: "made", consequence: "the dent is there without a value; another position replaces it" },
      { choice: "giveUp", consequence: "nothing was made there; the block is rejected" },
    ],
  });
  return key;
}
