/** Everything the doctor looks at, in the order it is told. */
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { lookAtCertificates } from "./certificates.ts";
import { lookAtClock } from "./clock.ts";
import { lookAtDataFolder } from "./data-folder.ts";
import { type Finding, unchecked } from "./finding.ts";
import { lookAtLabDevices } from "./lab-devices.ts";
import { lookAtDocuments, lookAtLabFile } from "./lab-documents.ts";
import { lookAtPagePort } from "./ports.ts";
import { lookAtPrograms } from "./programs.ts";

export interface ExamineOptions {
  readonly labFile: string;
  /** Absolute; left as it is, and not made when it is not there. */
  readonly dataDir: string;
  /** Of the page, on the loopback address. */
  readonly port: number;
  /** Start a virtual lab that is not running, for as long as it is looked at. */
  readonly start: boolean;
  readonly now: Date;
  /** Longest wait for a device, ms; default 5000. */
  readonly reachMs?: number;
}

const REACH_MS = 5_000;
const LOOPBACK = "127.0.0.1";
const PACKAGE = fileURLToPath(new URL("../../package.json", import.meta.url));

/** Looks at everything and changes nothing; what cannot be looked at for another's fault is said to be unchecked. */
export async function examine(options: ExamineOptions): Promise<Finding[]> {
  const { dataDir, now } = options;
  const { lab, findings: labFindings } = lookAtLabFile(options.labFile);
  const programs = lookAtPrograms();
  const folder = await lookAtDataFolder(dataDir);
  const pkiFolder = join(dataDir, "pki", "controller");
  const devices =
    lab === undefined
      ? [unchecked("devices", "they are known once the lab file can be read")]
      : await leavingNoFolder(dataDir, () =>
          lookAtLabDevices({
            lab,
            dataDir,
            pkiFolder,
            start: options.start,
            reachMs: options.reachMs ?? REACH_MS,
          }),
        );
  const certificates = lab === undefined ? [] : lookAtCertificates(lab, pkiFolder, now);
  return [
    ...labFindings,
    ...(lab === undefined ? [] : lookAtDocuments(lab)),
    ...devices,
    ...certificates,
    ...lookAtClock(
      now,
      [PACKAGE, join(dataDir, "hardlab.sqlite"), ...(lab === undefined ? [] : [lab.file])],
      folder.recorded,
    ),
    ...folder.findings,
    await lookAtPagePort(LOOPBACK, options.port, folder.controller),
    ...(await programs),
  ];
}

/** Takes away a folder that was not there before; a virtual lab started for a look makes it. */
async function leavingNoFolder<T>(folder: string, look: () => Promise<T>): Promise<T> {
  const missing = firstMissing(folder);
  try {
    return await look();
  } finally {
    if (missing !== undefined) rmSync(missing, { recursive: true, force: true });
  }
}

/** The topmost folder on the way to `folder` that is not there. */
function firstMissing(folder: string): string | undefined {
  if (existsSync(folder)) return undefined;
  return firstMissing(dirname(folder)) ?? folder;
}
