/** A whole lab for one test: virtual lab in its own process, controller in this one, everything over real sockets. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { findBatch, listBlockRecords } from "../../controller/infobase/index.ts";
import { type RunningLab, startLab } from "../../controller/lab/start-lab.ts";
import { readTruth, stopVirtualLab } from "../../controller/lab/virtual-lab.ts";
import type { JobPoint, OpenQuestion } from "../../controller/ledger/index.ts";
import { compareTruth, trialOrder } from "../../controller/trial/index.ts";
import { type Lab, readLabFile } from "../../devices/index.ts";
import { type FaultRequest, startVirtualLab } from "../../devices/virtual/index.ts";
import type { JobRequest } from "../../workflows/index.ts";

export interface LabOptions {
  readonly blocks?: number;
  readonly seed?: number;
  readonly speed?: number;
  /** Faults arranged when the virtual lab starts. */
  readonly faults?: readonly FaultRequest[];
  /** Changes to the default lab file. */
  readonly lab?: (lab: Lab) => Lab;
  /** Told at each point of each job, such as to steer at an exact moment. */
  readonly observe?: (point: JobPoint, key: string, request: JobRequest, lab: LabUnderTest) => void;
}

export interface LabUnderTest {
  readonly running: RunningLab;
  readonly dataDir: string;
  readonly batch: string;
  /** Looks again and again until something is found; throws after a long wait, or when the line stops. */
  until<T>(what: string, look: () => T | undefined): Promise<T>;
  /** What the batch came to; throws after a long wait with where everything stands. */
  ended(batch?: string): Promise<{ state: string; blocks: Record<string, string> }>;
  /** The next question that waits for a person. */
  asked(): Promise<OpenQuestion>;
  answer(question: OpenQuestion, choice: string): void;
  fault(request: FaultRequest): Promise<void>;
  /** All faults are over, or one device's. */
  clearFaults(device?: string): Promise<void>;
  /** The lists of `hardlab truth` that are not empty. */
  untruths(): Record<string, readonly string[]>;
  /** Stops the controller as a kill would leave it and starts another one on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const LONGEST_MS = 120_000;
const LOOK_MS = 20;

export async function labUnderTest(options: LabOptions = {}): Promise<LabUnderTest> {
  const dataDir = mkdtempSync(join(tmpdir(), "hardlab-e2e-"));
  const file = readLabFile("calibration-data/labs/default.yaml");
  const lab = options.lab?.(file) ?? file;
  const speed = options.speed ?? 2_000;
  const lines: string[] = [];
  await startVirtualLab({
    lab,
    dataDir,
    speed,
    seed: options.seed ?? 1,
    ...(options.faults === undefined ? {} : { scenario: options.faults }),
  });
  const start = () =>
    startLab({
      lab,
      dataDir,
      speed,
      log: (line) => lines.push(JSON.stringify(line)),
      observe: (point, key, request) => options.observe?.(point, key, request, under),
    });
  let running = await start();
  const order = trialOrder();
  const batch = running.queue({ ...order, blocks: order.blocks.slice(0, options.blocks ?? 1) });
  const control = async (method: string, path: string, body?: object) => {
    // It answers at another address after every start.
    const file = readFileSync(join(dataDir, "virtual", "lab.json"), "utf8");
    const { controlUrl } = z.object({ controlUrl: z.string() }).parse(JSON.parse(file));
    const answer = await fetch(`${controlUrl}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  };
  const until = async <T>(what: string, look: () => T | undefined): Promise<T> => {
    const latest = performance.now() + LONGEST_MS;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const [stopped] = Object.entries(running.stopped);
      if (stopped !== undefined) throw new Error(`line ${stopped[0]} stopped: ${stopped[1]}`);
      if (performance.now() > latest)
        throw new Error(
          `${what} did not come. Questions: ${JSON.stringify(running.ledger.questions())}\n${lines.slice(-30).join("\n")}`,
        );
      await sleep(LOOK_MS);
    }
  };
  const under: LabUnderTest = {
    get running() {
      return running;
    },
    dataDir,
    batch,
    until,
    ended: (id = batch) =>
      until(`the end of ${id}`, () => {
        const found = findBatch(running.base, id);
        if (found?.state !== "finished" && found?.state !== "stopped") {
          const [question] = running.ledger.questions();
          if (question === undefined) return undefined;
          throw new Error(`a person is asked (${question.key}): ${question.question}`);
        }
        const records = listBlockRecords(running.base, id);
        return {
          state: found.state,
          blocks: Object.fromEntries(records.map(({ serial, outcome }) => [serial, outcome])),
        };
      }),
    asked: () => until("a question", () => running.ledger.questions()[0]),
    answer: ({ key }, choice) => running.ledger.answer(key, choice, "test"),
    fault: (request) => control("POST", "/faults", request),
    clearFaults: (device) => control("DELETE", device === undefined ? "/faults" : `/faults?device=${device}`),
    untruths() {
      const {
        blocks: _,
        indentations: __,
        ...lists
      } = compareTruth(running.base, running.ledger.controllerId, readTruth(dataDir));
      return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
    },
    async restart() {
      await running.close();
      running = await start();
    },
    async close() {
      await running.close();
      await stopVirtualLab(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return under;
}
