/** Statements prepared once for an open information base: with its triggers an insert takes longer to prepare than to run. */
import type Database from "better-sqlite3";
import type { InfoBase } from "./info-base.ts";

const statements = new WeakMap<InfoBase, Map<string, Database.Statement<unknown[]>>>();

export function prepared(base: InfoBase, sql: string): Database.Statement<unknown[]> {
  const known = statements.get(base) ?? new Map<string, Database.Statement<unknown[]>>();
  statements.set(base, known);
  const statement = known.get(sql) ?? base.prepare(sql);
  known.set(sql, statement);
  return statement;
}
