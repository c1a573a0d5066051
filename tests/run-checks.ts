/**
 * Runs every check of the project and says how each ended and how long it took (`npm test`). A failed check does not
 * keep the others from running; any failure makes the whole fail. Arguments go to vitest: `npm test -- tests/ledger`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/** Scripts of package.json that read the code without running it. */
const READING_CHECKS = ["lint", "types", "arrows", "dead"] as const;

interface CheckEnd {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
}

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
});

function runScript(name: string, args: readonly string[], shown: boolean): CheckEnd & { output: string } {
  const startedMs = performance.now();
  const run = spawnSync("npm", ["run", "--silent", name, "--", ...args], {
    encoding: "utf8",
    stdio: shown ? "inherit" : "pipe",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.error !== undefined) throw run.error;
  const output = `${run.stdout ?? ""}${run.stderr ?? ""}`.trim();
  return { name, passed: run.status === 0, seconds: (performance.now() - startedMs) / 1000, output };
}

const line = ({ name, passed, seconds }: CheckEnd) =>
  `${passed ? "✓" : "✗"} ${name.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s`;

/** Counts of the vitest report, or undefined when vitest ended without writing one. */
function readReport(path: string): z.infer<typeof reportSchema> | undefined {
  try {
    return reportSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    console.error(`vitest left no report that can be read: ${String(error)}`);
    return undefined;
  }
}

const ends: CheckEnd[] = [];
for (const name of READING_CHECKS) {
  const end = runScript(name, [], false);
  console.log(line(end));
  if (!end.passed) console.log(end.output.replace(/^/gm, "    "));
  ends.push(end);
}

const folder = mkdtempSync(join(tmpdir(), "hardlab-checks-"));
const reportPath = join(folder, "vitest.json");
const vitest = runScript(
  "vitest",
  ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath}`, ...process.argv.slice(2)],
  true,
);
const report = readReport(reportPath);
rmSync(folder, { recursive: true, force: true });
const ranTests = report !== undefined && report.numPassedTests + report.numFailedTests > 0;
ends.push({ ...vitest, passed: vitest.passed && ranTests });

console.log(ends.map(line).join("\n"));
const failed = ends.filter(({ passed }) => !passed).map(({ name }) => name);
if (failed.length > 0) {
  console.log(`FAILED: ${failed.join(", ")}`);
  process.exitCode = 1;
}
if (report !== undefined)
  console.log(
    `tests: ${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests + report.numTodoTests} skipped`,
  );
