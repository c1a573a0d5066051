/** Search by anything: serial, client, batch, scale, outcome, dates, means; newest first. */
import { sql } from "kysely";
import type { BlockOutcome } from "../block-row.ts";
import type { InfoBase } from "../info-base.ts";
import { build, rowsOf } from "./tables.ts";

export interface Wanted {
  /** Exact, or the beginning when it ends in `*`. */
  readonly serial?: string | undefined;
  readonly client?: string | undefined;
  readonly batch?: string | undefined;
  readonly scale?: string | undefined;
  readonly outcome?: BlockOutcome | undefined;
  /** First and last instant or day, ISO 8601; a day is taken in UTC, from its first to its last moment. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** In the unit of the scale, both included. */
  readonly meanFrom?: number | undefined;
  readonly meanTo?: number | undefined;
}

export interface FoundVerdict {
  readonly id: number;
  readonly batch: string;
  readonly serial: string;
  readonly attempt: number;
  readonly line: string;
  readonly scale: string;
  readonly nominalValue: number | null;
  readonly outcome: BlockOutcome;
  readonly reason: string;
  readonly place: string;
  readonly client: string;
  readonly maker: string;
  /** In the unit of the scale; null where no verdict was reached. */
  readonly meanValue: number | null;
  readonly uniformity: number | null;
  readonly limitValue: number | null;
  readonly expandedUncertainty: number | null;
  /** Null where no verdict was reached. */
  readonly provisional: boolean | null;
  readonly limitTable: string | null;
  readonly limitTableRevision: number | null;
  readonly decidedAt: string;
}

export interface Found {
  readonly verdicts: readonly FoundVerdict[];
  /** Hand it in again for those that come after; null at the end. */
  readonly next: string | null;
}

const LAST_CHARACTER = "\u{10FFFF}";
/** Sorts after every time of its day. */
const END_OF_DAY = "T23:59:59.999Z";

/** The joined rows of verdicts, as everything that shows them wants them. */
export const selectVerdicts = () =>
  build
    .selectFrom("verdict")
    .leftJoin("limit_table", "limit_table.id", "verdict.limit_table")
    .select([
      "verdict.id",
      "verdict.batch",
      "verdict.serial",
      "verdict.attempt",
      "verdict.line",
      "verdict.scale",
      "verdict.nominal_value as nominalValue",
      "verdict.outcome",
      "verdict.reason",
      "verdict.place",
      "verdict.client",
      "verdict.maker",
      "verdict.mean_value as meanValue",
      "verdict.uniformity",
      "verdict.limit_value as limitValue",
      "verdict.expanded_uncertainty as expandedUncertainty",
      "verdict.provisional",
      "limit_table.name as limitTable",
      "limit_table.revision as limitTableRevision",
      "verdict.decided_at as decidedAt",
    ]);

type SelectedVerdict = Omit<FoundVerdict, "provisional"> & { readonly provisional: number | null };

export const asFound = (row: SelectedVerdict): FoundVerdict => ({
  ...row,
  provisional: row.provisional === null ? null : row.provisional === 1,
});

/** Up to `most` verdicts, newest first; `after` is the `next` of the page before. */
export function searchVerdicts(base: InfoBase, wanted: Wanted, most: number, after?: string): Found {
  let query = selectVerdicts();
  for (const column of ["serial", "client"] as const) {
    const text = wanted[column];
    if (text === undefined) continue;
    const start = text.slice(0, -1);
    query = text.endsWith("*")
      ? query.where(`verdict.${column}`, ">=", start).where(`verdict.${column}`, "<", start + LAST_CHARACTER)
      : query.where(`verdict.${column}`, "=", text);
  }
  const { batch, scale, outcome, from, to, meanFrom, meanTo } = wanted;
  if (batch !== undefined) query = query.where("verdict.batch", "=", batch);
  if (scale !== undefined) query = query.where("verdict.scale", "=", scale);
  if (outcome !== undefined) query = query.where("verdict.outcome", "=", outcome);
  if (from !== undefined) query = query.where("verdict.decided_at", ">=", from);
  if (to !== undefined)
    query = query.where("verdict.decided_at", "<=", to.length === 10 ? to + END_OF_DAY : to);
  if (meanFrom !== undefined) query = query.where("verdict.mean_value", ">=", meanFrom);
  if (meanTo !== undefined) query = query.where("verdict.mean_value", "<=", meanTo);
  const cursor = after === undefined ? undefined : readCursor(after);
  if (cursor !== undefined)
    query = query.where(sql<boolean>`(verdict.decided_at, verdict.id) < (${cursor.decidedAt}, ${cursor.id})`);
  const rows = rowsOf(
    base,
    query
      .orderBy("verdict.decided_at", "desc")
      .orderBy("verdict.id", "desc")
      .limit(most + 1)
      .compile(),
  ).map(asFound);
  const verdicts = rows.slice(0, most);
  const last = verdicts.at(-1);
  return {
    verdicts,
    next: rows.length > most && last !== undefined ? `${last.decidedAt}~${last.id}` : null,
  };
}

function readCursor(text: string): { decidedAt: string; id: number } {
  const [decidedAt = "", id = ""] = text.split("~");
  if (decidedAt === "" || !/^\d+$/.test(id)) throw new RangeError(`"${text}" is no place in a search`);
  return { decidedAt, id: Number(id) };
}
