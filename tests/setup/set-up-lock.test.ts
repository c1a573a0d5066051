import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { alone, take } from "../../.setup/set-up-lock.mjs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hardlab-lock-"));
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  vi.restoreAllMocks();
});

test("two set-ups of one folder work one after the other", async () => {
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push(`${name} ends`);
  };
  await Promise.all([alone(root, work("first")), alone(root, work("second"))]);
  expect(order).toEqual(["first begins", "first ends", "second begins", "second ends"]);
});

test("a set-up that fails leaves no lock behind", async () => {
  await expect(alone(root, () => Promise.reject(new Error("no room on the disk")))).rejects.toThrow(
    "no room",
  );
  expect(existsSync(join(root, ".hardlab", "set-up.lock"))).toBe(false);
});

test("the lock of a set-up that was killed is given up after a minute", () => {
  const lock = join(root, "set-up.lock");
  writeFileSync(lock, "");
  expect(take(lock)).toBe(false);
  const longAgo = new Date(Date.now() - 61_000);
  utimesSync(lock, longAgo, longAgo);
  expect(take(lock)).toBe(false);
  expect(take(lock)).toBe(true);
});
