/** What the file of an information base says of itself. */
import type { InfoBase } from "./open.ts";

/** What is wrong inside the file, in SQLite's words: damage, and rows without what they refer to; null where nothing is. */
export function unsoundness(base: InfoBase): {
  readonly damage: string | null;
  readonly orphans: string | null;
} {
  const damage = JSON.stringify(base.pragma("integrity_check"));
  const orphans = JSON.stringify(base.pragma("foreign_key_check"));
  return {
    damage: damage === '[{"integrity_check":"ok"}]' ? null : damage,
    orphans: orphans === "[]" ? null : orphans,
  };
}
