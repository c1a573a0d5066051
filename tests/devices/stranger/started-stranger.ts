/** Starts the stranger, a device of another make in Python, as a process of its own. Its end is a power cut. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { z } from "zod";

/** Debian's own Python, for which the set-up installs python3-pymodbus. */
const PYTHON = "/usr/bin/python3";
const PROGRAM = new URL("main.py", import.meta.url).pathname;

const lineSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("listening"), port: z.number(), bootId: z.number() }),
  z.object({ event: z.enum(["measured", "engraved"]), controllerId: z.number(), jobNumber: z.number() }),
  z.object({ event: z.literal("obeyed"), word: z.string() }),
]);
type Line = z.infer<typeof lineSchema>;

export interface Stranger {
  readonly port: number;
  readonly bootId: number;
  /** Numbers of the jobs that were physically done, in order. */
  readonly done: readonly number[];
  /** Does to the device what a person might; resolves when it took effect. */
  tell(word: "freeze" | "beat" | "empty" | "full" | "manual" | "auto"): Promise<void>;
  powerCut(): Promise<void>;
}

export interface StrangerOptions {
  readonly kind: "stage" | "environment" | "marker";
  /** 0 or left out: a free one. */
  readonly port?: number;
  /** Time of a motion, s. */
  readonly seconds?: number;
  /** What a stage measures: length, width, thickness and offsets, mm. */
  readonly block?: readonly [number, number, number, number, number];
}

/** Resolves when the device listens; rejects with its last words when it ends before. */
export async function startStranger(options: StrangerOptions): Promise<Stranger> {
  const { kind, port = 0, seconds = 0.05, block = [64, 64, 10, 0, 0] } = options;
  const child = spawn(
    PYTHON,
    [PROGRAM, kind, "--port", String(port), "--seconds", String(seconds), "--block", block.join(",")],
    { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } },
  );
  const ended = once(child, "exit");
  const done: number[] = [];
  const waiting: { readonly event: Line["event"]; readonly resolve: (line: Line) => void }[] = [];
  const nextOf = (event: Line["event"]) =>
    new Promise<Line>((resolve) => void waiting.push({ event, resolve }));
  let words = "";
  child.stderr.on("data", (chunk) => {
    words += chunk;
  });
  createInterface(child.stdout).on("line", (text) => {
    const line = lineSchema.parse(JSON.parse(text));
    if ("jobNumber" in line) done.push(line.jobNumber);
    const at = waiting.findIndex(({ event }) => event === line.event);
    if (at !== -1) waiting.splice(at, 1)[0]?.resolve(line);
  });
  const first = await Promise.race([nextOf("listening"), ended]);
  if (!("event" in first) || first.event !== "listening")
    throw new Error(`${PYTHON} ${PROGRAM} did not start (the set-up installs python3-pymodbus):\n${words}`);
  return {
    port: first.port,
    bootId: first.bootId,
    done,
    async tell(word) {
      const obeyed = nextOf("obeyed");
      child.stdin.write(`${word}\n`);
      await obeyed;
    },
    async powerCut() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
