/** The controller's side of the vision child: one picture at a time, a new child when one dies, errors as values. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import {
  type Answer,
  type Asked,
  KINDS,
  type Kind,
  reportSchema,
  type VisionFailure,
  type VisionJob,
  type VisionReport,
} from "./jobs.ts";

export interface VisionOptions {
  /** Told when a child starts, dies, or is ended for taking too long. */
  readonly log?: (line: object) => void;
  /** Longest a picture may take, ms; default 30,000. The start of a child is not counted. */
  readonly timeLimitMs?: number;
  /** Program of the child; another than vision/child.ts only in tests. */
  readonly childPath?: string;
}

export interface VisionProcess {
  /** One picture of a block: outline, state, indentations, plan. Never rejects: whatever went wrong comes back as `{ error }`. */
  look(request: Asked<"look">, signal?: AbortSignal): Promise<Answer<"look"> | VisionFailure>;
  /** Which expected indentations are there. Never rejects. */
  compare(request: Asked<"compare">, signal?: AbortSignal): Promise<Answer<"compare"> | VisionFailure>;
  /** The diameters of a Brinell indentation, or why it cannot be measured. Never rejects. */
  measure(request: Asked<"measure">, signal?: AbortSignal): Promise<Answer<"measure"> | VisionFailure>;
  /** A small copy of a picture. Never rejects. */
  thumbnail(request: Asked<"thumbnail">, signal?: AbortSignal): Promise<Answer<"thumbnail"> | VisionFailure>;
  /** Process id of the living child, if there is one. */
  readonly childPid: number | undefined;
  /** Ends the child; whatever still waits is answered with an error. */
  close(): Promise<void>;
}

interface Waiting {
  readonly job: VisionJob;
  /** Times it was sent, and times a child began it: a child that was dead already costs no attempt. */
  sent: number;
  begun: number;
  readonly answer: (answer: unknown) => void;
}

const START_LIMIT_MS = 60_000;
const DEFAULT_TIME_LIMIT_MS = 30_000;
const ATTEMPTS = 2;
/** Sendings, begun or not, before a job is given up. */
const MOST_SENDINGS = 6;
const STDERR_KEPT = 2_000;

export function startVision(options: VisionOptions = {}): VisionProcess {
  return new VisionChildren(options);
}

class VisionChildren implements VisionProcess {
  readonly #log: (line: object) => void;
  readonly #timeLimitMs: number;
  readonly #childPath: string;
  readonly #queue: Waiting[] = [];
  #child: ChildProcess | undefined;
  #ready = false;
  #current: Waiting | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastStderr = "";
  #timedOut = false;
  #failedStarts = 0;
  #nextId = 1;
  #closed = false;

  constructor(options: VisionOptions) {
    this.#log = options.log ?? (() => undefined);
    this.#timeLimitMs = options.timeLimitMs ?? DEFAULT_TIME_LIMIT_MS;
    this.#childPath = options.childPath ?? fileURLToPath(new URL("./child.ts", import.meta.url));
    this.#start();
  }

  get childPid(): number | undefined {
    return this.#child?.pid;
  }

  look(request: Asked<"look">, signal?: AbortSignal): Promise<Answer<"look"> | VisionFailure> {
    return this.#ask("look", KINDS.look, request, signal);
  }

  compare(request: Asked<"compare">, signal?: AbortSignal): Promise<Answer<"compare"> | VisionFailure> {
    return this.#ask("compare", KINDS.compare, request, signal);
  }

  measure(request: Asked<"measure">, signal?: AbortSignal): Promise<Answer<"measure"> | VisionFailure> {
    return this.#ask("measure", KINDS.measure, request, signal);
  }

  thumbnail(request: Asked<"thumbnail">, signal?: AbortSignal): Promise<Answer<"thumbnail"> | VisionFailure> {
    return this.#ask("thumbnail", KINDS.thumbnail, request, signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const waiting = this.#current === undefined ? this.#queue : [this.#current, ...this.#queue];
    for (const one of waiting.splice(0)) one.answer(failure(one.job, "vision was closed"));
    this.#queue.length = 0;
    this.#current = undefined;
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
    child.kill("SIGKILL");
    await gone;
  }

  async #ask<Asking, Answering>(
    kind: Kind,
    { request, result }: { request: z.ZodType<{ imagePath: string }, Asking>; result: z.ZodType<Answering> },
    asked: Asking,
    signal: AbortSignal | undefined,
  ): Promise<Answering | VisionFailure> {
    const parsed = request.safeParse(asked);
    if (!parsed.success) return { error: `the ${kind} request is not valid: ${parsed.error.message}` };
    const job = { id: this.#nextId++, kind, request: parsed.data };
    const answer = await this.#await(job, signal);
    if (answer instanceof Failed) return { error: answer.message };
    const read = result.safeParse(answer);
    return read.success ? read.data : { error: `the vision child answered a ${kind} with something else` };
  }

  #await(job: VisionJob, signal: AbortSignal | undefined): Promise<unknown> {
    if (this.#closed) return Promise.resolve(failure(job, "vision was closed"));
    if (signal?.aborted) return Promise.resolve(failure(job, "given up before it began"));
    return new Promise((resolve) => {
      const giveUp = () => {
        const at = this.#queue.indexOf(waiting);
        if (at >= 0) this.#queue.splice(at, 1);
        waiting.answer(failure(job, "given up by the caller"));
      };
      const waiting: Waiting = {
        job,
        sent: 0,
        begun: 0,
        answer: (answer) => {
          signal?.removeEventListener("abort", giveUp);
          resolve(answer);
        },
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#queue.push(waiting);
      this.#next();
    });
  }

  #start(): void {
    this.#ready = false;
    this.#timedOut = false;
    this.#lastStderr = "";
    const child = fork(this.#childPath, [], {
      execPath: process.execPath,
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#child = child;
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#lastStderr = (this.#lastStderr + text).slice(-STDERR_KEPT);
    });
    child.on("message", (message: unknown) => this.#heard(message));
    child.on("error", (error) => {
      this.#lastStderr += error.message;
      this.#log({ vision: "child error", pid: child.pid, error: error.message });
      if (child.pid === undefined) this.#died(child, null, null);
    });
    child.once("close", (code, signal) => this.#died(child, code, signal));
    this.#timer = setTimeout(
      () => this.#endSlow(`did not start within ${START_LIMIT_MS} ms`),
      START_LIMIT_MS,
    );
    this.#log({ vision: "child started", pid: child.pid });
  }

  #next(): void {
    if (this.#closed || this.#current !== undefined) return;
    if (this.#child === undefined) {
      if (this.#queue.length > 0) this.#start();
      return;
    }
    if (!this.#ready) return;
    const waiting = this.#queue.shift();
    if (waiting === undefined) return;
    this.#current = waiting;
    waiting.sent++;
    this.#timer = setTimeout(
      () => this.#endSlow(`took longer than ${this.#timeLimitMs} ms`),
      this.#timeLimitMs,
    );
    this.#child.send(waiting.job, (error) => {
      if (error !== null) this.#log({ vision: "sending failed", error: error.message });
    });
  }

  #heard(message: unknown): void {
    const parsed = reportSchema.safeParse(message);
    if (!parsed.success) {
      this.#endSlow(`answered what is not an answer: ${parsed.error.message}`);
      return;
    }
    const report: VisionReport = parsed.data;
    if (report.report === "ready") {
      clearTimeout(this.#timer);
      this.#ready = true;
      this.#failedStarts = 0;
      this.#next();
      return;
    }
    const waiting = this.#current;
    if (waiting === undefined || report.id !== waiting.job.id) return;
    if (report.report === "begun") {
      waiting.begun++;
      return;
    }
    clearTimeout(this.#timer);
    this.#current = undefined;
    waiting.answer(report.report === "error" ? failure(waiting.job, report.error) : report.result);
    this.#next();
  }

  #endSlow(why: string): void {
    this.#timedOut = true;
    this.#lastStderr = why;
    this.#log({ vision: "child ended", pid: this.#child?.pid, why });
    this.#child?.kill("SIGKILL");
  }

  #died(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#child !== child) return;
    clearTimeout(this.#timer);
    this.#child = undefined;
    const neverReady = !this.#ready;
    this.#ready = false;
    if (this.#closed) return;
    const how = this.#timedOut
      ? this.#lastStderr
      : `died (${signal ?? `exit ${code}`}): ${this.#lastStderr.trim()}`;
    this.#log({ vision: "child died", pid: child.pid, code, signal, why: how });
    const waiting = this.#current;
    this.#current = undefined;
    if (waiting !== undefined) {
      if (waiting.begun < ATTEMPTS && waiting.sent < MOST_SENDINGS) this.#queue.unshift(waiting);
      else
        waiting.answer(
          failure(
            waiting.job,
            `the vision child ${how}, ${waiting.begun > 1 ? "twice" : `${waiting.sent} times`}`,
          ),
        );
    }
    if (neverReady && ++this.#failedStarts >= ATTEMPTS) {
      this.#failedStarts = 0;
      for (const one of this.#queue.splice(0))
        one.answer(failure(one.job, `the vision child cannot start: ${how}`));
    }
    this.#next();
  }
}

/** What went wrong, told apart from any answer. */
class Failed extends Error {}

function failure(job: VisionJob, why: string): Failed {
  return new Failed(`${job.kind} at ${job.request.imagePath}: ${why}`);
}
