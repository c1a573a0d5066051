import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";

/** Each forbidden import, and the rule that must name it. */
const FORBIDDEN = [
  ["hmi/page.ts", "../controller/api.ts", "page-knows-http-only"],
  ["workflows/block.ts", "../controller/ledger/index.ts", "workflows-know-perform-only"],
  ["workflows/tray.ts", "../devices/index.ts", "workflows-know-perform-only"],
  ["workflows/line.ts", "node:timers/promises", "no-effects-in-machines"],
  ["vision/look.ts", "../devices/virtual/render/index.ts", "virtual-lab-is-another-lab"],
  ["vision/plan.ts", "../controller/metrology/index.ts", "vision-knows-images-only"],
  ["vision/send.ts", "node:net", "no-sockets-in-pure-rooms"],
  ["vision/keep.ts", "better-sqlite3", "no-sockets-in-pure-rooms"],
  ["controller/metrology/table.ts", "node:fs", "no-effects-in-machines"],
  ["controller/metrology/judge.ts", "../ledger/index.ts", "metrology-stands-alone"],
  ["controller/metrology/rows.ts", "better-sqlite3", "no-sockets-in-pure-rooms"],
  ["controller/cli/trial.ts", "../../devices/virtual/index.ts", "virtual-lab-is-another-lab"],
  ["controller/cli/report.ts", "better-sqlite3", "sql-in-its-rooms"],
  ["controller/cli/look.ts", "opencv4nodejs", "native-images-in-vision"],
  ["controller/cli/store.ts", "../ledger/rows.ts", "door-of-controller-ledger"],
  ["controller/cli/wire.ts", "modbus-serial", "transports-in-links"],
  ["controller/cli/check.ts", "../../tests/fake.ts", "no-tests-in-the-product"],
  ["controller/lab/virtual-lab.ts", "../../devices/virtual/world/truth.ts", "virtual-lab-by-its-door"],
  ["controller/lab/renders.ts", "../../devices/virtual/world/truth.ts", "renderer-by-its-door"],
  ["devices/drivers/arm.ts", "../virtual/index.ts", "drivers-meet-devices-on-the-wire"],
  ["devices/drivers/tester.ts", "../../controller/metrology/index.ts", "devices-know-no-blocks"],
  ["devices/wire/frame.ts", "../index.ts", "wire-is-the-bottom"],
  ["devices/virtual/shell/serve.ts", "../world/truth.ts", "shell-knows-no-blocks"],
  ["devices/virtual/render/draw.ts", "../world/truth.ts", "renderer-stands-alone"],
  ["setup.mjs", "yaml", "set-up-stands-alone"],
  ["controller/gone.ts", "./nowhere.ts", "no-dead-ends"],
] as const;

/** Imports that must pass. */
const ALLOWED = [
  ["controller/lab/start.ts", "../ledger/index.ts"],
  ["controller/lab/virtual-lab.ts", "../../devices/virtual/index.ts"],
  ["controller/lab/renders.ts", "../../devices/virtual/render/index.ts"],
  ["controller/ledger/open.ts", "better-sqlite3"],
  ["devices/links/modbus.ts", "modbus-serial"],
  ["vision/image.ts", "opencv4nodejs"],
] as const;

const ROOT = new URL("../..", import.meta.url).pathname;
const cruiseSchema = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  folder = undefined;
});

/** Lays out a project of imports alone and lets dependency-cruiser judge it by the project's own rules. */
function judge(imports: readonly (readonly [string, string, ...string[]])[], what = "") {
  folder = mkdtempSync(join(tmpdir(), "arrows-"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const files = new Map<string, string>();
  for (const [from, to] of imports) {
    files.set(from, `${files.get(from) ?? ""}import ${what}"${to}";\n`);
    const target = join(dirname(from), to);
    if (to.startsWith(".") && !to.includes("nowhere")) files.set(target, files.get(target) ?? "");
  }
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const depcruise = join(ROOT, "node_modules", ".bin", "depcruise");
  const run = spawnSync(
    process.execPath,
    [depcruise, "--config", join(ROOT, ".dependency-cruiser.mjs"), "-T", "json", "."],
    { cwd: folder, encoding: "utf8" },
  );
  expect(run.stderr).toBe("");
  const { violations } = cruiseSchema.parse(JSON.parse(run.stdout)).summary;
  return violations.map(({ from, rule }) => `${from}: ${rule.name}`);
}

test("every forbidden import is found and named by its rule", () => {
  const found = judge(FORBIDDEN);
  for (const [from, , rule] of FORBIDDEN) expect(found).toContain(`${from}: ${rule}`);
});

test("a type import counts as an arrow too", () => {
  const found = judge([["workflows/step.ts", "../controller/lab.ts"]], "type { Lab } from ");
  expect(found).toContain("workflows/step.ts: workflows-know-perform-only");
});

test("two files that need each other are found", () => {
  expect(
    judge([
      ["controller/lab/a.ts", "./b.ts"],
      ["controller/lab/b.ts", "./a.ts"],
    ]),
  ).toContain("controller/lab/a.ts: no-cycles");
});

test("the arrows of the design pass", () => {
  expect(judge(ALLOWED)).toEqual([]);
});
