/** The world's file, truth.sqlite: its tables, and how a new one is made or an old one opened. */
import Database from "better-sqlite3";

/** Kept in `user_version`; a file of another version is refused, for a world cannot be made over. */
const VERSION = 3;

const JOB_COLUMNS = `
  device TEXT NOT NULL, controller_id INTEGER NOT NULL, job_number INTEGER NOT NULL, boot_id INTEGER NOT NULL`;

const TABLES = `
CREATE TABLE world (lab TEXT NOT NULL, seed INTEGER NOT NULL) STRICT;
CREATE TABLE tray (at TEXT NOT NULL, number INTEGER NOT NULL) STRICT;
CREATE TABLE block (
  id TEXT PRIMARY KEY, ordinal INTEGER NOT NULL UNIQUE, physics TEXT NOT NULL, home TEXT NOT NULL,
  tray INTEGER NOT NULL, reference_of TEXT NOT NULL DEFAULT '', place TEXT, arm TEXT UNIQUE,
  offset_x_mm REAL NOT NULL DEFAULT 0, offset_y_mm REAL NOT NULL DEFAULT 0, angle_deg REAL NOT NULL,
  picks INTEGER NOT NULL DEFAULT 0, exposures INTEGER NOT NULL DEFAULT 0,
  UNIQUE (tray, reference_of, place),
  CHECK (place IS NULL OR arm IS NULL)
) STRICT;
CREATE TABLE arm (
  name TEXT PRIMARY KEY, station TEXT NOT NULL, x_mm REAL NOT NULL DEFAULT 0, y_mm REAL NOT NULL DEFAULT 0,
  true_x_mm REAL NOT NULL DEFAULT 0, true_y_mm REAL NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE agv (name TEXT PRIMARY KEY, station TEXT NOT NULL) STRICT;
CREATE TABLE tester (name TEXT PRIMARY KEY, scale TEXT) STRICT;
CREATE TABLE camera (name TEXT PRIMARY KEY, images INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE dent (
  block TEXT NOT NULL REFERENCES block (id), n INTEGER NOT NULL, scale TEXT NOT NULL,
  x_mm REAL NOT NULL, y_mm REAL NOT NULL, gripper_x_mm REAL, gripper_y_mm REAL,
  diameter_mm REAL NOT NULL, depth_mm REAL NOT NULL, at_ms REAL NOT NULL,
  field_hr REAL NOT NULL, disturbance_hr REAL NOT NULL, reading_hr REAL,
  device TEXT, controller_id INTEGER, job_number INTEGER, boot_id INTEGER,
  PRIMARY KEY (block, n)
) STRICT;
CREATE TABLE engraving (
  n INTEGER PRIMARY KEY, block TEXT NOT NULL REFERENCES block (id), slot INTEGER NOT NULL, text TEXT NOT NULL,
  at_ms REAL NOT NULL, ${JOB_COLUMNS}
) STRICT;
CREATE TABLE move (
  n INTEGER PRIMARY KEY, kind TEXT NOT NULL, block TEXT, place TEXT NOT NULL, at_ms REAL NOT NULL, ${JOB_COLUMNS}
) STRICT;
CREATE TABLE job (
  n INTEGER PRIMARY KEY, ${JOB_COLUMNS}, command TEXT NOT NULL, text TEXT NOT NULL, params TEXT NOT NULL,
  start_ms REAL NOT NULL, end_ms REAL, outcome TEXT, fault_text TEXT
) STRICT;
PRAGMA user_version = ${VERSION};
`;

export type TruthDatabase = Database.Database;

/** A truth file that cannot be used, with its path and why. */
export class TruthFileError extends Error {
  override readonly name = "TruthFileError";
}

/**
 * Opens the world's file, or makes it and lets `fill` lay down its first state in the same transaction, so that a world is there
 * wholly or not at all. Commits survive the death of the process at any moment (WAL; not flushed to the disk one by one, since
 * what must outlive the machine's power is the ledger).
 */
export function openTruth(file: string, fill: (db: TruthDatabase) => void): TruthDatabase {
  const db = new Database(file);
  try {
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = NORMAL");
    db.pragma("foreign_keys = ON");
    db.transaction(() => {
      if (db.pragma("user_version", { simple: true }) !== 0) return;
      db.exec(TABLES);
      fill(db);
    }).immediate();
    checkVersion(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Opens an existing world's file for reading, also while its lab is at work; throws a TruthFileError when there is none. */
export function openTruthForReading(file: string): TruthDatabase {
  let db: TruthDatabase;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new TruthFileError(`no virtual lab has left its truth in ${file}`, { cause: error });
  }
  try {
    checkVersion(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

function checkVersion(db: TruthDatabase, file: string): void {
  const version = db.pragma("user_version", { simple: true });
  if (version !== VERSION)
    throw new TruthFileError(
      `${file} holds a world of version ${String(version)}; this virtual lab knows version ${VERSION}`,
    );
}
