/** Proves the trail itself: no entry missing, none changed, each bound to the one before. */
import type { InfoBase } from "../info-base.ts";
import type { Break } from "./finding.ts";
import { type AuditEntry, chainSha256, GENESIS, textSha256 } from "./hashes.ts";
import type { AuditHead } from "./trail.ts";

export interface ChainRow extends AuditEntry {
  readonly content: string | null;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
}

const COLUMNS = `sequence, at, actor, action, subject, key, content_sha256 AS contentSha256, content,
  previous_hash AS previousHash, hash`;

/** Walks the trail from its beginning and hands out each entry that holds; ends at the first that does not. */
export function* provenEntries(base: InfoBase): Generator<ChainRow, Break | undefined> {
  let previous: Buffer = GENESIS;
  let expected = 1;
  for (const row of base.prepare<[], ChainRow>(`SELECT ${COLUMNS} FROM audit ORDER BY sequence`).iterate()) {
    const { sequence, at } = row;
    const broken = (what: Break["what"], text: string): Break => ({
      table: "audit",
      key: String(sequence),
      what,
      sequence,
      at,
      text,
    });
    if (sequence !== expected)
      return broken("deleted", `entries ${expected} to ${sequence - 1} of the trail are gone`);
    if (!row.previousHash.equals(previous))
      return broken("trail broken", `entry ${sequence} is not bound to entry ${sequence - 1} as it stands`);
    if (!row.hash.equals(chainSha256(row, previous)))
      return broken("changed", `entry ${sequence} (${row.action} ${row.subject} ${row.key}) was changed`);
    if (row.content !== null && !row.contentSha256.equals(textSha256(row.content)))
      return broken("changed", `the content of entry ${sequence} (${row.action} ${row.subject}) was changed`);
    yield row;
    previous = row.hash;
    expected = sequence + 1;
  }
  return undefined;
}

/** Whether the trail still holds an entry that was known outside of it. */
export function checkKnownHead(base: InfoBase, known: AuditHead, where: string): Break | undefined {
  const row = base
    .prepare<[number], { hash: Buffer }>("SELECT hash FROM audit WHERE sequence = ?")
    .get(known.sequence);
  const broken = (what: Break["what"], text: string): Break => ({
    table: "audit",
    key: String(known.sequence),
    what,
    sequence: known.sequence,
    at: known.at === "" ? null : known.at,
    text,
  });
  if (row === undefined)
    return broken("trail cut off", `${where} knows entry ${known.sequence} of the trail, which is not there`);
  if (row.hash.toString("hex") === known.hash) return undefined;
  return broken("changed", `entry ${known.sequence} of the trail is not the one that ${where} knows`);
}
