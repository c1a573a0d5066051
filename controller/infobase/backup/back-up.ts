/** A copy of a moment: SQLite's online backup of one snapshot, with the pictures it names. */
import { existsSync, renameSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { type Proof, verifyInfoBase } from "../audit/verify.ts";
import { InfoBaseError } from "../info-base-error.ts";
import { openFileForReading, openInfoBaseForReading } from "../open.ts";
import { openPackedImages, packImages } from "./packed-images.ts";

/** Where the pictures of a backup are. */
export const picturesOf = (file: string): string => `${file}.images.sqlar`;

/** Pages copied in one go; between two goes the writer's and our own work goes on. */
const PAGES_AT_ONCE = 2_000;

/**
 * Writes `file` and its pictures; neither may exist. They appear under their names only when they have been proven: throws an
 * InfoBaseError with the first broken link when the copy, and so the original, does not hold.
 */
export async function backUp(dataDir: string, file: string): Promise<Proof> {
  const pictures = picturesOf(file);
  for (const path of [file, pictures])
    if (existsSync(path)) throw new InfoBaseError(`${path} is there already; name another file`);
  const part = `${file}.part`;
  const picturesPart = `${pictures}.part`;
  removeAll(part, picturesPart);
  try {
    await copySnapshot(dataDir, part);
    const copy = openFileForReading(part);
    try {
      packImages(copy, dataDir, picturesPart);
      const packed = openPackedImages(picturesPart);
      const proof = await verifyInfoBase(copy, packed.hashOf, []).finally(packed.close);
      if (proof.first !== null)
        throw new InfoBaseError(
          `no backup was made, for the records do not hold: ${proof.first.text}; hardlab verify tells more`,
        );
      renameSync(picturesPart, pictures);
      renameSync(part, file);
      return proof;
    } finally {
      copy.close();
    }
  } finally {
    removeAll(part, picturesPart);
  }
}

/** The copy needs no other file beside it. */
async function copySnapshot(dataDir: string, to: string): Promise<void> {
  const base = openInfoBaseForReading(dataDir);
  try {
    // With a snapshot held open a writer beside us never makes the copy begin anew.
    base.exec("BEGIN");
    base.prepare("SELECT count(*) FROM sqlite_schema").get();
    await base.backup(to, { progress: () => PAGES_AT_ONCE });
    base.exec("COMMIT");
  } finally {
    base.close();
  }
  const copy = new Database(to);
  copy.pragma("journal_mode = DELETE");
  copy.close();
}

function removeAll(...paths: string[]): void {
  for (const path of paths)
    for (const suffix of ["", "-journal", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
}
