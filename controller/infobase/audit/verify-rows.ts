/** Proves the rows of covered tables against the trail, both ways. */
import { z } from "zod";
import { type InfoBase, MIGRATIONS, schemaNumber } from "../open.ts";
import { type Cover, conditionSql, keySql } from "./cover.ts";
import type { Break } from "./finding.ts";
import { type Cell, contentSha256 } from "./hashes.ts";
import type { ChainRow } from "./verify-chain.ts";

export function coversOf(base: InfoBase): Cover[] {
  const schema = schemaNumber(base);
  return MIGRATIONS.filter(({ number }) => number <= schema).flatMap(({ covers = [] }) => covers);
}

const manySchema = z.array(z.union([z.string(), z.number(), z.null()]));

/** Finds what is wrong with the row an entry speaks of; nothing for entries that carry their content themselves. */
export function rowChecker(base: InfoBase): (entry: ChainRow) => Break | undefined {
  const checks = new Map(
    coversOf(base).map((cover) => [`${cover.action} ${cover.table}`, checkOf(base, cover)]),
  );
  return (entry) => {
    if (entry.content !== null) return undefined;
    const { sequence, at, action, subject: table, key } = entry;
    const found = checks.get(`${action} ${table}`)?.(entry) ?? "unknown";
    if (found === "same") return undefined;
    const words =
      found === "unknown"
        ? "speaks of a kind of record that this program does not know"
        : `of ${at} speaks of ${table} ${key}, which was ${found} since`;
    return {
      table,
      key,
      what: found === "unknown" ? "trail broken" : found,
      sequence,
      at,
      text: `entry ${sequence} ${words}`,
    };
  };
}

function checkOf(base: InfoBase, cover: Cover): (entry: ChainRow) => "same" | "changed" | "deleted" {
  const columns = [...cover.columns].sort();
  const select = base
    .prepare<unknown[], Cell[]>(
      `SELECT ${columns.join(", ")} FROM ${cover.table} WHERE ${cover.key.map((column) => `${column} = ?`).join(" AND ")}`,
    )
    .raw();
  const single = cover.key.length === 1;
  return ({ key, contentSha256: entered }) => {
    const row = select.get(...(single ? [key] : manySchema.parse(JSON.parse(key))));
    if (row === undefined) return "deleted";
    return contentSha256(columns, row).equals(entered) ? "same" : "changed";
  };
}

/** Rows that never entered the trail. */
export function* unauditedRows(base: InfoBase): Generator<Break> {
  for (const cover of coversOf(base)) {
    const { table, action, when } = cover;
    const rows = base
      .prepare<[string, string], { key: string }>(
        `SELECT ${keySql(cover, `${table}.`)} AS key FROM ${table}
         WHERE ${when === undefined ? "1" : conditionSql(when, `${table}.`)} AND NOT EXISTS (
           SELECT 1 FROM audit WHERE audit.subject = ? AND audit.key = ${keySql(cover, `${table}.`)} AND audit.action = ?)`,
      )
      .iterate(table, action);
    for (const { key } of rows)
      yield {
        table,
        key,
        what: "added without audit",
        sequence: null,
        at: null,
        text: `${table} ${key} stands there without an entry in the trail`,
      };
  }
}
