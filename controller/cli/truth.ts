import { resolve } from "node:path";
import { controllerIdentity, openInfoBaseForReading } from "../infobase/index.ts";
import { readTruth } from "../lab/virtual-lab.ts";
import { compareTruth } from "../trial/index.ts";

/** Exit status 0 when record and truth agree, 2 when they do not. */
export async function truth(options: { readonly data: string; readonly json?: boolean }): Promise<void> {
  const dataDir = resolve(options.data);
  const base = openInfoBaseForReading(dataDir);
  const comparison = compareTruth(base, controllerIdentity(base), readTruth(dataDir));
  base.close();
  const { blocks, indentations, ...lists } = comparison;
  if (options.json === true) process.stdout.write(`${JSON.stringify(comparison)}\n`);
  else {
    process.stdout.write(`${blocks} blocks on record, ${indentations} indentations in the world.\n`);
    for (const [name, list] of Object.entries(lists)) {
      process.stdout.write(`${name}: ${list.length === 0 ? "none" : list.length}\n`);
      for (const finding of list) process.stdout.write(`  - ${finding}\n`);
    }
  }
  process.exitCode = Object.values(lists).every((list) => list.length === 0) ? 0 : 2;
}
