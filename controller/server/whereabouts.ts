/** Where the controller of a data folder listens: DATA/controller.json, written when it does and removed when it ends. */
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const whereaboutsSchema = z.object({ pid: z.number().int().positive(), url: z.url() });
export type Whereabouts = z.infer<typeof whereaboutsSchema>;

const fileIn = (dataDir: string): string => join(dataDir, "controller.json");

/** Written beside its place and renamed: whoever reads sees all of it or what stood there before. */
export function writeWhereabouts(dataDir: string, whereabouts: Whereabouts): void {
  const file = fileIn(dataDir);
  const beside = `${file}.${whereabouts.pid}.part`;
  writeFileSync(beside, `${JSON.stringify(whereabouts)}\n`);
  renameSync(beside, file);
}

/**
 * What the last controller wrote, if its process still lives; undefined otherwise. A process of that number may be another
 * one by now: who answers at the address must say the same pid before it is believed.
 */
export function readWhereabouts(dataDir: string): Whereabouts | undefined {
  let text: string;
  try {
    text = readFileSync(fileIn(dataDir), "utf8");
  } catch {
    // No such file, no such folder, no right to read it: no controller that this user could talk to.
    return undefined;
  }
  const found = whereaboutsSchema.safeParse(parsed(text));
  return found.success && isAlive(found.data.pid) ? found.data : undefined;
}

/** Removes what this process wrote; what another one wrote stays. */
export function removeWhereabouts(dataDir: string, pid: number): void {
  if (readWhereabouts(dataDir)?.pid === pid) rmSync(fileIn(dataDir), { force: true });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not ours, or damaged: the same as no file.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
