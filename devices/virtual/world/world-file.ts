/** Typed rows in and out of the world's file, one transaction a physical change, with a counter that tells of any change. */
import type { Statement } from "better-sqlite3";
import type { z } from "zod";
import type { TruthDatabase } from "./schema.ts";
import type { JobName } from "./truth.ts";

type Value = string | number | null;

/** Something the world does not allow, as the fault its device shows; the world is as it was before. */
export class Forbidden extends Error {
  override readonly name = "Forbidden";
  readonly fault: number;

  constructor(fault: number, text: string) {
    super(text);
    this.fault = fault;
  }
}

export class WorldFile {
  readonly #db: TruthDatabase;
  readonly #statements = new Map<string, Statement>();
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #telling = false;

  constructor(db: TruthDatabase) {
    this.#db = db;
  }

  /** Grows with every change: what was derived from the world at the same version still holds. */
  get version(): number {
    return this.#version;
  }

  /** Real time in ms since 1970, with fractions. */
  nowMs(): number {
    return performance.timeOrigin + performance.now();
  }

  /** Runs `physical` as one transaction: all of it is true from its end on, whatever dies afterwards, or none of it. */
  change<T>(physical: () => T): T {
    return this.#db.transaction(physical).immediate();
  }

  one<T>(schema: z.ZodType<T>, sql: string, ...values: Value[]): T | undefined {
    const row = this.#statement(sql).get(...values);
    return row === undefined ? undefined : schema.parse(row);
  }

  all<T>(schema: z.ZodType<T>, sql: string, ...values: Value[]): T[] {
    return this.#statement(sql)
      .all(...values)
      .map((row) => schema.parse(row));
  }

  /** Runs one statement that changes the physical world. */
  run(sql: string, ...values: Value[]): void {
    this.#version++;
    this.#statement(sql).run(...values);
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      for (const listener of this.#listeners) listener();
    });
  }

  /** Runs one statement that only writes something down; returns the row number of an insert. */
  note(sql: string, ...values: Value[]): number {
    return Number(this.#statement(sql).run(...values).lastInsertRowid);
  }

  /** Calls back after every physical change, before anything is read from a socket again. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    this.#db.close();
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}

/** A job's name as the values of the four columns device, controller_id, job_number, boot_id. */
export function jobValues(job: JobName): [string, number, number, number] {
  return [job.device, job.controllerId, job.jobNumber, job.bootId];
}
