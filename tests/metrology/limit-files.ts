import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { type LimitTable, parseLimitTable } from "../../controller/metrology/index.ts";

/** The parsed YAML of a limit table in calibration-data/limits/. */
export function limitFile(id: string): Record<string, unknown> {
  return parse(readFileSync(new URL(`../../calibration-data/limits/${id}.yaml`, import.meta.url), "utf8"));
}

export const rockwellTable: LimitTable = parseLimitTable(limitFile("jjg-113-2013"));

/** The same table with every Rockwell row changed. */
export function withRows(change: { comparison: "full" | "rounded" }): LimitTable {
  return { ...rockwellTable, rows: rockwellTable.rows.map((row) => ({ ...row, ...change })) };
}
