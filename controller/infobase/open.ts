/** Opens the information base: one SQLite file, brought to the newest schema, written to by one controller at a time. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { makeDataFolder } from "./data-folder.ts";
import { InfoBaseError } from "./info-base-error.ts";
import { ledger } from "./migrations/0001-ledger.ts";
import { steering } from "./migrations/0002-steering.ts";
import { verification } from "./migrations/0003-verification.ts";

export type InfoBase = Database.Database;

/** Every schema step in order; a step never changes once released. */
export const MIGRATIONS: readonly {
  readonly number: number;
  readonly title: string;
  readonly sql: string;
}[] = [ledger, steering, verification];

const FILE_NAME = "hardlab.sqlite";

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
  migrate(base, join(dataDir, FILE_NAME));
  return base;
}

/** Opens an existing information base for reading only, beside a running controller. */
export function openInfoBaseForReading(dataDir: string): InfoBase {
  const file = join(dataDir, FILE_NAME);
  try {
    const base = new Database(file, { readonly: true, fileMustExist: true });
    base.pragma("busy_timeout = 5000");
    return base;
  } catch (error) {
    throw new InfoBaseError(`there is no information base to read at ${file}; is --data the right folder?`, {
      cause: error,
    });
  }
}

/** Number of the last migration it has been through; 0 for a new file. */
export function schemaNumber(base: InfoBase): number {
  return Number(base.pragma("user_version", { simple: true }));
}

function migrate(base: InfoBase, file: string): void {
  const version = schemaNumber(base);
  const newest = MIGRATIONS.at(-1)?.number ?? 0;
  if (version > newest)
    throw new InfoBaseError(
      `${file} has schema ${version}, this program knows up to ${newest}: it was written by a newer hardlab; use that one`,
    );
  for (const { number, title, sql } of MIGRATIONS) {
    if (number <= version) continue;
    base
      .transaction(() => {
        try {
          base.exec(sql);
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
