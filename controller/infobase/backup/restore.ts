/** Puts a backup into a new data folder. */
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { noteAuditHead } from "../audit/head-file.ts";
import { type Proof, verifyDataFolder, verifyInfoBase } from "../audit/verify.ts";
import { makeDataFolder } from "../data-folder.ts";
import { InfoBaseError } from "../info-base-error.ts";
import { FILE_NAME, openFileForReading, openInfoBaseForReading } from "../open.ts";
import { picturesOf } from "./back-up.ts";
import { openPackedImages } from "./packed-images.ts";

/**
 * Proves the backup, copies it into `dataDir`, which must be new or empty, and proves what stands there. Throws an
 * InfoBaseError, and leaves no half data folder, when either does not hold.
 */
export async function restore(file: string, dataDir: string): Promise<Proof> {
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
    throw new InfoBaseError(`${dataDir} is in use or not empty; restore into a new folder`);
  const part = `${dataDir}.restoring`;
  if (existsSync(part)) throw new InfoBaseError(`${part} is left from a restore that was cut off; delete it`);
  makeDataFolder(part);
  try {
    await unpack(file, part);
    copyFileSync(file, join(part, FILE_NAME));
    const proof = await proveRestored(part);
    renameSync(part, dataDir);
    return proof;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** The pictures of a backup that holds. */
async function unpack(file: string, dataDir: string): Promise<void> {
  const base = openFileForReading(file, "name the file that hardlab backup wrote");
  const packed = openPackedImages(picturesOf(file));
  try {
    refuseBroken("the backup", await verifyInfoBase(base, packed.hashOf, []));
    packed.unpackInto(dataDir);
  } finally {
    packed.close();
    base.close();
  }
}

async function proveRestored(dataDir: string): Promise<Proof> {
  const written = new Database(join(dataDir, FILE_NAME));
  noteAuditHead(written);
  written.close();
  const base = openInfoBaseForReading(dataDir);
  try {
    const proof = await verifyDataFolder(base, dataDir);
    refuseBroken("what was restored", proof);
    return proof;
  } finally {
    base.close();
  }
}

function refuseBroken(what: string, { first }: Proof): void {
  if (first !== null) throw new InfoBaseError(`${what} does not hold: ${first.text}`);
}
