import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeEnd, elapsed, runLogged } from "../../.setup/long-step.mjs";
import { SetUpError } from "../../.setup/set-up-error.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-step-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (script: string) =>
  runLogged({ command: "sh", args: ["-c", script], logPath: join(folder, "logs", "step.log") });

test("durations are told as people say them", () => {
  expect([400, 59_400, 60_000, 365_000].map(elapsed)).toEqual(["0 s", "59 s", "1 min 0 s", "6 min 5 s"]);
});

test("a command's words go to the log and its status comes back", async () => {
  expect(await run("echo to stdout; echo to stderr >&2; exit 3")).toEqual({ outcome: "ended", status: 3 });
  expect(readFileSync(join(folder, "logs", "step.log"), "utf8")).toBe("to stdout\nto stderr\n");
});

test("a killed command and one that is not there are told apart", async () => {
  expect(describeEnd(await run("kill -9 $$"))).toBe("was killed by SIGKILL");
  const absent = await runLogged({ command: "no-such-command", args: [], logPath: join(folder, "log") });
  expect(describeEnd(absent)).toBe("is not installed");
});

test("an error tells what to do and ends with the end of the log", async () => {
  await run("seq 1 30");
  const logPath = join(folder, "logs", "step.log");
  const report = new SetUpError("counting failed", { todo: "Count again.", logPath }).report();
  expect(report).toContain("set-up FAILED: counting failed\n  what to do: Count again.\n");
  expect(report).toContain(`full log: ${logPath}`);
  expect(report.split("\n").slice(-2)).toEqual(["  | 29", "  | 30"]);
  expect(report).not.toContain("| 15\n");
});
