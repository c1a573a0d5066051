/** The data folder: room on its disk, leave to write, the information base, and whether a controller works on it. */
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Finding, fine, textOf, unchecked, wrong } from "./finding.ts";

const GIB = 2 ** 30;
/** A tray of 33 blocks takes a few hundred MB of pictures. */
const LEAST_FREE_BYTES = 2 * GIB;

export interface DataFolderLook {
  readonly findings: Finding[];
  /** The controller that works on it, in words. */
  readonly controller: string | undefined;
  /** When its newest batch was queued. */
  readonly recorded: Date | undefined;
}

/** Changes nothing that is there and makes no folder that is not. */
export async function lookAtDataFolder(dataDir: string): Promise<DataFolderLook> {
  const disk = lookAtDisk(dataDir);
  if (!existsSync(dataDir))
    return {
      findings: [disk, unchecked("data folder", `${dataDir} is not there yet; the first start makes it`)],
      controller: undefined,
      recorded: undefined,
    };
  const lock = await lookAtLock(dataDir);
  const base = await lookAtInformationBase(dataDir);
  return {
    findings: [disk, lookAtWriting(dataDir), ...lock.findings, ...base.findings],
    controller: lock.controller,
    recorded: base.recorded,
  };
}

function lookAtDisk(dataDir: string): Finding {
  let folder = dataDir;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${(free / GIB).toFixed(1)} GiB free for ${dataDir}`;
  return free < LEAST_FREE_BYTES
    ? wrong("disk", found, `free at least ${LEAST_FREE_BYTES / GIB} GiB, or name another --data`)
    : fine("disk", found);
}

function lookAtWriting(dataDir: string): Finding {
  const file = join(dataDir, `.doctor-${process.pid}`);
  try {
    writeFileSync(file, "");
    rmSync(file);
    return fine("data folder", `${dataDir} can be written to`);
  } catch (error) {
    return wrong(
      "data folder",
      `${dataDir} cannot be written to: ${textOf(error)}`,
      "let this user write there, or name another --data",
    );
  }
}

async function lookAtLock(dataDir: string): Promise<{ findings: Finding[]; controller: string | undefined }> {
  if (!existsSync(join(dataDir, "controller.lock"))) return { findings: [], controller: undefined };
  const pidFile = join(dataDir, "controller.pid");
  const pid = existsSync(pidFile) ? readFileSync(pidFile, "utf8").trim() : "unknown";
  try {
    const { InfoBaseError, lockDataFolder } = await import("../infobase/index.ts");
    try {
      lockDataFolder(dataDir).release();
      return { findings: [fine("controller", `none works on ${dataDir} now`)], controller: undefined };
    } catch (error) {
      if (!(error instanceof InfoBaseError)) throw error;
      const controller = `the controller of process ${pid}`;
      return {
        findings: [fine("controller", `${controller} works on ${dataDir}; a second one would be refused`)],
        controller,
      };
    }
  } catch (error) {
    return {
      findings: [
        wrong(
          "controller",
          `the lock of ${dataDir} cannot be tried: ${textOf(error)}`,
          "see the other findings",
        ),
      ],
      controller: undefined,
    };
  }
}

async function lookAtInformationBase(
  dataDir: string,
): Promise<{ findings: Finding[]; recorded: Date | undefined }> {
  const subject = "information base";
  const file = join(dataDir, "hardlab.sqlite");
  if (!existsSync(file))
    return {
      findings: [unchecked(subject, `there is none in ${dataDir} yet; the first start makes it`)],
      recorded: undefined,
    };
  try {
    const { listBatches, MIGRATIONS, openInfoBaseForReading, schemaNumber, unsoundness } = await import(
      "../infobase/index.ts"
    );
    const base = openInfoBaseForReading(dataDir);
    try {
      const schema = schemaNumber(base);
      const newest = MIGRATIONS.at(-1)?.number ?? 0;
      if (schema > newest)
        return {
          findings: [
            wrong(
              subject,
              `${file} has schema ${schema}, this program knows up to ${newest}`,
              "use the newer hardlab that wrote it",
            ),
          ],
          recorded: undefined,
        };
      const findings = findingsOf(unsoundness(base), file);
      if (findings.length > 0) return { findings, recorded: undefined };
      const batches = listBatches(base);
      const recorded = batches.map(({ createdAt }) => new Date(createdAt)).at(-1);
      const upgrade = schema < newest ? `, to be brought to ${newest} at the next start` : "";
      return {
        findings: [fine(subject, `whole, schema ${schema}${upgrade}, ${batches.length} batches`)],
        recorded,
      };
    } finally {
      base.close();
    }
  } catch (error) {
    return {
      findings: [wrong(subject, `${file} cannot be read: ${textOf(error)}`, RESTORE)],
      recorded: undefined,
    };
  }
}

const RESTORE = "stop the controller, keep this file aside and put back the last backup";

function findingsOf(
  { damage, orphans }: { damage: string | null; orphans: string | null },
  file: string,
): Finding[] {
  const findings: Finding[] = [];
  if (damage !== null)
    findings.push(wrong("information base", `${file} is damaged: ${damage.slice(0, 300)}`, RESTORE));
  if (orphans !== null)
    findings.push(
      wrong(
        "information base",
        `${file} has rows without what they refer to: ${orphans.slice(0, 300)}`,
        RESTORE,
      ),
    );
  return findings;
}
