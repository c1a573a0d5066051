import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  findBatch,
  firstTurn,
  InfoBaseError,
  listBlockRecords,
  lockDataFolder,
  MIGRATIONS,
  openInfoBase,
  openInfoBaseForReading,
} from "../../../controller/infobase/index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-infobase-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fixture = (number: number) =>
  new URL(`fixtures/schema-${String(number).padStart(4, "0")}.sqlite`, import.meta.url).pathname;

describe("the information base", () => {
  it("commits to disk before it says so", () => {
    const base = openInfoBase(folder);
    expect(base.pragma("journal_mode", { simple: true })).toBe("wal");
    expect(base.pragma("synchronous", { simple: true })).toBe(2);
    expect(base.pragma("foreign_keys", { simple: true })).toBe(1);
    base.close();
  });

  it.each(MIGRATIONS.map(({ number }) => number))(
    "of schema %i is brought up to date with its rows",
    (number) => {
      expect(existsSync(fixture(number)), `there is a fixture of schema ${number}`).toBe(true);
      copyFileSync(fixture(number), join(folder, "hardlab.sqlite"));
      const base = openInfoBase(folder);
      expect(base.pragma("user_version", { simple: true })).toBe(MIGRATIONS.at(-1)?.number);
      expect(findBatch(base, "B-0001")).toMatchObject({ line: "rockwell", state: "running" });
      expect(listBlockRecords(base, "B-0001")).toMatchObject([{ serial: "2007-101", outcome: "passed" }]);
      expect(firstTurn(base, "rockwell")).toBe(1);
      expect(base.pragma("integrity_check", { simple: true })).toBe("ok");
      base.close();
    },
  );

  it("written by a newer program is left alone, with words on what to do", () => {
    const newer = new Database(join(folder, "hardlab.sqlite"));
    newer.pragma("user_version = 9999");
    newer.close();
    expect(() => openInfoBase(folder)).toThrow(/newer hardlab/);
  });

  it("that is not there cannot be read, and is not made by trying", () => {
    expect(() => openInfoBaseForReading(folder)).toThrow(InfoBaseError);
    expect(existsSync(join(folder, "hardlab.sqlite"))).toBe(false);
  });

  it("where no folder can be made says so at once", () => {
    expect(() => lockDataFolder("/proc/hardlab/data")).toThrow(/\/proc\/hardlab cannot be made/);
  });

  it("belongs to one controller at a time", () => {
    const lock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(/another controller already runs/);
    lock.release();
    lockDataFolder(folder).release();
  });
});
