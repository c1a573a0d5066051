/** The real command-line program in a child process, and what it needs around it. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { type Lab, readLabFile } from "../../../devices/index.ts";

const MAIN = fileURLToPath(new URL("../../../controller/cli/main.ts", import.meta.url));
const DEFAULT_LAB = fileURLToPath(new URL("../../../calibration-data/labs/default.yaml", import.meta.url));
const SMALL_DISK = fileURLToPath(new URL("./small-disk.ts", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `hardlab WORDS`; with `diskPages` every SQLite file it writes may have so many pages and no more. */
export function hardlab(words: readonly string[], options: { diskPages?: number } = {}): Promise<Ended> {
  const { diskPages } = options;
  const child = spawn(
    process.execPath,
    [...(diskPages === undefined ? [] : ["--import", SMALL_DISK]), MAIN, ...words],
    { env: { ...process.env, SMALL_DISK_PAGES: String(diskPages ?? "") } },
  );
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, stdout, stderr }));
  });
}

export interface TestFolder {
  readonly path: string;
  /** Writes a file into it and returns its path. */
  write(name: string, content: string | Uint8Array): string;
  /** A lab file: the default lab, changed. */
  writeLab(change: (lab: Omit<Lab, "file">) => void): string;
  remove(): void;
}

export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), "hardlab-cli-"));
  const write = (name: string, content: string | Uint8Array) => {
    writeFileSync(join(path, name), content);
    return join(path, name);
  };
  return {
    path,
    write,
    writeLab(change) {
      const { file: _, ...lab } = readLabFile(DEFAULT_LAB);
      if (lab.virtual !== undefined)
        lab.virtual.physical = fileURLToPath(
          new URL("../../../calibration-data/trial-2023/physical.yaml", import.meta.url),
        );
      change(lab);
      return write("lab.yaml", stringify(lab));
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A program that has a port and answers nothing. */
export async function takePort(): Promise<{ port: number; free(): Promise<void> }> {
  // What is not read never ends, and the port would not be free again.
  const server: Server = createServer((socket) => socket.on("error", () => undefined).resume());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the port's number is not known");
  return { port: address.port, free: () => new Promise((closed) => server.close(() => closed())) };
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const { port, free } = await takePort();
  await free();
  return port;
}
