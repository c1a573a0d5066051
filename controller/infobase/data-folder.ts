/** Makes a data folder. */
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { InfoBaseError } from "./info-base-error.ts";

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Makes the folder and those above it, one by one: a recursive mkdir never returns where the system refuses in its own way, as below
 * /proc. Returns the topmost one that had to be made, undefined when all were there. Throws an InfoBaseError that names the folder
 * that cannot be made.
 */
export function makeDataFolder(dataDir: string): string | undefined {
  if (isFolder(dataDir)) return undefined;
  const made = makeDataFolder(dirname(dataDir));
  try {
    mkdirSync(dataDir);
  } catch (error) {
    if (isFolder(dataDir)) return made;
    const why = error instanceof Error ? error.message : String(error);
    throw new InfoBaseError(`the data folder ${dataDir} cannot be made (${why}); name another with --data`, {
      cause: error,
    });
  }
  return made ?? dataDir;
}
