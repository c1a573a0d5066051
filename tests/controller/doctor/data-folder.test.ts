import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lookAtDataFolder } from "../../../controller/doctor/data-folder.ts";
import { lockDataFolder, openInfoBase, queueBatch } from "../../../controller/infobase/index.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-doctor-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function findings(subject: string) {
  const look = await lookAtDataFolder(folder);
  return look.findings.filter((finding) => finding.subject === subject);
}

test("a data folder that is not there is not made", async () => {
  const missing = join(folder, "deep", "data");
  const { findings: found } = await lookAtDataFolder(missing);
  expect(found.map(({ state }) => state)).toEqual(["fine", "unchecked"]);
  expect(existsSync(join(folder, "deep"))).toBe(false);
});

test("a sound information base is whole, and its newest batch is known", async () => {
  const base = openInfoBase(folder);
  queueBatch(base, { line: "rockwell", order: { blocks: [] }, workflowVersion: 1 });
  base.close();
  const { findings: found, recorded } = await lookAtDataFolder(folder);
  expect(found.find(({ subject }) => subject === "information base")?.found).toMatch(
    /^whole, schema \d+, 1 batches$/,
  );
  expect(Math.abs(Date.now() - (recorded?.getTime() ?? 0))).toBeLessThan(60_000);
});

test("a file that is no database, a torn one and one of a newer program are wrong, and left as they are", async () => {
  const file = join(folder, "hardlab.sqlite");
  writeFileSync(file, "this is no database, whatever its name says".repeat(100));
  expect(await findings("information base")).toMatchObject([
    { state: "wrong", remedy: expect.stringContaining("backup") },
  ]);
  rmSync(file);
  const base = openInfoBase(folder);
  base.pragma("user_version = 9999");
  base.pragma("wal_checkpoint(TRUNCATE)");
  base.close();
  expect(await findings("information base")).toMatchObject([
    {
      state: "wrong",
      found: expect.stringContaining("schema 9999"),
      remedy: "use the newer hardlab that wrote it",
    },
  ]);
  const again = openBaseOfThisSchema();
  truncateSync(again, 8192);
  expect(await findings("information base")).toMatchObject([{ state: "wrong" }]);
});

function openBaseOfThisSchema(): string {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  openInfoBase(folder).close();
  return join(folder, "hardlab.sqlite");
}

test("a controller at work is named, and not disturbed", async () => {
  openInfoBase(folder).close();
  const lock = lockDataFolder(folder);
  const { controller } = await lookAtDataFolder(folder);
  expect(controller).toBe(`the controller of process ${process.pid}`);
  lock.release();
  expect((await lookAtDataFolder(folder)).controller).toBeUndefined();
});
