/** Inserts of records: a block writes two dozen rows, so each query is built once. */
import type { Insertable } from "kysely";
import type { InfoBase } from "../info-base.ts";
import { prepared } from "../prepared.ts";
import { build, type Tables } from "./tables.ts";

/** Query by table and columns. */
const built = new Map<string, string>();

/** Inserts a row and returns its rowid (0 where the table has none). */
export function insertRow<Name extends keyof Tables>(
  base: InfoBase,
  table: Name,
  row: Insertable<Tables[Name]>,
): number {
  const name = `${table} ${Object.keys(row).join(" ")}`;
  const sql = built.get(name) ?? build.insertInto(table).values(row).compile().sql;
  built.set(name, sql);
  return Number(prepared(base, sql).run(...Object.values(row)).lastInsertRowid);
}
