/** Walks one walk on a lab of its own, to its end. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { keepCompiledCode } from "../../../controller/cli/compiled-code.ts";
import { findBatch } from "../../../controller/infobase/index.ts";
import type { OpenQuestion } from "../../../controller/ledger/index.ts";
import { SteeringError } from "../../../controller/steering/index.ts";
import { type LabUnderTest, labUnderTest } from "../lab-under-test.ts";
import { deadlines, withoutVerification } from "../scenarios/scenario.ts";
import { failures, honestChoices } from "./honest.ts";
import { type Move, SERIALS, type Walk } from "./walk.ts";

export interface Walked {
  readonly end: "finished" | "stopped" | "asking";
  readonly untruths: Readonly<Record<string, readonly string[]>>;
  readonly trail: readonly string[];
}

keepCompiledCode();

/** A walk that takes longer hangs. */
const LONGEST_MS = 110_000;
/** A move comes at the latest when nothing was heard of any job for so long. */
const QUIET_MS = 1_500;
const LOOK_MS = 10;
const SHORT = {
  agv: 4,
  marker: 4,
  environment: 4,
  "rockwell-arm": 4,
  "rockwell-stage": 4,
  "rockwell-tester": 4,
};

export async function takeWalk(walk: Walk): Promise<Walked> {
  const heard = new Heard();
  const under = await labUnderTest({
    blocks: SERIALS.length,
    lab: (lab) => deadlines(SHORT)(withoutVerification(lab)),
    observe: () => heard.point(),
  });
  const trail: string[] = [];
  try {
    const walker = new Walker(under, walk, trail);
    for (const { after, move } of walk.moves) {
      let come = false;
      const moment = heard.after(after).then(() => {
        come = true;
      });
      while (!come && !walker.ended && heard.quietMs() < QUIET_MS) {
        await walker.answerIfAsked();
        await Promise.race([moment, sleep(LOOK_MS)]);
      }
      await walker.make(move);
    }
    return { end: await walker.toTheEnd(), untruths: under.untruths(), trail };
  } finally {
    await under.close();
  }
}

/** Points of jobs as they are heard of; whoever waits for one goes on right there, before anything else happens. */
class Heard {
  #points = 0;
  #at = performance.now();
  #waiting: { readonly until: number; readonly go: () => void } | undefined;

  point(): void {
    this.#points++;
    this.#at = performance.now();
    if (this.#waiting !== undefined && this.#points >= this.#waiting.until) this.#waiting.go();
  }

  after(points: number): Promise<void> {
    this.#at = performance.now();
    return new Promise((resolve) => {
      this.#waiting = { until: this.#points + points, go: resolve };
      if (points === 0) resolve();
    });
  }

  quietMs(): number {
    return performance.now() - this.#at;
  }
}

class Walker {
  readonly #under: LabUnderTest;
  readonly #walk: Walk;
  readonly #trail: string[];
  readonly #latest = performance.now() + LONGEST_MS;
  #batch: string;
  #answered = 0;
  #asked: { readonly key: string; readonly since: number } | undefined;

  constructor(under: LabUnderTest, walk: Walk, trail: string[]) {
    this.#under = under;
    this.#walk = walk;
    this.#trail = trail;
    this.#batch = under.batch;
  }

  get ended(): "finished" | "stopped" | undefined {
    const state = findBatch(this.#under.running.base, this.#batch)?.state;
    return state === "finished" || state === "stopped" ? state : undefined;
  }

  async make(move: Move): Promise<void> {
    this.#trail.push(JSON.stringify(move));
    switch (move.kind) {
      case "order":
        return this.#unlessRefused(() =>
          this.#under.running.steering.order({ ...move, batch: this.#batch, reason: "walking", by: "test" }),
        );
      case "takeUp":
        return this.#unlessRefused(() => {
          this.#batch = this.#under.running.steering.takeUp(this.#batch);
        });
      case "fault":
        return this.#atControl(() => this.#under.fault(move.fault));
      case "restartController":
        return this.#under.restart();
      case "killVirtualLab":
        return this.#killVirtualLab();
    }
  }

  /** It is resumed, and mended and answered honestly until the batch has ended; or it is left as it is with the question it comes to. */
  async toTheEnd(): Promise<Walked["end"]> {
    const { steering } = this.#under.running;
    if (!this.#walk.leavesQuestion) await this.#atControl(() => this.#under.clearFaults());
    for (;;) {
      const [stopped] = Object.values(this.#under.running.stopped);
      if (stopped !== undefined) throw this.#wrong(`the line stopped: ${stopped}`);
      if (this.ended !== undefined) return this.ended;
      if (steering.stateOf(this.#batch).flow === "paused" || steering.stateOf(this.#batch).flow === "held")
        steering.order({ command: "resume", batch: this.#batch, by: "test" });
      if (this.#walk.leavesQuestion && this.#under.running.ledger.questions().length > 0) return "asking";
      await this.answerIfAsked();
      if (performance.now() > this.#latest) throw this.#wrong("it hangs");
      await sleep(LOOK_MS);
    }
  }

  /** Gives an honest answer when a question has waited for as long as the person takes; first what is broken is mended. */
  async answerIfAsked(): Promise<void> {
    const [question] = this.#under.running.ledger.questions();
    if (question === undefined) return;
    const { which, delayMs } = this.#nextAnswer();
    if (this.#asked?.key !== question.key) this.#asked = { key: question.key, since: performance.now() };
    if (performance.now() - this.#asked.since < delayMs) return;
    await this.#atControl(() => this.#under.clearFaults());
    const honest = honestChoices(this.#under, question);
    const choice = honest[which % honest.length];
    if (choice === undefined) throw this.#wrong(`no honest answer to "${question.question}"`);
    if (!this.#isStillAsked(question)) return;
    this.#trail.push(`${question.key} "${question.question}": ${choice}`);
    this.#under.answer(question, choice);
    this.#answered++;
  }

  #nextAnswer(): Walk["answers"][number] {
    const { answers } = this.#walk;
    return answers[this.#answered % answers.length] ?? { which: 0, delayMs: 0 };
  }

  /** The batch may have been stopped while somebody went to look. */
  #isStillAsked({ key }: OpenQuestion): boolean {
    return this.#under.running.ledger.questions().some((open) => open.key === key);
  }

  #unlessRefused(order: () => void): void {
    try {
      order();
    } catch (error) {
      if (!(error instanceof SteeringError)) throw error;
      this.#trail.push(`refused: ${error.message}`);
    }
  }

  /** The control channel goes and comes with the virtual lab, which a busy machine takes its time to start; the walk's own limit holds. */
  async #atControl(act: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        if (performance.now() > this.#latest) throw this.#wrong("the virtual lab did not come back");
        await sleep(200);
      }
    }
  }

  #killVirtualLab(): void {
    const file = readFileSync(join(this.#under.dataDir, "virtual", "lab.json"), "utf8");
    const { pid } = z.object({ pid: z.number() }).parse(JSON.parse(file));
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      // It is dead from the kill before and was not started again yet.
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
  }

  #wrong(what: string): Error {
    return new Error(
      [what, ...this.#trail, "failed jobs:", ...failures(this.#under, this.#batch)].join("\n"),
    );
  }
}
