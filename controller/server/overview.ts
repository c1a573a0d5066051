/** The lab at a glance: lines, devices, open questions and the newest batches. */
import { z } from "zod";
import type { DeviceLink } from "../../devices/index.ts";
import {
  type BlockCounts,
  changeCount,
  countBlocks,
  currentJob,
  findBatch,
  findJob,
  glimpseBatches,
  type InfoBase,
  type JobGlimpse,
  jobsUnder,
  lastJobOfDevice,
  lineLoad,
  listSuspicions,
  openDecisions,
} from "../infobase/index.ts";
import type { RunningLab } from "../lab/start-lab.ts";
import type { BatchSummary, DeviceView, LineView, Overview, Question, Words } from "./api.ts";
import { orderOf, stepFacts } from "./order.ts";
import { flowOf } from "./steering-view.ts";
import { blockInKey, stepOf } from "./step.ts";

/** Batches in an overview; all of them stand under /batches. */
const NEWEST = 20;
const ALL = 100_000;

export function overview(running: RunningLab, nowMs: number): Overview {
  const { lab, base, speed } = running;
  const questions = openQuestions(running);
  return {
    at: new Date(nowMs).toISOString(),
    lab: { name: lab.lab, title: lab.title, speed, virtual: lab.virtual !== undefined },
    lines: Object.keys(lab.lines).map((name) => lineView(running, name, questions)),
    devices: Object.values(running.links).map((link) => deviceView(running, link)),
    questions,
    batches: summaries(running, NEWEST),
    revision: changeCount(base),
  };
}

/** All batches, newest first. */
export function allBatches(running: RunningLab): BatchSummary[] {
  return summaries(running, ALL);
}

function summaries(running: RunningLab, most: number): BatchSummary[] {
  const counts = countBlocks(running.base);
  const suspect = suspectBlocks(running.base);
  return glimpseBatches(running.base, most).map((batch) => ({
    ...batch,
    flow: flowOf(running, batch.id, batch.state),
    ...counted(counts.get(batch.id)),
    suspect: suspect.get(batch.id)?.size ?? 0,
  }));
}

/** Serials of suspect blocks by batch. */
function suspectBlocks(base: InfoBase): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { batch, serial } of listSuspicions(base))
    found.set(batch, (found.get(batch) ?? new Set()).add(serial));
  return found;
}

const NONE: BlockCounts = { passed: 0, rejected: 0, incomplete: 0, skipped: 0 };

export function counted(counts: BlockCounts = NONE): BlockCounts & { done: number } {
  const { passed, rejected, incomplete, skipped } = counts;
  return { ...counts, done: passed + rejected + incomplete + skipped };
}

const decisionSchema = z.object({
  question: z.string(),
  choices: z.array(z.object({ choice: z.string(), consequence: z.string() })),
});

export function openQuestions({ base, lab }: RunningLab): Question[] {
  return openDecisions(base).map(({ key, request, openedAt, state }) => {
    const [, batch = null] = /^batch\/([^/]+)\//.exec(key) ?? [];
    const order = batch === null ? undefined : orderOf(base, batch);
    const line = batch === null ? undefined : findBatch(base, batch)?.line;
    const asked = { key, batch, askedAt: openedAt, ...decisionSchema.parse(request) };
    if (batch === null || order === undefined || line === undefined)
      return { ...asked, serial: null, step: null, fault: null };
    const facts = stepFacts(lab, line, batch, order);
    const failed = failedBefore(base, key);
    return {
      ...asked,
      serial: blockInKey(key, batch, facts.serials)?.serial ?? null,
      // Under way, so that it is told as what was attempted, not as what follows it.
      step: stepOf(failed === undefined ? { key, state } : { key: failed.key, state: "sent" }, facts).words,
      fault: failed?.outcome?.ok === false ? failed.outcome.fault : null,
    };
  });
}

/** The last job to fail of those that a question is about: `…/indent/3#1`, or what stands below it. */
function failedBefore(base: InfoBase, key: string): JobGlimpse | undefined {
  if (!key.endsWith("/ask")) return undefined;
  const about = key.slice(0, -"/ask".length);
  const below = jobsUnder(base, `${about}/`).findLast(({ outcome }) => outcome?.ok === false);
  const itself = findJob(base, about);
  return itself?.outcome?.ok === false ? itself : below;
}

/** Whether a line works, and if not, what it waits for; `batch` and `step` come with it. */
export function lineView(running: RunningLab, name: string, questions: readonly Question[]): LineView {
  const { base } = running;
  const load = lineLoad(base, name);
  const order = load.running === undefined ? undefined : orderOf(base, load.running);
  const job = load.running === undefined ? undefined : currentJob(base, load.running);
  const batch =
    load.running === undefined || order === undefined
      ? null
      : {
          id: load.running,
          tray: order.tray,
          flow: flowOf(running, load.running, "running"),
          total: order.blocks.length,
          ...counted(countBlocks(base).get(load.running)),
          step: job === undefined ? null : stepOf(job, stepFacts(running.lab, name, load.running, order)),
        };
  return { name, queued: load.queued, batch, ...stateOf(running, name, batch, job, questions) };
}

const asRecorded = (text: string): Words => ({ zh: text, en: text });

function stateOf(
  { stopped, links }: RunningLab,
  line: string,
  batch: LineView["batch"],
  job: JobGlimpse | undefined,
  questions: readonly Question[],
): Pick<LineView, "state" | "reason"> {
  const why = stopped[line];
  if (why !== undefined) return { state: "stopped", reason: asRecorded(why) };
  if (batch === null) return { state: "waiting", reason: { zh: "没有待检料盘", en: "no tray is queued" } };
  const question = questions.find((asked) => asked.batch === batch.id);
  if (question !== undefined) return { state: "asking", reason: asRecorded(question.question) };
  const link = job?.state === "sent" && job.device !== null ? links[job.device] : undefined;
  if (link !== undefined && link.state !== "connected")
    return {
      state: "waiting",
      reason: {
        zh: `等待设备 ${link.name}：通信中断，恢复后自动继续`,
        en: `waits for ${link.name}: its link is lost; goes on by itself when it is back`,
      },
    };
  if (link?.latest?.held === true)
    return {
      state: "waiting",
      reason: { zh: `设备 ${link.name} 已暂停`, en: `${link.name} is on hold` },
    };
  if ((batch.flow === "paused" || batch.flow === "held") && job?.state !== "sent")
    return {
      state: "waiting",
      reason: { zh: "已按指令暂停，恢复后继续", en: "paused by order; goes on when it is resumed" },
    };
  return { state: "working", reason: null };
}

const actionSchema = z.object({ command: z.string(), text: z.string().default("") });

function deviceView({ base }: RunningLab, link: DeviceLink): DeviceView {
  const current = link.state === "connected" ? link.latest : undefined;
  const age = link.heartbeatAgeMs();
  const roundTripMs = link.roundTripMs();
  const job = lastJobOfDevice(base, link.name);
  return {
    name: link.name,
    kind: link.kind,
    link: link.state,
    mode: current?.mode ?? null,
    health: current?.health ?? null,
    held: current?.held ?? false,
    heartbeatAgeMs: age === undefined ? null : Math.round(age),
    roundTripMs: roundTripMs === undefined ? null : Math.round(roundTripMs * 100) / 100,
    lastJob: job === undefined ? null : lastJob(job),
  };
}

function lastJob({ key, request, outcome, openedAt, finishedAt }: JobGlimpse): DeviceView["lastJob"] {
  const failure = outcome?.ok === false ? `${outcome.text} (${outcome.fault})` : null;
  const state = outcome === null ? "sent" : failure === null ? "succeeded" : "failed";
  const { command, text } = actionSchema.parse(request);
  const fault = outcome?.ok === false ? outcome.fault : null;
  return { key, command, text, state, failure, fault, openedAt, finishedAt };
}
