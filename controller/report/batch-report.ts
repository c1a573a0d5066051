/** Gathers a batch's report from the information base. */
import { z } from "zod";
import {
  continuationOf,
  findBatch,
  type InfoBase,
  type JobGlimpse,
  jobsUnder,
  type LimitTableStanding,
  limitTableOf,
  listBatches,
  listSteering,
} from "../infobase/index.ts";
import { type BlockReport, blockReports } from "./blocks.ts";
import { type DeviceWork, deviceWork } from "./device-work.ts";
import { type Fault, faultsOf } from "./faults.ts";
import { type AskedQuestion, questionsOf } from "./questions.ts";
import {
  type ReportedVerification,
  type SuspectBlock,
  suspectBlocks,
  verificationsOf,
} from "./verifications.ts";

/** There is no such batch; the message names those there are. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}

export interface ReportedOrder {
  readonly command: string;
  readonly serial: string | null;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

export interface ReportedJob {
  readonly key: string;
  readonly kind: string;
  /** Null for computations and decisions. */
  readonly device: string | null;
  /** Command of a device, name of a computation; the kind for others. */
  readonly what: string;
  /** The command's text, such as a place or a scale. */
  readonly text: string;
  /** The device's number for it; null when it was never sent. */
  readonly number: number | null;
  readonly openedAt: string;
  /** Null while under way. */
  readonly finishedAt: string | null;
  /** `done`, the fault's name, or null while under way. */
  readonly outcome: string | null;
}

export interface BatchReport {
  /** When it was written. */
  readonly at: string;
  readonly batch: string;
  readonly line: string;
  readonly state: string;
  readonly order: string;
  readonly item: string;
  readonly tray: string;
  /** Where the tray was left; null while the batch is on. */
  readonly trayAt: string | null;
  readonly workflowVersion: number;
  readonly createdAt: string;
  readonly endedAt: string | null;
  /** The stopped batch it goes on with, and the one that took it up after it was stopped. */
  readonly continues: string | null;
  readonly takenUpAs: string | null;
  /** As read last before the work began; null when it was not read. */
  readonly environment: { readonly temperatureC: number; readonly humidityPercent: number } | null;
  /** By which the batch began, with whether its verdicts are provisional; null until that was looked at before the start. */
  readonly limitTable: LimitTableStanding | null;
  readonly verifications: readonly ReportedVerification[];
  /** Attempts whose values a later failed verification put in doubt. */
  readonly suspect: readonly SuspectBlock[];
  readonly steering: readonly ReportedOrder[];
  readonly blocks: readonly BlockReport[];
  readonly questions: readonly AskedQuestion[];
  readonly faults: readonly Fault[];
  readonly devices: readonly DeviceWork[];
  /** In the order they were entered. */
  readonly jobs: readonly ReportedJob[];
}

const orderSchema = z.object({
  order: z.string(),
  item: z.string(),
  tray: z.string(),
  continues: z.object({ batch: z.string() }).nullish(),
});
const resultSchema = z.object({ trayAt: z.string() }).nullable().catch(null);
const environmentSchema = z.object({
  numbers: z.object({ temperatureC: z.number(), humidityPercent: z.number() }),
});
const requestSchema = z.object({
  command: z.string().optional(),
  name: z.string().optional(),
  text: z.string().default(""),
});

/** Throws a ReportError when there is no such batch. */
export function readBatchReport(base: InfoBase, id: string, now: Date): BatchReport {
  const batch = findBatch(base, id);
  if (batch === undefined) {
    const known = listBatches(base).map((other) => other.id);
    throw new ReportError(
      `there is no batch ${id}; ${known.length === 0 ? "none was ever queued there" : `there are ${known.join(", ")}`}`,
    );
  }
  const { order, item, tray, continues } = orderSchema.parse(batch.order);
  const jobs = jobsUnder(base, `batch/${id}/`);
  return {
    at: now.toISOString(),
    batch: id,
    line: batch.line,
    state: batch.state,
    order,
    item,
    tray,
    trayAt: resultSchema.parse(batch.result)?.trayAt ?? null,
    workflowVersion: batch.workflowVersion,
    createdAt: batch.createdAt,
    endedAt: batch.endedAt,
    continues: continues?.batch ?? null,
    takenUpAs: continuationOf(base, id) ?? null,
    environment: environmentOf(jobs, id),
    limitTable: limitTableOf(base, id) ?? null,
    verifications: verificationsOf(base, id),
    suspect: suspectBlocks(base, id),
    steering: listSteering(base, id).map(({ command, serial, reason, by, at }) => ({
      command,
      serial,
      reason,
      by,
      at,
    })),
    blocks: blockReports(base, batch),
    questions: questionsOf(jobs),
    faults: faultsOf(jobs),
    devices: deviceWork(jobs),
    jobs: jobs.map(reportedJob),
  };
}

function reportedJob({
  key,
  kind,
  device,
  request,
  number,
  openedAt,
  finishedAt,
  outcome,
}: JobGlimpse): ReportedJob {
  const { command, name, text } = requestSchema.parse(request);
  return {
    key,
    kind,
    device,
    what: command ?? name ?? kind,
    text,
    number,
    openedAt,
    finishedAt,
    outcome: outcome === null ? null : outcome.ok ? "done" : outcome.fault,
  };
}

function environmentOf(jobs: readonly JobGlimpse[], id: string): BatchReport["environment"] {
  const readings = jobs
    .filter(({ key }) => key.startsWith(`batch/${id}/environment`))
    .map(({ outcome }) => environmentSchema.safeParse(outcome?.ok === true ? outcome.value : null));
  const last = readings.findLast(({ success }) => success);
  return last?.data?.numbers ?? null;
}
