/** The record against the world: every dent, engraving and block, each way. For virtual labs only; nobody else knows the truth. */
import { z } from "zod";
import {
  type Batch,
  type IndentationJob,
  type InfoBase,
  listBatches,
  listBlockRecords,
  listJobsOfCommand,
  listVerifications,
  type Verification,
} from "../infobase/index.ts";
import type { Truth, TruthDent } from "../lab/virtual-lab.ts";

export interface TruthComparison {
  /** Block records; verifications of the tester on a reference block are none. */
  readonly blocks: number;
  /** Indentations physically made by jobs. */
  readonly indentations: number;
  /** Made, and the record does not know it; a dent it calls unknown it does know. */
  readonly missing: readonly string[];
  /** Made twice: two for one job, or one upon another. */
  readonly doubled: readonly string[];
  /** On another block, or with another value, than the record says. */
  readonly misattributed: readonly string[];
  /** Not where the record says, or where it disturbs another; blocks in another place than recorded. */
  readonly misplaced: readonly string[];
  /** On record, and nowhere in the world. */
  readonly invented: readonly string[];
}

/** Arm and rounding together may put a dent this far from where it was sent, mm. */
const PLACE_TOLERANCE_MM = 0.1;

const aboutSchema = z.object({
  about: z.object({ serial: z.string(), xMm: z.number(), yMm: z.number() }),
});
const outcomeSchema = z
  .object({ ok: z.boolean(), fault: z.string().optional(), value: z.unknown().optional() })
  .nullable();
const readingSchema = z.object({ numbers: z.object({ hardness: z.number() }) });
export const blockRecordSchema = z.object({
  block: z.object({ serial: z.string(), slot: z.number(), scale: z.string() }),
  indentations: z.array(
    z.object({
      key: z.string(),
      purpose: z.enum(["preliminary", "counted"]),
      xMm: z.number(),
      yMm: z.number(),
      readingHr: z.number().nullable(),
      made: z.enum(["yes", "no", "unknown"]),
      setAside: z.string(),
    }),
  ),
});

const placeSchema = z.object({ place: z.string() });

/** Holds every block record and daily verification against the truth. */
export function compareTruth(base: InfoBase, controllerId: number, truth: Truth): TruthComparison {
  const batches = listBatches(base);
  const records = batches.flatMap(({ id }) => listBlockRecords(base, id));
  const verifications = batches.flatMap(({ id }) => listVerifications(base, id));
  const recorded = new Map(
    [...records, ...verifications].flatMap(({ record }) =>
      blockRecordSchema
        .parse(record)
        .indentations.map((indentation) => [indentation.key, indentation] as const),
    ),
  );
  const jobs = listJobsOfCommand(base, "indent");
  const keys = new Set(jobs.map(({ key }) => key));
  const byNumber = new Map(jobs.map((job) => [`${job.device}/${job.number}`, job]));
  const dents = truth.dents.filter((dent) => dent.madeBy !== "old");
  const findings = {
    missing: [] as string[],
    misattributed: [] as string[],
    misplaced: [] as string[],
  };
  const seen = new Map<string, TruthDent[]>();
  for (const dent of dents) {
    if (dent.madeBy === "old") continue;
    const name = `${dent.madeBy.device}/${dent.madeBy.jobNumber}`;
    const job = dent.madeBy.controllerId === controllerId ? byNumber.get(name) : undefined;
    if (job === undefined || recordedAsAbsent(job, keys) || recorded.get(job.key)?.made === "no") {
      findings.missing.push(
        `${nameOf(dent)}, made by job ${name}${job === undefined ? "" : ` (${job.key})`}`,
      );
      continue;
    }
    seen.set(job.key, [...(seen.get(job.key) ?? []), dent]);
    compareDent(dent, job, findings);
  }
  const invented = jobs
    .filter((job) => saysMade(job, recorded.get(job.key)?.made) && !seen.has(job.key))
    .map((job) => job.key);
  for (const { serial, place } of lastAttempts([...records, ...verifications.map(verified)])) {
    const block = truth.blocks.find(({ id }) => id === serial);
    if (block === undefined) invented.push(`block ${serial}`);
    else if (!isWhereRecorded(block.place, place) && !isInHand(block.place, serial, batches))
      findings.misplaced.push(`block ${serial}: recorded in ${place}, found in ${block.place}`);
  }
  compareEngravings(base, truth, findings, invented);
  return {
    blocks: records.length,
    indentations: dents.length,
    ...findings,
    doubled: [...doubledJobs(seen), ...doubledDents(dents), ...doubledEngravings(truth)],
    invented,
  };
}

interface Placed {
  readonly serial: string;
  /** Where the record says it stands: `slot:7`, `reference:1`. */
  readonly place: string;
}

function verified({ reference, record }: Verification): Placed {
  return { serial: reference, place: placeSchema.parse(record).place };
}

/** A block that a hand took away is in no place the lab could know of; one that a stop left in doubt is in none it claims to know. */
function isWhereRecorded(isIn: string, recorded: string): boolean {
  if (isIn === "away" || recorded === "unknown") return true;
  return recorded === "gripper" ? isIn.startsWith("gripper:") : isIn === recorded;
}

const orderedSchema = z.object({ blocks: z.array(z.object({ serial: z.string() })) });

/** A block that a running batch works on again is in the gripper, whatever its record says of the time before. */
function isInHand(isIn: string, serial: string, batches: readonly Batch[]): boolean {
  if (!isIn.startsWith("gripper:")) return false;
  const ordered = batches.map(({ order }) => orderedSchema.parse(order).blocks.map((block) => block.serial));
  const reference = !ordered.flat().includes(serial);
  return batches.some(
    ({ state }, index) => state === "running" && (reference || ordered[index]?.includes(serial) === true),
  );
}

/** Where a block stands is what its last attempt says. */
function lastAttempts(records: readonly Placed[]): Placed[] {
  return [...new Map(records.map((record) => [record.serial, record])).values()];
}

const nameOf = (dent: TruthDent): string =>
  `dent ${dent.n} on ${dent.block} at (${dent.xMm.toFixed(2)}, ${dent.yMm.toFixed(2)}) mm`;

/** A job in doubt that was followed by a further attempt at the same position was found not to have happened. */
function recordedAsAbsent({ key, outcome }: IndentationJob, keys: ReadonlySet<string>): boolean {
  const parsed = outcomeSchema.parse(outcome);
  if (parsed === null || parsed.ok) return false;
  const [position, attempt] = key.split("#");
  return keys.has(`${position}#${Number(attempt) + 1}`);
}

function saysMade({ outcome }: IndentationJob, made: string | undefined): boolean {
  const parsed = outcomeSchema.parse(outcome);
  return parsed?.ok === true || made === "yes";
}

function compareDent(
  dent: TruthDent,
  job: IndentationJob,
  findings: { misattributed: string[]; misplaced: string[] },
): void {
  const { about } = aboutSchema.parse(job.request);
  if (about.serial !== dent.block)
    findings.misattributed.push(`${nameOf(dent)}: ${job.key} records it on ${about.serial}`);
  const outcome = outcomeSchema.parse(job.outcome);
  const reading = outcome?.ok === true ? readingSchema.parse(outcome.value).numbers.hardness : undefined;
  if (reading !== undefined && Math.abs(reading - (dent.readingHr ?? Number.NaN)) > 1e-3)
    findings.misattributed.push(`${nameOf(dent)}: read ${dent.readingHr}, ${job.key} records ${reading}`);
  const offMm = Math.hypot(
    (dent.gripperXMm ?? Number.NaN) - about.xMm,
    (dent.gripperYMm ?? Number.NaN) - about.yMm,
  );
  if (!(offMm <= PLACE_TOLERANCE_MM))
    findings.misplaced.push(`${nameOf(dent)}: ${offMm.toFixed(3)} mm from where ${job.key} was sent`);
  if (dent.disturbanceHr !== 0)
    findings.misplaced.push(
      `${nameOf(dent)}: too close to another or to the edge (${dent.disturbanceHr} HR)`,
    );
}

function doubledJobs(seen: ReadonlyMap<string, readonly TruthDent[]>): string[] {
  return [...seen].filter(([, made]) => made.length > 1).map(([key, made]) => `${key}: ${made.length} dents`);
}

function doubledDents(dents: readonly TruthDent[]): string[] {
  return dents.flatMap((dent, index) =>
    dents
      .slice(0, index)
      .filter(
        (earlier) =>
          earlier.block === dent.block &&
          Math.hypot(earlier.xMm - dent.xMm, earlier.yMm - dent.yMm) <
            Math.max(earlier.diameterMm, dent.diameterMm),
      )
      .map((earlier) => `${nameOf(dent)} upon dent ${earlier.n}`),
  );
}

function doubledEngravings(truth: Truth): string[] {
  return truth.blocks
    .filter(({ engravings }) => engravings.length > 1)
    .map(({ id, engravings }) => `${id}: engraved ${engravings.length} times`);
}

const serialOf = (engraving: string): string => engraving.split(" ")[3] ?? "";

function compareEngravings(
  base: InfoBase,
  truth: Truth,
  findings: { missing: string[]; misattributed: string[] },
  invented: string[],
): void {
  const engraveSchema = z.object({ text: z.string() });
  const told = listJobsOfCommand(base, "engrave");
  for (const { block, text } of truth.engravings) {
    if (serialOf(text) !== block) findings.misattributed.push(`block ${block} carries "${text}"`);
    if (!told.some(({ request }) => engraveSchema.parse(request).text === text))
      findings.missing.push(`the engraving "${text}" on ${block}`);
  }
  for (const { key, request, outcome } of told)
    if (
      outcomeSchema.parse(outcome)?.ok === true &&
      !truth.engravings.some(({ text }) => text === engraveSchema.parse(request).text)
    )
      invented.push(key);
}
