/** Runs a tray to its end through a list of kills, starting the dead anew each time. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { stopVirtualLab } from "../../../controller/lab/virtual-lab.ts";
import type { Kill } from "./plan.ts";

const truthSchema = z.object({
  blocks: z.number(),
  indentations: z.number(),
  missing: z.array(z.string()),
  doubled: z.array(z.string()),
  misattributed: z.array(z.string()),
  misplaced: z.array(z.string()),
  invented: z.array(z.string()),
});
const resultSchema = z.object({ truth: truthSchema, blocks: z.number() });

export interface CampaignResult {
  readonly truth: z.infer<typeof truthSchema>;
  readonly blocks: number;
  /** Times the controller was started. */
  readonly starts: number;
  readonly killed: readonly string[];
}

export interface CampaignOptions {
  readonly blocks: number;
  readonly seed: number;
  readonly kills: readonly Kill[];
  /** Node options for the controller, such as a loader that plants a bug. */
  readonly nodeOptions?: readonly string[];
  /** Called once a start; may kill whatever it likes until the child has ended. */
  readonly meanwhile?: (controller: ChildProcess, dataDir: string) => void;
}

const PROGRAM = new URL("controller-under-test.ts", import.meta.url).pathname;
const MOST_STARTS = 200;

/** Throws with the controller's last words when it ends in any other way than finished or killed. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const dataDir = mkdtempSync(join(tmpdir(), "hardlab-kill-"));
  try {
    for (let starts = 1; starts <= MOST_STARTS; starts++) {
      const { code, signal, out, err } = await runOnce(options, dataDir);
      if (signal === "SIGKILL") continue;
      if (code !== 0) throw new Error(`the controller ended with status ${code}:\n${err.slice(-3_000)}`);
      const result = resultSchema.parse(JSON.parse(out.trim().split("\n").at(-1) ?? ""));
      return { ...result, starts, killed: notes(dataDir) };
    }
    throw new Error(`not finished after ${MOST_STARTS} starts; killed: ${notes(dataDir).join(", ")}`);
  } finally {
    await stopVirtualLab(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function notes(dataDir: string): string[] {
  const file = join(dataDir, "killed.jsonl");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

function runOnce({ blocks, seed, kills, nodeOptions = [], meanwhile }: CampaignOptions, dataDir: string) {
  return new Promise<{ code: number | null; signal: NodeJS.Signals | null; out: string; err: string }>(
    (resolve, reject) => {
      const child = spawn(
        process.execPath,
        [
          ...nodeOptions,
          PROGRAM,
          ...["--data", dataDir, "--blocks", String(blocks), "--seed", String(seed)],
          ...["--kills", JSON.stringify(kills)],
        ],
        {
          stdio: ["ignore", "pipe", "pipe"],
          // A hundred starts: what the libraries compile to is kept between them.
          env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "hardlab-compiled") },
        },
      );
      let out = "";
      let err = "";
      child.stdout.on("data", (chunk) => {
        out += chunk;
      });
      child.stderr.on("data", (chunk) => {
        err += chunk;
      });
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve({ code, signal, out, err }));
      meanwhile?.(child, dataDir);
    },
  );
}
