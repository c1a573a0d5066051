/** One controller a data folder: a lock the operating system releases when its process ends, however it ends. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { makeDataFolder } from "./data-folder.ts";
import { InfoBaseError } from "./info-base-error.ts";

export interface DataLock {
  release(): void;
}

/** Takes the lock of a data folder; throws an InfoBaseError when another controller runs on it. */
export function lockDataFolder(dataDir: string): DataLock {
  makeDataFolder(dataDir);
  const lock = new Database(join(dataDir, "controller.lock"));
  lock.pragma("busy_timeout = 200");
  try {
    lock.pragma("journal_mode = DELETE");
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw new InfoBaseError(
      `another controller already runs on ${dataDir} (see ${join(dataDir, "controller.pid")}); stop it first or name another --data`,
      { cause: error },
    );
  }
  writeFileSync(join(dataDir, "controller.pid"), `${process.pid}\n`);
  return {
    release() {
      lock.exec("ROLLBACK");
      lock.close();
    },
  };
}
