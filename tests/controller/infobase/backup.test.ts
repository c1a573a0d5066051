import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  backUp,
  openInfoBase,
  picturesOf,
  restore,
  searchVerdicts,
} from "../../../controller/infobase/index.ts";
import { type RecordedLab, recordedLab } from "./recorded-lab.ts";

let lab: RecordedLab;
let folder: string;
beforeEach(() => {
  lab = recordedLab();
  lab.addBlock({ serial: "2007-101", means: [61.1, 61.2, 61.3, 61.2, 61.2] });
  folder = mkdtempSync(join(tmpdir(), "hardlab-backup-"));
});
afterEach(() => {
  lab.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("a backup", () => {
  it("made while a controller writes is one moment's, and restores with its pictures", async () => {
    const file = join(folder, "backup.sqlite");
    let blocks = 0;
    const writing = setInterval(
      () => lab.addBlock({ serial: `busy-${++blocks}`, means: [60, 60.1, 60.2] }),
      1,
    );
    const { head } = await backUp(lab.dataDir, file).finally(() => clearInterval(writing));
    const data = join(folder, "restored");
    expect(await restore(file, data)).toMatchObject({ ok: true, images: 1, head });
    const restored = openInfoBase(data);
    expect(searchVerdicts(restored, { serial: "2007-101" }, 5).verdicts).toHaveLength(1);
    restored.close();
    expect(existsSync(join(data, "audit-head.json"))).toBe(true);
  });

  it("is never written over another one, and leaves nothing half", async () => {
    const file = join(folder, "backup.sqlite");
    await backUp(lab.dataDir, file);
    await expect(backUp(lab.dataDir, file)).rejects.toThrow(/is there already/);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it("is refused when the records do not hold", async () => {
    rmSync(lab.picture);
    const file = join(folder, "backup.sqlite");
    await expect(backUp(lab.dataDir, file)).rejects.toThrow(/do not hold: .* is missing/);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(picturesOf(file))).toBe(false);
  });
});

describe("restoring", () => {
  it("is refused into a folder in use or not empty", async () => {
    const file = join(folder, "backup.sqlite");
    await backUp(lab.dataDir, file);
    await expect(restore(file, lab.dataDir)).rejects.toThrow(/in use or not empty/);
    writeFileSync(join(folder, "note"), "");
    await expect(restore(file, folder)).rejects.toThrow(/in use or not empty/);
  });

  it("of a backup that somebody changed is refused and leaves no folder", async () => {
    const file = join(folder, "backup.sqlite");
    await backUp(lab.dataDir, file);
    const raw = new Database(file);
    raw.exec("DROP TRIGGER keep_verdict_unchanged; UPDATE verdict SET mean_value = 1");
    raw.close();
    const data = join(folder, "restored");
    await expect(restore(file, data)).rejects.toThrow(/the backup does not hold: .*verdict 1/);
    expect(existsSync(data)).toBe(false);
    expect(existsSync(`${data}.restoring`)).toBe(false);
  });

  it("needs the pictures beside it", async () => {
    const file = join(folder, "backup.sqlite");
    await backUp(lab.dataDir, file);
    rmSync(picturesOf(file));
    await expect(restore(file, join(folder, "restored"))).rejects.toThrow(/pictures of the backup/);
  });
});
