/** Makes a data folder. */
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { InfoBaseError } from "./info-base-error.ts";

/**
 * Makes the folder and those above it, one by one: a recursive mkdir never returns where the system refuses in its own way, as below
 * /proc. Throws an InfoBaseError that names the folder that cannot be made.
 */
export function makeDataFolder(dataDir: string): void {
  if (existsSync(dataDir)) return;
  makeDataFolder(dirname(dataDir));
  try {
    mkdirSync(dataDir);
  } catch (error) {
    if (existsSync(dataDir)) return;
    const why = error instanceof Error ? error.message : String(error);
    throw new InfoBaseError(`the data folder ${dataDir} cannot be made (${why}); name another with --data`, {
      cause: error,
    });
  }
}
