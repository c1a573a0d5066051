import { resolve } from "node:path";
import {
  InfoBaseError,
  type Known,
  openInfoBaseForReading,
  type Proof,
  verifyDataFolder,
} from "../infobase/index.ts";

interface VerifyCommand {
  readonly data: string;
  readonly expect?: string;
  readonly json?: boolean;
}

/** Proves the records of a data folder, also beside a running controller. Exit status 0 when they hold, 2 when a link is broken. */
export async function verify(options: VerifyCommand): Promise<void> {
  const dataDir = resolve(options.data);
  const base = openInfoBaseForReading(dataDir);
  try {
    const proof = await verifyDataFolder(base, dataDir, knownBy(options.expect));
    process.stdout.write(options.json === true ? `${JSON.stringify(proof)}\n` : inWords(proof));
    process.exitCode = proof.ok ? 0 : 2;
  } finally {
    base.close();
  }
}

/** `SEQUENCE:HASH`, as an earlier verification printed it. */
function knownBy(text: string | undefined): Known[] {
  if (text === undefined) return [];
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined)
    throw new InfoBaseError(`"${text}" is no head of an audit trail; give SEQUENCE:HASH as verify prints it`);
  return [{ head: { sequence: Number(sequence), at: "", hash }, where: "--expect" }];
}

function inWords({ ok, entries, images, head, first, breaks, more }: Proof): string {
  const known = head === undefined ? "" : `Head ${head.sequence}:${head.hash}, ${head.at}.\n`;
  if (ok)
    return `The records hold: ${entries} entries of the audit trail, ${images} pictures.\n${known}Keep the head elsewhere; --expect proves later that nothing up to it was changed or cut off.\n`;
  const place = first?.sequence == null ? "" : ` (entry ${first.sequence}, ${first.at})`;
  const others = breaks.slice(1).map(({ table, key, what }) => `  ${table} ${key}: ${what}\n`);
  const rest = more ? "  and more\n" : "";
  return `BROKEN: ${first?.table} ${first?.key}: ${first?.what}${place}\n${first?.text}\n${others.length === 0 ? "" : `Also:\n${others.join("")}${rest}`}Stop working with this data folder; compare it with the last backup.\n`;
}
