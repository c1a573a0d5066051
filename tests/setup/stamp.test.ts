import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addonPath } from "../../.setup/opencv-cache.mjs";
import { describeMachine, readStamp, sameStamp, writeStamp } from "../../.setup/stamp.mjs";

const debian = { versions: { "libopencv-dev": "4.6.0" } };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hardlab-stamp-"));
  mkdirSync(dirname(addonPath(root)), { recursive: true });
  writeFileSync(addonPath(root), "compiled");
  writeFileSync(join(root, "package-lock.json"), "{}");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const isFresh = (now = describeMachine(root, debian)) => sameStamp(readStamp(root), now);

test("without a stamp the modules are to be checked", () => {
  expect(isFresh()).toBe(false);
});

test("a machine that did not change need not be checked again", () => {
  writeStamp(root, describeMachine(root, debian));
  expect(isFresh()).toBe(true);
});

test("a changed lock file, addon or OpenCV is checked again", () => {
  writeStamp(root, describeMachine(root, debian));
  expect(isFresh(describeMachine(root, { versions: { "libopencv-dev": "4.6.1" } }))).toBe(false);
  writeFileSync(addonPath(root), "cut");
  expect(isFresh()).toBe(false);
  writeStamp(root, describeMachine(root, debian));
  writeFileSync(join(root, "package-lock.json"), "{ }");
  expect(isFresh()).toBe(false);
});

test("a stamp cut short counts as none", () => {
  writeStamp(root, describeMachine(root, debian));
  writeFileSync(join(root, "node_modules", ".hardlab-set-up.json"), '{"lock":');
  expect(isFresh()).toBe(false);
});
