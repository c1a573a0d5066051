/** The hashes of the audit trail, over canonical JSON: keys in the order of their code units, numbers as ECMAScript writes them. */
import { createHash } from "node:crypto";
import type Database from "better-sqlite3";

/** What a cell of a row can hold. */
export type Cell = string | number | bigint | Buffer | null;

export interface AuditEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly key: string;
  readonly contentSha256: Buffer;
}

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Of the entry before the first. */
export const GENESIS = Buffer.alloc(32);

/** JSON of plain values with the keys of every object in order; undefined members are left out as in JSON. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((member) => canonicalJson(member ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
}

const cellJson = (cell: Cell): string =>
  Buffer.isBuffer(cell)
    ? JSON.stringify(cell.toString("hex"))
    : typeof cell === "bigint"
      ? String(cell)
      : JSON.stringify(cell);

/** Hash of a row by `columns`, which stand in order; `cells` alike. */
export function contentSha256(columns: readonly string[], cells: readonly Cell[]): Buffer {
  const members = columns.map(
    (column, index) => `${JSON.stringify(column)}:${cellJson(cells[index] ?? null)}`,
  );
  return sha256(`{${members.join(",")}}`);
}

export const textSha256 = sha256;

/** Hash of an entry with that of the one before it. */
export function chainSha256(entry: AuditEntry, previous: Buffer): Buffer {
  const { action, actor, at, contentSha256: content, key, sequence, subject } = entry;
  return sha256(
    canonicalJson({
      action,
      actor,
      at,
      content_sha256: content.toString("hex"),
      key,
      previous_hash: previous.toString("hex"),
      sequence,
      subject,
    }),
  );
}

/** Makes the hashes known to the triggers of an open file; without them nothing can be entered. */
export function teachHashes(base: Database.Database): void {
  base.function(
    "hardlab_content_sha256",
    { varargs: true, deterministic: true },
    (...pairs: Cell[]): Buffer =>
      contentSha256(
        pairs.filter((_, index) => index % 2 === 0).map(String),
        pairs.filter((_, index) => index % 2 === 1),
      ),
  );
  base.function(
    "hardlab_chain_sha256",
    { deterministic: true },
    (
      sequence: number,
      at: string,
      actor: string,
      action: string,
      subject: string,
      key: string,
      content: Buffer,
      previous: Buffer,
    ): Buffer => chainSha256({ sequence, at, actor, action, subject, key, contentSha256: content }, previous),
  );
}
