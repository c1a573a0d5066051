/** Reads the limit table a lab file names from calibration-data/limits/. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { Lab } from "../../devices/index.ts";
import { approvalFor, type LimitTable, LimitTableError, parseLimitTable } from "../metrology/index.ts";

const LIMITS = new URL("../../calibration-data/limits/", import.meta.url);

/** The table with this id; throws a LimitTableError that says which file is missing or what is wrong in it. */
export function readLimitTable(id: string): LimitTable {
  const file = fileURLToPath(new URL(`${id}.yaml`, LIMITS));
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new LimitTableError([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
  const table = parseLimitTable(content);
  if (table.id !== id) throw new LimitTableError([`${file}: the table inside calls itself ${table.id}`]);
  return table;
}

/** What a person is told before a tray is begun when the lab's table is not approved for it; undefined when it is. */
export function provisionalNotice(lab: Lab): string | undefined {
  const approval = approvalFor(readLimitTable(lab.limitTables.rockwell), lab.lab);
  return approval.kind === "approved"
    ? undefined
    : `provisional: ${approval.why}. The batch runs, its verdicts are provisional, no certificate is released.`;
}
