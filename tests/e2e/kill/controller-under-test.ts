/**
 * A controller that dies on purpose: runs the trial's tray and kills itself, the virtual lab or both where the plan says.
 * Kills that were carried out are noted in DATA/killed.jsonl first, so that the next start goes on with the rest.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { runTrial } from "../../../controller/trial/index.ts";
import { readLabFile } from "../../../devices/index.ts";
import type { JobRequest } from "../../../workflows/index.ts";
import { type Kill, killSchema } from "./plan.ts";

const { values } = parseArgs({
  options: {
    data: { type: "string" },
    kills: { type: "string", default: "[]" },
    blocks: { type: "string", default: "2" },
    seed: { type: "string", default: "1" },
    speed: { type: "string", default: "2000" },
  },
});
const dataDir = z.string().parse(values.data);
const noteFile = join(dataDir, "killed.jsonl");
const carriedOut = existsSync(noteFile) ? readFileSync(noteFile, "utf8").trim().split("\n") : [];
const left = z
  .array(killSchema)
  .parse(JSON.parse(values.kills))
  .filter((kill) => !carriedOut.includes(JSON.stringify(kill)));

function jobOf(request: JobRequest): string | undefined {
  if (request.kind === "action") return request.command;
  return request.kind === "computation" ? request.name : undefined;
}

/** The lab may just be dead from the kill before; then this one waits for the next time its point is reached. */
function carryOut(kill: Kill): void {
  const lab = kill.victim === "controller" ? undefined : labPid();
  if (lab !== undefined && !isAlive(lab)) return;
  left.splice(left.indexOf(kill), 1);
  appendFileSync(noteFile, `${JSON.stringify(kill)}\n`);
  if (lab !== undefined) process.kill(lab, "SIGKILL");
  if (kill.victim !== "lab") process.kill(process.pid, "SIGKILL");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return false;
    throw error;
  }
}

function labPid(): number {
  const { pid } = z
    .object({ pid: z.number() })
    .parse(JSON.parse(readFileSync(join(dataDir, "virtual", "lab.json"), "utf8")));
  return pid;
}

try {
  const { report, truth } = await runTrial({
    lab: readLabFile("calibration-data/labs/default.yaml"),
    dataDir,
    speed: Number(values.speed),
    seed: Number(values.seed),
    blocks: Number(values.blocks),
    log: (line) => process.stderr.write(`${JSON.stringify(line)}\n`),
    onProgress: () => undefined,
    observe(point, _key, request) {
      const kill = left.find((planned) => planned.point === point && planned.job === jobOf(request));
      if (kill !== undefined) carryOut(kill);
    },
  });
  process.stdout.write(`${JSON.stringify({ truth, blocks: report.blocks })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
