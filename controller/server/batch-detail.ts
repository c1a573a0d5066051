/** One batch with every block of its tray: where it is, what was measured, what became of it. */
import {
  type Batch,
  changeCount,
  continuationOf,
  countBlocks,
  currentJob,
  findBatch,
  type InfoBase,
  type JobGlimpse,
  jobsUnder,
  limitTableOf,
  listBlockRecords,
  listSteering,
  listSuspicions,
  recordTimes,
} from "../infobase/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";
import { type SteeringState, steeringState } from "../steering/index.ts";
import type { BatchDetail, BlockView, Step } from "./api.ts";
import { countedReadings, inHandIndentations, recorded } from "./block-facts.ts";
import { estimate, type WorkLeft } from "./estimate.ts";
import { orderOf, type ShownOrder, stepFacts } from "./order.ts";
import { counted, lineView, openQuestions } from "./overview.ts";
import { flowOf, givenOrder } from "./steering-view.ts";
import { type BlockInKey, blockInKey, stepOf } from "./step.ts";

/** A batch as it stands; undefined when there is none of this id. */
export function batchDetail(running: RunningLab, id: string, nowMs: number): BatchDetail | undefined {
  const { base, lab } = running;
  const order = orderOf(base, id);
  const found = findBatch(base, id);
  if (order === undefined || found === undefined) return undefined;
  const facts = stepFacts(lab, found.line, id, order);
  const job = found.state === "running" ? currentJob(base, id) : undefined;
  const step = job === undefined ? null : stepOf(job, facts);
  const records = new Map(listBlockRecords(base, id).map((record) => [record.serial, record]));
  const times = recordTimes(base, id);
  const now = step === null ? undefined : blockInKey(step.key, id, facts.serials);
  const orders = listSteering(base, id);
  const steered = steeringState(orders);
  const suspicions = suspicionsIn(base, id);
  const standing = (block: ShownOrder["blocks"][number]): Standing => {
    const record = records.get(block.serial);
    if (step !== null && now?.serial === block.serial && now.attempt > (record?.attempt ?? 0))
      return inHand(running, now, block.slot, step);
    if (record === undefined) return waiting(block.slot);
    return { ...recorded(record), step: null, recordedAt: times.get(block.serial) ?? null };
  };
  const blocks = order.blocks.map((block): BlockView => {
    const now = standing(block);
    return {
      ...block,
      ...now,
      ordered: stillOrdered(found, steered, block.serial, now),
      suspect: suspicions.get(block.serial) ?? [],
    };
  });
  return {
    id,
    line: found.line,
    state: found.state,
    flow: flowOf(running, id, found.state),
    continues: order.continues,
    takenUpAs: found.state === "stopped" ? (continuationOf(base, id) ?? null) : null,
    suspect: suspicions.size,
    limitTable: limitTableOf(base, id) ?? null,
    steering: orders.map(givenOrder),
    tray: order.tray,
    order: order.order,
    item: order.item,
    total: order.blocks.length,
    createdAt: found.createdAt,
    endedAt: found.endedAt,
    ...counted(countBlocks(base).get(id)),
    revision: changeCount(base),
    layout: lab.tray,
    resolutionHr: lab.devices[lab.lines[found.line]?.tester ?? ""]?.resolution ?? 0.01,
    planned: { preliminary: facts.preliminary, counted: facts.counted },
    step,
    blocks,
    estimate: estimateOf(running, found.line, id, order, blocks, nowMs),
  };
}

type Standing = Omit<BlockView, keyof ShownOrder["blocks"][number] | "ordered" | "suspect">;

/** What put the values of a batch's blocks in doubt, by serial. */
function suspicionsIn(base: InfoBase, id: string): Map<string, BlockView["suspect"]> {
  const found = new Map<string, BlockView["suspect"]>();
  for (const { batch, serial, ...suspicion } of listSuspicions(base))
    if (batch === id) found.set(serial, [...(found.get(serial) ?? []), suspicion]);
  return found;
}

/** What was ordered for a block of a batch that is on, and has not happened yet. */
function stillOrdered(
  { state }: Batch,
  { skipped, repeats }: SteeringState,
  serial: string,
  block: Standing,
): BlockView["ordered"] {
  if (state === "finished" || state === "stopped") return null;
  if (skipped.has(serial) && block.recordedAt === null) return "skip";
  const attempts = 1 + repeats.filter((repeat) => repeat.serial === serial).length;
  return attempts > block.attempt ? "repeat" : null;
}

const NOTHING_YET = { verdict: null, reason: "", recordedAt: null } as const;

function waiting(slot: number): Standing {
  const place = `slot:${slot}`;
  return { ...NOTHING_YET, state: "waiting", attempt: 1, place, step: null, indentations: [], readings: [] };
}

function inHand({ base }: RunningLab, { start, attempt }: BlockInKey, slot: number, step: Step): Standing {
  const indentations = inHandIndentations(
    jobsUnder(base, `${start}indent/`),
    jobsUnder(base, `${start}screen/`),
  );
  return {
    ...NOTHING_YET,
    state: "inHand",
    attempt,
    place: step.phase === "pick" ? `slot:${slot}` : "hand",
    step,
    indentations,
    readings: countedReadings(indentations),
  };
}

const finished = (jobs: readonly JobGlimpse[], end: RegExp): JobGlimpse[] =>
  jobs.filter(({ key, state }) => state === "finished" && end.test(key));

/** As far as is known yet: what waits may still be rejected. */
const TO_BE_ENGRAVED: readonly BlockView["state"][] = ["waiting", "inHand", "passed"];

function estimateOf(
  running: RunningLab,
  line: string,
  batch: string,
  order: ShownOrder,
  blocks: readonly BlockView[],
  nowMs: number,
): BatchDetail["estimate"] {
  const { base, lab, speed } = running;
  const now = lineView(running, line, openQuestions(running));
  if (now.batch?.id !== batch || now.state === "asking" || now.state === "stopped") return null;
  if (now.batch.flow !== "on") return null;
  const recordedAtMs = blocks
    .flatMap(({ recordedAt }) => (recordedAt === null ? [] : [Date.parse(recordedAt)]))
    .sort((a, b) => a - b);
  const toCome = blocks.filter(({ state }) => state === "waiting");
  const working = blocks.find(({ state }) => state === "inHand");
  const block = blockInKey(
    working?.step?.key ?? "",
    batch,
    order.blocks.map(({ serial }) => serial),
  );
  const begunMs = Date.parse(block === undefined ? "" : (jobsUnder(base, block.start)[0]?.openedAt ?? ""));
  const carries = (["bring-in", "to-marking", "to-inspected"] as const).filter(
    (carry) => finished(jobsUnder(base, `batch/${batch}/${carry}/`), /\/hold\/over$/).length === 0,
  );
  const engraved = finished(jobsUnder(base, `batch/${batch}/marking/`), /\/read-back#\d+$/).length;
  const toEngrave = blocks.filter(({ state }) => TO_BE_ENGRAVED.includes(state)).length;
  const left: WorkLeft = {
    blocks: toCome.length + (working === undefined ? 0 : 1),
    elapsedMs: Number.isNaN(begunMs) ? 0 : Math.max(0, nowMs - begunMs),
    setups: setupsLeft(order, blocks),
    carries: carries.length,
    engravings: Math.max(0, toEngrave - engraved),
  };
  return estimate(lab, line, speed, left, recordedAtMs, nowMs);
}

/** The tester is set up anew before each block whose scale is another than that of the block before. */
function setupsLeft({ blocks }: ShownOrder, views: readonly BlockView[]): number {
  return blocks.filter(
    ({ scale }, index) => views[index]?.state === "waiting" && blocks[index - 1]?.scale !== scale,
  ).length;
}
