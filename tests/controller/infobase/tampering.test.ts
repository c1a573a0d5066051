import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  auditHead,
  FILE_NAME,
  openInfoBaseForReading,
  recordAudited,
  verifyDataFolder,
} from "../../../controller/infobase/index.ts";
import { type RecordedLab, recordedLab } from "./recorded-lab.ts";

let lab: RecordedLab;
beforeEach(() => {
  lab = recordedLab();
  lab.addBlock({ serial: "2007-101", means: [61.1, 61.2, 61.3, 61.2, 61.2] });
  lab.addBlock({ serial: "2007-102", means: [55.1, 55.2, 55.3, 55.2, 55.2] });
});
afterEach(() => lab.close());

async function proof() {
  const base = openInfoBaseForReading(lab.dataDir);
  try {
    return await verifyDataFolder(base, lab.dataDir);
  } finally {
    base.close();
  }
}

describe("records that nobody touched", () => {
  it("hold, beside a connection that writes", async () => {
    expect(await proof()).toMatchObject({ ok: true, first: null, images: 1 });
  });

  it("enter themselves, each with who did it", () => {
    const actors = lab.base
      .prepare("SELECT DISTINCT actor FROM audit WHERE subject = 'steering'")
      .pluck()
      .all();
    expect(actors).toEqual(["李伟"]);
    expect(lab.base.prepare("SELECT name FROM person").pluck().all()).toEqual(["李伟"]);
  });

  it("take in deeds that are no rows, and prove them", async () => {
    recordAudited(lab.base, {
      actor: "李伟",
      action: "signedIn",
      subject: "session",
      key: "1",
      content: { b: 1, a: 2 },
    });
    expect(await proof()).toMatchObject({ ok: true });
    lab.tamper((raw) => raw.exec("UPDATE audit SET content = '{\"a\":3,\"b\":1}' WHERE subject = 'session'"));
    expect((await proof()).first).toMatchObject({ table: "audit", what: "changed" });
  });
});

describe("the guards of the file", () => {
  it.each([
    "UPDATE job SET outcome = '{}' WHERE sequence = 1",
    "DELETE FROM job WHERE sequence = 1",
    "UPDATE verdict SET outcome = 'passed'",
    "DELETE FROM reading",
    "UPDATE indentation SET value = 1",
    "DELETE FROM block_record",
    "UPDATE steering SET ordered_by = 'another'",
    "UPDATE batch SET batch_order = '{}'",
    "DELETE FROM image",
    "UPDATE audit SET actor = 'another'",
    "DELETE FROM audit",
  ])("refuse %s", (sql) => {
    expect(() => lab.base.exec(sql)).toThrow(/never (changed|deleted)/);
  });

  it("taken out are missed", async () => {
    lab.tamper(() => undefined);
    expect(await proof()).toMatchObject({ ok: true });
    lab.base.exec("DROP TRIGGER keep_job");
    expect((await proof()).first).toMatchObject({
      table: "sqlite_schema",
      key: "keep_job",
      what: "guard changed",
    });
  });
});

describe("whoever tampers with the file is found:", () => {
  it("one byte of a text flipped in the file itself", async () => {
    lab.base.pragma("wal_checkpoint(TRUNCATE)");
    const file = join(lab.dataDir, FILE_NAME);
    const bytes = readFileSync(file);
    const at = bytes.indexOf('"hardness":55.3');
    expect(at).toBeGreaterThan(0);
    bytes.write("9", at + '"hardness":55.'.length);
    writeFileSync(file, bytes);
    const { ok, first } = await proof();
    expect(ok).toBe(false);
    expect(first?.what).toBe("changed");
    expect(["reading", "job"]).toContain(first?.table);
    expect(first?.sequence).toBeGreaterThan(0);
    expect(first?.text).toMatch(/entry \d+ of 20/);
  });

  it("a value edited", async () => {
    lab.tamper((raw) => raw.exec("UPDATE indentation SET value = 61.25 WHERE verdict = 1 AND position = 3"));
    const { first, breaks } = await proof();
    expect(first).toMatchObject({ table: "indentation", key: "[1,3]", what: "changed" });
    expect(breaks).toHaveLength(1);
  });

  it("a record edited", async () => {
    lab.tamper((raw) => raw.exec("UPDATE block_record SET outcome = 'rejected' WHERE serial = '2007-102'"));
    expect((await proof()).first).toMatchObject({
      table: "block_record",
      key: '["B-0001","2007-102",1]',
      what: "changed",
    });
  });

  it("an order given by somebody else now", async () => {
    lab.tamper((raw) => raw.exec("UPDATE steering SET ordered_by = '王芳'"));
    expect((await proof()).first).toMatchObject({ table: "steering", key: "1", what: "changed" });
  });

  it("a row deleted", async () => {
    lab.tamper((raw) => raw.exec("DELETE FROM reading WHERE verdict = 2 AND position = 5"));
    expect((await proof()).first).toMatchObject({
      table: "reading",
      key: '[2,5,"hardness"]',
      what: "deleted",
    });
  });

  it("a row slipped in", async () => {
    lab.tamper((raw) =>
      raw.exec("INSERT INTO indentation VALUES (1, 6, 'counted', 'yes', 1, 1, NULL, 61.2, '', NULL)"),
    );
    expect((await proof()).first).toMatchObject({
      table: "indentation",
      key: "[1,6]",
      what: "added without audit",
    });
  });

  it("an entry of the trail taken out of its middle, and one changed", async () => {
    lab.tamper((raw) => raw.exec("DELETE FROM audit WHERE sequence = 5"));
    expect((await proof()).first).toMatchObject({ table: "audit", what: "deleted", sequence: 6 });
  });

  it("an entry changed to fit an edited row", async () => {
    lab.tamper((raw) => {
      raw.exec("UPDATE audit SET actor = '王芳' WHERE subject = 'steering'");
    });
    expect((await proof()).first).toMatchObject({ table: "audit", what: "changed" });
  });

  it("a picture changed, and one gone", async () => {
    writeFileSync(lab.picture, new Uint8Array(2_000).fill(8));
    expect((await proof()).first).toMatchObject({ table: "image", what: "image changed" });
    rmSync(lab.picture);
    expect((await proof()).first).toMatchObject({ table: "image", what: "image missing" });
  });

  it("the tail cut off together with its rows, by the head known outside", async () => {
    const head = auditHead(lab.base)?.sequence ?? 0;
    lab.tamper((raw) => {
      raw.pragma("foreign_keys = OFF");
      const first = Number(
        raw
          .prepare("SELECT sequence FROM audit WHERE subject = 'job' AND key LIKE '%2007-102/indent/1#1'")
          .pluck()
          .get(),
      );
      raw.exec(`DELETE FROM audit WHERE sequence >= ${first};
        DELETE FROM reading WHERE verdict = 2; DELETE FROM indentation WHERE verdict = 2; DELETE FROM verdict WHERE id = 2;
        DELETE FROM block WHERE serial = '2007-102'; DELETE FROM block_record WHERE serial = '2007-102';
        DELETE FROM job WHERE key LIKE '%2007-102%'`);
    });
    const { first, breaks } = await proof();
    expect(first).toMatchObject({ table: "audit", key: String(head), what: "trail cut off", sequence: head });
    expect(breaks).toHaveLength(1);
    // Whoever also changes the note beside the file is found only by a head kept elsewhere.
    rmSync(join(lab.dataDir, "audit-head.json"));
    expect(await proof()).toMatchObject({ ok: true });
    const base = openInfoBaseForReading(lab.dataDir);
    const elsewhere = {
      head: { sequence: head, at: "", hash: "00".repeat(32) },
      where: "the quality manager",
    };
    expect((await verifyDataFolder(base, lab.dataDir, [elsewhere])).first?.what).toBe("trail cut off");
    base.close();
  });
});
