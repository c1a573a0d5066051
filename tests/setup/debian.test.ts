import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  DEBIAN_PACKAGES,
  installDebianPackages,
  isLocked,
  readDebianPackages,
  sortPackages,
} from "../../.setup/debian.mjs";
import { type FakeCommands, fakeCommands } from "./fake-commands.ts";

let fake: FakeCommands;
beforeEach(() => {
  fake = fakeCommands();
  vi.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  fake.remove();
  vi.restoreAllMocks();
});

const asRoot = () => vi.spyOn(process, "getuid").mockReturnValue(0);
const calls = () => {
  const path = join(fake.folder, "calls");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
};
/** Notes what apt-get was asked to do (its first word that is no option), then goes on with `rest`. */
const aptGet = (rest: string) =>
  fake.write(
    "apt-get",
    `echo "$DEBIAN_FRONTEND $*" >> "${join(fake.folder, "calls")}"\nn=$(wc -l < "${join(fake.folder, "calls")}")\n${rest}`,
  );

test("a package that dpkg has removed, half installed or never seen is missing", () => {
  const dpkg =
    "g++ installed 4:12.2.0-3\nmake config-files 4.3\nchromium half-installed 1\nother installed 1\n";
  const { missing, versions } = sortPackages(["g++", "make", "chromium", "python3"], dpkg);
  expect(missing).toEqual(["make", "chromium", "python3"]);
  expect(versions["g++"]).toBe("4:12.2.0-3");
});

test("what dpkg-query prints is what is sorted", () => {
  fake.write(
    "dpkg-query",
    `printf 'make installed 4.3-4.1\\n'; echo 'no packages found matching g++' >&2; exit 1`,
  );
  const found = readDebianPackages();
  expect(found.isDebian).toBe(true);
  expect(found.versions.make).toBe("4.3-4.1");
  expect(found.missing).not.toContain("make");
  expect(found.missing).toContain("libopencv-dev");
});

test("what the tests' stranger imports is installed, and said to be for tests only", () => {
  for (const name of ["python3-pymodbus", "python3-serial-asyncio"] as const)
    expect(DEBIAN_PACKAGES[name]).toMatch(/^tests only/);
  expect(DEBIAN_PACKAGES.python3).toBeDefined();
});

test("apt installs without recommended packages and without asking", async () => {
  asRoot();
  aptGet("exit 0");
  await installDebianPackages(["make"], fake.folder, 1);
  expect(calls()).toHaveLength(2);
  expect(calls()[0]).toMatch(/^noninteractive .*update$/);
  expect(calls()[1]).toMatch(/DPkg::Lock::Timeout=\d+ install -y --no-install-recommends make$/);
});

test("a failed apt is tried once more", async () => {
  asRoot();
  aptGet(`[ "$n" -gt 1 ]`);
  await installDebianPackages(["make"], fake.folder, 1);
  expect(calls()).toHaveLength(3);
});

test("apt that fails twice is an error with its log and the command to run by hand", async () => {
  asRoot();
  aptGet("echo 'E: Unable to fetch some archives'; exit 100");
  const failure = installDebianPackages(["make"], fake.folder, 1);
  await expect(failure).rejects.toMatchObject({
    message: "apt-get update ended with status 100",
    logPath: join(fake.folder, "apt.log"),
    todo: expect.stringContaining("apt-get install -y --no-install-recommends make"),
  });
  expect(calls()).toHaveLength(2);
});

test("another apt at work is waited for, not counted as a failure", async () => {
  asRoot();
  aptGet(
    `[ "$n" -gt 4 ] || { echo 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1'; exit 100; }`,
  );
  await installDebianPackages(["make"], fake.folder, 1);
  expect(calls()).toHaveLength(6);
});

test("someone who is not root is told what to run, and nothing is run", async () => {
  vi.spyOn(process, "getuid").mockReturnValue(1000);
  aptGet("exit 0");
  await expect(installDebianPackages(["make"], fake.folder, 1)).rejects.toMatchObject({
    message: expect.stringContaining("only root"),
    todo: expect.stringContaining("sudo"),
  });
  expect(calls()).toEqual([]);
});

test("apt's words for a held lock are known", () => {
  expect(isLocked("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt)")).toBe(
    true,
  );
  expect(isLocked("E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend)")).toBe(true);
  expect(isLocked("E: Unable to locate package libopencv-dev")).toBe(false);
});
