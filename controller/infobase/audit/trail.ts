/** The audit trail (审计追踪): who did what to which record and when, each entry bound to the one before it. */
import type { Json } from "../../../workflows/index.ts";
import type { InfoBase } from "../info-base.ts";
import { canonicalJson, textSha256 } from "./hashes.ts";

export interface Deed {
  /** A person's name, or `controller`. */
  readonly actor: string;
  /** In one word: `signedIn`, `released`, `revoked`. */
  readonly action: string;
  /** Kind of thing it was done to; never the name of a table whose rows are covered by triggers. */
  readonly subject: string;
  readonly key: string;
  /** Kept in the trail beside its hash. */
  readonly content: Json;
}

/**
 * Enters a deed that is no row of a covered table. Within the caller's transaction when there is one, so that deed and entry
 * stand or fall together. Rows of covered tables enter themselves.
 */
export function recordAudited(base: InfoBase, { actor, action, subject, key, content }: Deed): void {
  const text = canonicalJson(content);
  base
    .prepare(
      "INSERT INTO audit_entry (actor, action, subject, key, content_sha256, content) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .run(actor, action, subject, key, textSha256(text), text);
}

/** The newest entry: who knows its hash can prove everything up to it. */
export interface AuditHead {
  readonly sequence: number;
  readonly at: string;
  /** Hexadecimal. */
  readonly hash: string;
}

export function auditHead(base: InfoBase): AuditHead | undefined {
  const row = base
    .prepare<[], { sequence: number; at: string; hash: Buffer }>(
      "SELECT sequence, at, hash FROM audit ORDER BY sequence DESC LIMIT 1",
    )
    .get();
  return row === undefined ? undefined : { ...row, hash: row.hash.toString("hex") };
}
