/** Pictures in one file beside a backup: SQLite's own archive format (sqlar), which `sqlite3 -A` opens too. */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import Database from "better-sqlite3";
import type { InfoBase } from "../info-base.ts";
import { InfoBaseError } from "../info-base-error.ts";

interface Member {
  readonly name: string;
  readonly sz: number;
  readonly data: Buffer;
}

const FAST = 1;
const FILE_MODE = 0o100644;

/** Packs the pictures of an information base; returns those that are missing, by their files. */
export function packImages(base: InfoBase, dataDir: string, archive: string): string[] {
  const packed = new Database(archive);
  try {
    packed.exec(
      "CREATE TABLE sqlar (name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB); BEGIN IMMEDIATE",
    );
    const insert = packed.prepare("INSERT INTO sqlar (name, mode, mtime, sz, data) VALUES (?, ?, ?, ?, ?)");
    const missing: string[] = [];
    for (const { file, taken_at: takenAt } of base
      .prepare<[], { file: string; taken_at: string }>("SELECT file, taken_at FROM image ORDER BY rowid")
      .all()) {
      const path = join(dataDir, file);
      if (!existsSync(path)) {
        missing.push(file);
        continue;
      }
      const bytes = readFileSync(path);
      const small = deflateSync(bytes, { level: FAST });
      insert.run(
        file,
        FILE_MODE,
        Math.round(Date.parse(takenAt) / 1000),
        bytes.length,
        small.length < bytes.length ? small : bytes,
      );
    }
    packed.exec("COMMIT");
    return missing;
  } finally {
    packed.close();
  }
}

export interface PackedImages {
  /** Hash of a picture's bytes; undefined when it is not among them. */
  hashOf(file: string): Promise<string | undefined>;
  /** Writes every picture into a data folder. */
  unpackInto(dataDir: string): void;
  close(): void;
}

export function openPackedImages(archive: string): PackedImages {
  let packed: Database.Database;
  try {
    packed = new Database(archive, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new InfoBaseError(`the pictures of the backup are not at ${archive}; put that file beside it`, {
      cause: error,
    });
  }
  const find = packed.prepare<[string], Member>("SELECT name, sz, data FROM sqlar WHERE name = ?");
  return {
    async hashOf(file) {
      const member = find.get(file);
      return member === undefined ? undefined : createHash("sha256").update(bytesOf(member)).digest("hex");
    },
    unpackInto(dataDir) {
      for (const member of packed.prepare<[], Member>("SELECT name, sz, data FROM sqlar").iterate()) {
        const file = normalize(member.name);
        if (isAbsolute(file) || file.startsWith(".."))
          throw new InfoBaseError(`${archive} names a picture outside of its folder: ${member.name}`);
        const path = join(dataDir, file);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, bytesOf(member));
      }
    },
    close: () => void packed.close(),
  };
}

/** A member that is no smaller packed is kept as it is. */
const bytesOf = ({ sz, data }: Member): Buffer => (data.length === sz ? data : inflateSync(data));
