/** How long a backup takes beside a controller that writes, and what it costs that one. */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { backUp } from "../../controller/infobase/index.ts";

/** As long as a commit's times are taken without a backup. */
const ALONE_MS = 5_000;
const tookSchema = z.array(z.number());

/** Ratio of a commit's median time during the backup to that before; the backup's own proof counts as backup. */
export async function measureBackup(
  dataDir: string,
): Promise<{ backupS: number; overheadRatioDuringBackup: number }> {
  const folder = mkdtempSync(join(dirname(dataDir), "hardlab-backup-bench-"));
  const writer = fork(new URL("infobase-writer.ts", import.meta.url), [dataDir]);
  const next = () =>
    new Promise<number[]>((resolve) =>
      writer.once("message", (message) => resolve(tookSchema.parse(message))),
    );
  const times = () => {
    const answer = next();
    writer.send("times");
    return answer;
  };
  try {
    await next();
    await sleep(ALONE_MS);
    const alone = await times();
    const startedMs = performance.now();
    await backUp(dataDir, join(folder, "backup.sqlite"));
    const backupS = (performance.now() - startedMs) / 1_000;
    const meanwhile = await times();
    return {
      backupS: Number(backupS.toFixed(2)),
      overheadRatioDuringBackup: Number((median(meanwhile) / median(alone)).toFixed(2)),
    };
  } finally {
    const ended = new Promise((resolve) => writer.once("exit", resolve));
    writer.send("stop");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

const median = (took: readonly number[]): number =>
  took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? Number.NaN;
