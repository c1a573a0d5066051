import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openInfoBase } from "../../controller/infobase/index.ts";
import { Ledger, type LedgerOptions } from "../../controller/ledger/index.ts";
import type { FakeDevice } from "./shell-link.ts";

export interface Desk {
  /** A ledger as a newly started controller opens it; an earlier one counts as killed. */
  start(options?: Partial<LedgerOptions>): Ledger;
  readonly base: ReturnType<typeof openInfoBase>;
  remove(): void;
}

/** An information base in a new folder, and ledgers opened on it one after the other. */
export function desk(devices: Readonly<Record<string, FakeDevice>>): Desk {
  const folder = mkdtempSync(join(tmpdir(), "hardlab-ledger-"));
  const base = openInfoBase(folder);
  return {
    base,
    start: (options = {}) =>
      new Ledger({ base, speed: 1, devices, computations: {}, readSensors: async () => null, ...options }),
    remove() {
      base.close();
      for (const { shell } of Object.values(devices)) shell.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
