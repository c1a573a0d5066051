import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A temporary folder whose `bin` stands first on PATH, for commands that must not really run in a test. */
export interface FakeCommands {
  readonly folder: string;
  /** Puts a shell script in place of a command. */
  write(name: string, script: string): void;
  remove(): void;
}

export function fakeCommands(): FakeCommands {
  const folder = mkdtempSync(join(tmpdir(), "hardlab-set-up-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const pathBefore = process.env.PATH;
  process.env.PATH = [bin, pathBefore].join(delimiter);
  return {
    folder,
    write(name, script) {
      const path = join(bin, name);
      writeFileSync(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
    },
    remove() {
      process.env.PATH = pathBefore;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
