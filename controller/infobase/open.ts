/** Opens the information base: one SQLite file, brought to the newest schema, written to by one controller at a time. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { adoptSql, type Cover, coverSql, type Guard, guardSql } from "./audit/cover.ts";
import { teachHashes } from "./audit/hashes.ts";
import { noteAuditHead } from "./audit/head-file.ts";
import { makeDataFolder } from "./data-folder.ts";
import type { InfoBase } from "./info-base.ts";
import { InfoBaseError } from "./info-base-error.ts";
import { ledger } from "./migrations/0001-ledger.ts";
import { steering } from "./migrations/0002-steering.ts";
import { verification } from "./migrations/0003-verification.ts";
import { records } from "./migrations/0005-records.ts";
import { audit } from "./migrations/0006-audit.ts";
import { imageResults } from "./migrations/0007-image-results.ts";
import { fillInRecords } from "./records/fill-in.ts";

export type { InfoBase };

export interface Migration {
  readonly number: number;
  readonly title: string;
  readonly sql: string;
  /** Rows that the audit trail covers from here on, with those that are there already. */
  readonly covers?: readonly Cover[];
  /** Rows that nobody changes or deletes from here on. */
  readonly guards?: readonly Guard[];
}

/** Every schema step in order; a step never changes once released. */
export const MIGRATIONS: readonly Migration[] = [
  ledger,
  steering,
  verification,
  records,
  audit,
  imageResults,
];

/** First schema with an audit trail. */
export const FIRST_AUDITED = audit.number;

/** Name of the file in the data folder. */
export const FILE_NAME = "hardlab.sqlite";

/**
 * Opens `DATA/hardlab.sqlite` for the controller, creating or migrating it. Every commit is on disk before it returns
 * (WAL, synchronous FULL). Throws an InfoBaseError when the file is newer than this program or is no information base.
 */
export function openInfoBase(dataDir: string): InfoBase {
  makeDataFolder(dataDir);
  const base = new Database(join(dataDir, FILE_NAME));
  base.pragma("journal_mode = WAL");
  base.pragma("synchronous = FULL");
  base.pragma("foreign_keys = ON");
  base.pragma("busy_timeout = 5000");
  teachHashes(base);
  const before = schemaNumber(base);
  migrate(base, join(dataDir, FILE_NAME));
  if (before < records.number) fillInRecords(base);
  noteAuditHead(base);
  return base;
}

/** Opens an existing information base for reading only, beside a running controller. */
export function openInfoBaseForReading(dataDir: string): InfoBase {
  return openFileForReading(join(dataDir, FILE_NAME), "is --data the right folder?");
}

/** Opens the file of an information base, such as a backup, for reading only. */
export function openFileForReading(file: string, question = "is it the right file?"): InfoBase {
  try {
    const base = new Database(file, { readonly: true, fileMustExist: true });
    base.pragma("busy_timeout = 5000");
    return base;
  } catch (error) {
    throw new InfoBaseError(`there is no information base to read at ${file}; ${question}`, { cause: error });
  }
}

/** The triggers that a file of this schema has, by name. */
export function triggersOfSchema(schema: number): ReadonlyMap<string, string> {
  const empty = new Database(":memory:");
  try {
    teachHashes(empty);
    migrate(empty, "a new file", schema);
    return triggersOf(empty);
  } finally {
    empty.close();
  }
}

/** The triggers of a file, by name. */
export function triggersOf(base: InfoBase): ReadonlyMap<string, string> {
  const rows = base
    .prepare<[], { name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    .all();
  return new Map(rows.map(({ name, sql }) => [name, sql]));
}

/** Number of the last migration it has been through; 0 for a new file. */
export function schemaNumber(base: InfoBase): number {
  return Number(base.pragma("user_version", { simple: true }));
}

function migrate(base: InfoBase, file: string, upTo = Number.POSITIVE_INFINITY): void {
  const version = schemaNumber(base);
  const newest = MIGRATIONS.at(-1)?.number ?? 0;
  if (version > newest)
    throw new InfoBaseError(
      `${file} has schema ${version}, this program knows up to ${newest}: it was written by a newer hardlab; use that one`,
    );
  for (const migration of MIGRATIONS) {
    const { number, title } = migration;
    if (number <= version || number > upTo) continue;
    base
      .transaction(() => {
        try {
          base.exec(migration.sql);
          cover(base, migration);
        } catch (error) {
          throw new InfoBaseError(`${file}: migration ${number} (${title}) failed and was undone`, {
            cause: error,
          });
        }
        base.pragma(`user_version = ${number}`);
      })
      .exclusive();
  }
}

function cover(base: InfoBase, { number, covers = [], guards = [] }: Migration): void {
  for (const each of covers) base.exec(adoptSql(each, `migration ${number}`));
  for (const each of covers) base.exec(coverSql(each));
  for (const each of guards) base.exec(guardSql(each));
}
