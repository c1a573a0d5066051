/** What a virtual-lab process leaves in its data folder (lab.json), and whether that process is alive and really ours. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { besideLabFile, type Lab } from "../lab-file.ts";

const addressSchema = z.object({ host: z.string(), port: z.number().int() });

const labProcessSchema = z.object({
  pid: z.number().int(),
  /** Lab file, and a digest of what it and its physical file said when the process read them. */
  labFile: z.string(),
  labDigest: z.string(),
  speed: z.number(),
  seed: z.number().int(),
  addresses: z.record(z.string(), addressSchema),
  imageUrls: z.record(z.string(), z.string()),
  imagePort: z.number().int(),
  /** Where faults and trays are asked for; for people and tests, never for a controller. */
  controlUrl: z.url(),
  /** Digest of the scenario it began with. */
  scenarioDigest: z.string().optional(),
});
export type LabProcess = z.infer<typeof labProcessSchema>;

/** The folder of the virtual lab under a data folder, absolute. */
export function virtualFolder(dataDir: string): string {
  return join(resolve(dataDir), "virtual");
}

export function logFile(dataDir: string): string {
  return join(virtualFolder(dataDir), "virtual.log");
}

const labProcessFile = (dataDir: string): string => join(virtualFolder(dataDir), "lab.json");

/** What the last process that became ready left, alive or dead; undefined when there is none, or one of another version. */
export function readLabProcess(dataDir: string): LabProcess | undefined {
  const file = labProcessFile(dataDir);
  if (!existsSync(file)) return undefined;
  return labProcessSchema.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
}

/** Written beside and renamed: a reader sees the old file or the new one, never half of it. */
export function writeLabProcess(dataDir: string, labProcess: LabProcess): void {
  const file = labProcessFile(dataDir);
  writeFileSync(`${file}.new`, `${JSON.stringify(labProcess, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}

/** Tells lab files with the same path apart after someone changed one of them. */
export function labDigest(lab: Lab): string {
  const files = [lab.file];
  const physical = lab.virtual && besideLabFile(lab, lab.virtual.physical);
  // A world made from another physical file does not need the lab's own.
  if (physical !== undefined && existsSync(physical)) files.push(physical);
  return digest(files.map((file) => readFileSync(file)));
}

/** Tells scenarios apart by what they say. */
export function scenarioDigest(file: string): string {
  return digest([readFileSync(file)]);
}

function digest(contents: readonly Buffer[]): string {
  const hash = createHash("sha256");
  for (const content of contents) hash.update(content);
  return hash.digest("hex").slice(0, 16);
}

/**
 * True when `pid` lives and is a virtual lab of this data folder: numbers of dead processes are given out again, so the command
 * line is asked too (/proc).
 */
export function isOurs(pid: number, dataDir: string): boolean {
  let commandLine: string;
  try {
    commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ESRCH"))
      return false;
    throw error;
  }
  const words = commandLine.split("\0");
  return words.includes(resolve(dataDir)) && words.some((word) => word.endsWith("/virtual/main.ts"));
}
