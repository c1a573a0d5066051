/** Proves an information base, or names what is broken; the first broken link first. */
import { join } from "node:path";
import { InfoBaseError } from "../info-base-error.ts";
import {
  FIRST_AUDITED,
  type InfoBase,
  MIGRATIONS,
  schemaNumber,
  triggersOf,
  triggersOfSchema,
} from "../open.ts";
import { unsoundness } from "../soundness.ts";
import type { Break } from "./finding.ts";
import { notedAuditHead } from "./head-file.ts";
import { type AuditHead, auditHead } from "./trail.ts";
import { checkKnownHead, provenEntries } from "./verify-chain.ts";
import { brokenImages, fileSha256, type HashOfImage } from "./verify-images.ts";
import { rowChecker, unauditedRows } from "./verify-rows.ts";

export type { Break } from "./finding.ts";
export type { HashOfImage } from "./verify-images.ts";

export interface Proof {
  readonly ok: boolean;
  /** Entries of the trail that hold. */
  readonly entries: number;
  readonly images: number;
  readonly head: AuditHead | undefined;
  /** The first broken link by its place in the trail; null when nothing is broken. */
  readonly first: Break | null;
  /** Up to {@link MOST_TOLD}, the first one among them. */
  readonly breaks: readonly Break[];
  /** More than were told. */
  readonly more: boolean;
}

export interface Known {
  readonly head: AuditHead;
  /** Who knows it, in words. */
  readonly where: string;
}

const MOST_TOLD = 100;

/** Throws an InfoBaseError for a file that has no trail yet, or one this program does not know. */
export async function verifyInfoBase(
  base: InfoBase,
  hashOf: HashOfImage,
  known: readonly Known[],
): Promise<Proof> {
  requireTrail(base);
  // One snapshot for all of it: a controller may write beside us.
  base.exec("BEGIN");
  try {
    const found = new Map<string, Break>();
    let more = false;
    const tell = (broken: Break | undefined): void => {
      if (broken === undefined) return;
      if (found.size < MOST_TOLD) found.set(`${broken.table} ${broken.key} ${broken.what}`, broken);
      else more = true;
    };
    const entries = proveTrail(base, tell);
    for (const broken of damageOf(base)) tell(broken);
    try {
      for (const broken of unauditedRows(base)) tell(broken);
      for (const { head, where } of known) tell(checkKnownHead(base, head, where));
      for (const broken of changedGuards(base)) tell(broken);
    } catch (error) {
      tell(damageFrom(error));
    }
    const { images, breaks: pictures } = await brokenImages(base, hashOf);
    for (const broken of pictures) tell(broken);
    const breaks = [...found.values()].sort(
      (a, b) => (a.sequence ?? Number.MAX_VALUE) - (b.sequence ?? Number.MAX_VALUE),
    );
    const first = breaks[0] ?? null;
    return { ok: first === null, entries, images, head: auditHead(base), first, breaks, more };
  } finally {
    base.exec("COMMIT");
  }
}

/** Verifies a data folder: its file, its pictures, and the head noted beside it. */
export function verifyDataFolder(
  base: InfoBase,
  dataDir: string,
  expected: readonly Known[] = [],
): Promise<Proof> {
  const noted = notedAuditHead(dataDir);
  if (noted === "unreadable")
    throw new InfoBaseError(`${join(dataDir, "audit-head.json")} cannot be read; put it back from a backup`);
  const known = noted === "none" ? [] : [{ head: noted, where: "audit-head.json" }];
  return verifyInfoBase(base, (file) => fileSha256(join(dataDir, file)), [...known, ...expected]);
}

function requireTrail(base: InfoBase): void {
  const schema = schemaNumber(base);
  const newest = MIGRATIONS.at(-1)?.number ?? 0;
  if (schema < FIRST_AUDITED)
    throw new InfoBaseError(
      `${base.name} has schema ${schema}, from before there was an audit trail; a controller's next start on it begins one`,
    );
  if (schema > newest)
    throw new InfoBaseError(
      `${base.name} has schema ${schema}, this program knows up to ${newest}: verify it with the hardlab that wrote it`,
    );
}

/** How many entries hold. */
function proveTrail(base: InfoBase, tell: (broken: Break | undefined) => void): number {
  const check = rowChecker(base);
  const walk = provenEntries(base);
  let entries = 0;
  try {
    for (;;) {
      const { done, value } = walk.next();
      if (done === true) {
        tell(value);
        return entries;
      }
      entries++;
      tell(check(value));
    }
  } catch (error) {
    tell(damageFrom(error));
    return entries;
  }
}

function damageOf(base: InfoBase): Break[] {
  const { damage, orphans } = unsoundness(base);
  return [damage, orphans].flatMap((text) => (text === null ? [] : [damaged(base, text)]));
}

const damaged = ({ name }: InfoBase, text: string): Break => ({
  table: "file",
  key: name,
  what: "damaged",
  sequence: null,
  at: null,
  text: `${name}: ${text}`,
});

/** What SQLite says when it cannot read on; anything else is a bug and goes up. */
function damageFrom(error: unknown): Break {
  if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_"))
    return {
      table: "file",
      key: "",
      what: "damaged",
      sequence: null,
      at: null,
      text: `the file cannot be read on: ${error.message}`,
    };
  throw error;
}

/** Triggers that do not stand as the schema has them: whoever takes them out can change rows. */
function changedGuards(base: InfoBase): Break[] {
  const are = triggersOf(base);
  return [...triggersOfSchema(schemaNumber(base))].flatMap(([name, sql]) =>
    are.get(name) === sql
      ? []
      : [
          {
            table: "sqlite_schema",
            key: name,
            what: "guard changed" as const,
            sequence: null,
            at: null,
            text: `the trigger ${name} ${are.has(name) ? "was changed" : "is missing"}`,
          },
        ],
  );
}
