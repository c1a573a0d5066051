/** The last known head of the audit trail, kept beside the file so that a tail cut off shows. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { InfoBase } from "../info-base.ts";
import { type AuditHead, auditHead } from "./trail.ts";

const NAME = "audit-head.json";
const headSchema = z.object({ sequence: z.number().int(), at: z.string(), hash: z.string() });

/**
 * Notes the head in `audit-head.json` beside the open file; does nothing while the trail is empty. On a full disk the older note
 * stays: it proves less, and hinders nothing.
 */
export function noteAuditHead(base: InfoBase): void {
  const head = auditHead(base);
  if (head === undefined) return;
  const path = join(dirname(base.name), NAME);
  try {
    writeFileSync(`${path}.part`, `${JSON.stringify(head)}\n`);
    renameSync(`${path}.part`, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
  }
}

/** The head noted in a data folder. `unreadable` when the file is there and is none. */
export function notedAuditHead(dataDir: string): AuditHead | "none" | "unreadable" {
  let text: string;
  try {
    text = readFileSync(join(dataDir, NAME), "utf8");
  } catch {
    // A folder without one is older than the trail, or somebody took it away: the caller says so.
    return "none";
  }
  try {
    return headSchema.parse(JSON.parse(text));
  } catch {
    return "unreadable";
  }
}
