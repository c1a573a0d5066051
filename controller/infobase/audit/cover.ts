/**
 * Which rows the audit trail covers, as data: a migration lists its covers and gets the triggers that enter each row in the trail
 * in the same transaction, and those that keep the row as it is. The texts are part of released schemas: they never change.
 */

export interface Condition {
  readonly column: string;
  readonly in: readonly string[];
}

export interface Cover {
  readonly table: string;
  /** What the trail calls it: `entered`, `finished`. */
  readonly action: string;
  /** The rows it speaks of; all when not given. A row that comes to meet it by an update is entered then. */
  readonly when?: Condition;
  /** Columns of the row's key. */
  readonly key: readonly string[];
  /** Columns whose values the trail keeps the hash of. */
  readonly columns: readonly string[];
  /** SQL over NEW that names who did it; `'controller'` when not given. */
  readonly actor?: string;
}

export interface Guard {
  readonly table: string;
  /** A row may change until it meets this; never when not given. It may never be deleted. */
  readonly until?: Condition;
  /** Columns that may not change before that either. */
  readonly fixed?: readonly string[];
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

export const conditionSql = ({ column, in: values }: Condition, row: string): string =>
  `${row}${column} IN (${values.map(text).join(", ")})`;

/** One column: its value as text. Several: a JSON array. `row` is `NEW.` or empty. */
export const keySql = ({ key }: Cover, row: string): string => {
  const [only, ...more] = key;
  return more.length === 0
    ? `CAST(${row}${only} AS TEXT)`
    : `json_array(${key.map((column) => row + column).join(", ")})`;
};

const hashSql = ({ columns }: Cover, row: string): string =>
  `hardlab_content_sha256(${[...columns]
    .sort()
    .map((column) => `${text(column)}, ${row}${column}`)
    .join(", ")})`;

const entry = (cover: Cover, actor: string, row: string): string =>
  `INSERT INTO audit_entry (actor, action, subject, key, content_sha256)
        SELECT ${actor}, ${text(cover.action)}, ${text(cover.table)}, ${keySql(cover, row)}, ${hashSql(cover, row)}`;

/** Triggers that enter rows in the trail. */
export function coverSql(cover: Cover): string {
  const { table, action, when, actor = "'controller'" } = cover;
  const name = `audit_${table}_${action}`;
  const insert = `CREATE TRIGGER ${name} AFTER INSERT ON ${table}
      ${when === undefined ? "" : `WHEN ${conditionSql(when, "NEW.")}`} BEGIN
      ${entry(cover, actor, "NEW.")};
    END;`;
  if (when === undefined) return insert;
  return `${insert}
    CREATE TRIGGER ${name}_later AFTER UPDATE OF ${when.column} ON ${table}
      WHEN ${conditionSql(when, "NEW.")} AND NOT ${conditionSql(when, "OLD.")} BEGIN
      ${entry(cover, actor, "NEW.")};
    END;`;
}

/** Enters the rows that are there already. */
export function adoptSql(cover: Cover, by: string): string {
  const { table, when, key } = cover;
  return `${entry(cover, text(by), "")} FROM ${table}
    ${when === undefined ? "" : `WHERE ${conditionSql(when, "")}`} ORDER BY ${key.join(", ")};`;
}

/** Triggers that keep rows as they are. */
export function guardSql({ table, until, fixed = [] }: Guard): string {
  const no = (what: string) =>
    `SELECT RAISE(ABORT, ${text(`${table}: a row ${what}; a correction is a new row that names it`)});`;
  const changed = fixed.map((column) => `OLD.${column} IS NOT NEW.${column}`);
  const when = until === undefined ? [] : [conditionSql(until, "OLD."), ...changed];
  return `CREATE TRIGGER keep_${table}_unchanged BEFORE UPDATE ON ${table}
      ${when.length === 0 ? "" : `WHEN ${when.join(" OR ")}`} BEGIN
      ${no("is never changed")}
    END;
    CREATE TRIGGER keep_${table} BEFORE DELETE ON ${table} BEGIN
      ${no("is never deleted")}
    END;`;
}
