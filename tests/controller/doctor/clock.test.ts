import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lookAtClock } from "../../../controller/doctor/clock.ts";

const NOW = new Date("2026-11-25T10:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

test("a clock that has passed every file and record is fine", () => {
  expect(lookAtClock(NOW, ["not-there"], later(-5))).toMatchObject([{ state: "fine" }]);
});

test("a year that cannot be, a file or a record of the future are wrong", () => {
  expect(lookAtClock(new Date("1970-01-03T00:00:00Z"), [], undefined)).toMatchObject([{ state: "wrong" }]);
  expect(lookAtClock(NOW, [], later(5))).toMatchObject([
    { state: "wrong", found: expect.stringContaining("newest record") },
  ]);
  const folder = mkdtempSync(join(tmpdir(), "hardlab-clock-"));
  const file = join(folder, "lab.yaml");
  writeFileSync(file, "");
  utimesSync(file, later(5), later(5));
  expect(lookAtClock(NOW, [file], undefined)).toMatchObject([
    { state: "wrong", found: expect.stringContaining(file) },
  ]);
  utimesSync(file, later(1), later(1));
  expect(lookAtClock(NOW, [file], undefined)).toMatchObject([{ state: "fine" }]);
  rmSync(folder, { recursive: true });
});
