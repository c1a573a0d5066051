/** The ledger: jobs by key, each begun once, remembered for ever, and taken up again after a crash. */
import { setTimeout } from "node:timers/promises";
import type { DeviceLink, LabDevice } from "../../devices/index.ts";
import type {
  ActionRequest,
  ComputationRequest,
  DecisionRequest,
  Failure,
  HoldRequest,
  JobRequest,
  Json,
  Outcome,
  Perform,
  ReleaseRequest,
  SenseRequest,
  TakeBatchRequest,
} from "../../workflows/index.ts";
import { controllerIdentity, type InfoBase } from "../infobase/index.ts";
import { DeviceJobs } from "./device-jobs.ts";
import { LedgerClosedError, ReplayMismatchError } from "./errors.ts";
import { type Admission, type Gate, OPEN_GATE } from "./gate.ts";
import type { Observe } from "./observe.ts";
import { ReplayRest } from "./replay-rest.ts";
import { type Computed, type JobRow, ledgerRows } from "./rows.ts";

export type Computation = (input: Json, signal: AbortSignal) => Promise<Computed>;

export interface LedgerOptions {
  readonly base: InfoBase;
  readonly speed: number;
  readonly devices: Readonly<Record<string, { readonly device: LabDevice; readonly link: DeviceLink }>>;
  readonly computations: Readonly<Record<string, Computation>>;
  /** What a device's sensors say, as plain values by name. */
  readonly readSensors: (link: DeviceLink, signal: AbortSignal) => Promise<Json>;
  /** Whether new jobs may be sent; open when not given. */
  readonly gate?: Gate;
  readonly nowMs?: () => number;
  readonly observe?: Observe;
}

/** A question that waits for a person. */
export interface OpenQuestion {
  readonly key: string;
  readonly question: string;
  readonly choices: DecisionRequest["choices"];
}

const WAIT: Admission = { kind: "wait" };

export class UnknownQuestionError extends Error {
  override readonly name = "UnknownQuestionError";
}

export class Ledger {
  readonly controllerId: number;
  readonly #options: LedgerOptions;
  readonly #rows: ReturnType<typeof ledgerRows>;
  readonly #devices = new Map<string, DeviceJobs>();
  readonly #inHand = new Map<string, { request: string; outcome: Promise<Outcome> }>();
  readonly #rest = new ReplayRest();
  readonly #closing = new AbortController();
  readonly #settled: Promise<unknown>;
  readonly #waiting = new Set<() => void>();
  readonly #answers = new Map<string, (outcome: Outcome) => void>();
  readonly #observe: Observe;
  readonly #gate: Gate;
  #draining = false;

  /** Takes up what earlier runs left sent; nothing new goes out before {@link started} was called and the replay has come to rest. */
  constructor(options: LedgerOptions) {
    this.#options = options;
    const nowMs = options.nowMs ?? Date.now;
    this.#observe = options.observe ?? (() => undefined);
    this.#gate = options.gate ?? OPEN_GATE;
    this.#rows = ledgerRows(options.base, () => new Date(nowMs()).toISOString());
    this.controllerId = controllerIdentity(options.base);
    for (const [name, { device, link }] of Object.entries(options.devices))
      this.#devices.set(
        name,
        new DeviceJobs({
          link,
          device,
          controllerId: this.controllerId,
          speed: options.speed,
          rows: this.#rows,
          observe: this.#observe,
          nowMs,
          closing: this.#closing.signal,
        }),
      );
    this.#settled = Promise.all(this.#rows.sent().map((row) => this.#settle(row)));
    // Whoever asks for the key gets the error; a job nobody asks for any more must not end the process.
    this.#settled.catch(() => undefined);
  }

  readonly perform: Perform = (key, request) => {
    this.#rest.asked();
    const text = JSON.stringify(request);
    const inHand = this.#inHand.get(key);
    if (inHand !== undefined) {
      if (inHand.request !== text) return Promise.reject(new ReplayMismatchError(key, inHand.request, text));
      return inHand.outcome;
    }
    const row = this.#rows.find(key);
    if (row !== undefined && row.request !== text)
      return Promise.reject(new ReplayMismatchError(key, row.request, text));
    if (row?.outcome != null) return Promise.resolve(JSON.parse(row.outcome));
    if (this.#closing.signal.aborted) return Promise.reject(new LedgerClosedError());
    return this.#keep(key, text, this.#begin(key, request, text, row));
  };

  /** The workflows run: as soon as their replay has come to rest and old jobs are settled, new ones go out. */
  started(): void {
    this.#rest.begin();
  }

  /** Resolves when the replay has come to rest and every job an earlier run had sent is settled. */
  async ready(): Promise<void> {
    await this.#rest.rested();
    await this.#settled;
  }

  /** A batch was queued, a device released, an order given: whoever waits for one looks again. */
  wake(): void {
    for (const look of [...this.#waiting]) look();
  }

  /** Tells the devices to hold, or to go on with, what they have in hand for a batch. New jobs are the gate's matter. */
  async steerInHand(control: "hold" | "resume", batch: string): Promise<void> {
    const meant = (key: string) => key.startsWith(`batch/${batch}/`);
    await Promise.all([...this.#devices.values()].map((jobs) => jobs.steer(control, meant)));
  }

  questions(): OpenQuestion[] {
    return this.#rows.openDecisions().map((row) => {
      const { question, choices }: DecisionRequest = JSON.parse(row.request);
      return { key: row.key, question, choices };
    });
  }

  /** Records a person's answer; throws an UnknownQuestionError when no such question waits or the choice is none of its own. */
  answer(key: string, choice: string, by: string): void {
    const open = this.questions().find((question) => question.key === key);
    if (open === undefined) throw new UnknownQuestionError(`no question ${key} waits for an answer`);
    if (!open.choices.some((offered) => offered.choice === choice))
      throw new UnknownQuestionError(
        `"${choice}" is no answer to ${key}; it takes ${open.choices.map((offered) => offered.choice).join(", ")}`,
      );
    const outcome: Outcome = { ok: true, value: { choice, by } };
    this.#rows.finish(key, outcome);
    this.#answers.get(key)?.(outcome);
    this.wake();
  }

  /** Begins nothing new and waits until no device has a job in hand, `longestMs` at the most; true when none has. */
  async drain(longestMs: number): Promise<boolean> {
    this.#draining = true;
    const idle = Promise.all([...this.#devices.values()].map((jobs) => jobs.idle())).then(() => true);
    return Promise.race([idle, setTimeout(longestMs, false, { ref: false })]);
  }

  /** Stops waiting, never a job on a device: what was sent is taken up at the next start. */
  async close(): Promise<void> {
    this.#closing.abort(new LedgerClosedError());
    this.wake();
    await Promise.allSettled([...this.#inHand.values()].map(({ outcome }) => outcome));
  }

  #keep(key: string, request: string, outcome: Promise<Outcome>): Promise<Outcome> {
    const kept = outcome.then((done) => {
      this.#inHand.delete(key);
      this.#observe("recorded", key, JSON.parse(request));
      return done;
    });
    this.#inHand.set(key, { request, outcome: kept });
    // The asker sees the rejection; this copy only keeps the key's place.
    kept.catch(() => undefined);
    return kept;
  }

  #settle(row: JobRow): Promise<Outcome> {
    const jobs = this.#jobsOf(row.device ?? "");
    if (row.number === null || row.bootId === null)
      throw new Error(`job ${row.key} is marked as sent without a number; the information base is damaged`);
    const { key, number, bootId, deadlineAt } = row;
    return this.#keep(
      key,
      row.request,
      jobs.settle({ key, number, bootId, deadlineAt }, JSON.parse(row.request)),
    );
  }

  async #begin(key: string, request: JobRequest, text: string, row: JobRow | undefined): Promise<Outcome> {
    await this.ready();
    if (this.#closing.signal.aborted) throw new LedgerClosedError();
    switch (request.kind) {
      case "action":
        return this.#act(key, request, text);
      case "sense":
        return this.#sense(key, request, text);
      case "computation":
        return this.#compute(key, request, text);
      case "decision":
        return this.#ask(key, request, text, row);
      case "hold":
        return this.#hold(key, request, text);
      case "release":
        return this.#release(key, request, text);
      case "takeBatch":
        return this.#takeBatch(key, request, text);
    }
  }

  async #act(key: string, request: ActionRequest, text: string): Promise<Outcome> {
    const never = await this.#until(key, request, () => true);
    if (never !== undefined) {
      this.#rows.insertFinished("action", key, text, request.device, never);
      return never;
    }
    return this.#jobsOf(request.device).begin(key, request, () => {
      const admission = this.#gate.admit(key, request);
      return admission.kind === "never" ? admission.outcome : this.#positionLost(key, request);
    });
  }

  /** The move before is worth nothing once its device was powered down: nobody knows where it stands. */
  #positionLost(key: string, { positionedBy }: ActionRequest): Failure | undefined {
    if (positionedBy === undefined) return undefined;
    const move = this.#rows.find(positionedBy);
    if (move?.device == null || move.state !== "finished")
      throw new Error(`job ${key} relies on the move ${positionedBy}, which is not finished`);
    if (this.#jobsOf(move.device).bootId === move.bootId) return undefined;
    return {
      ok: false,
      fault: "positionLost",
      text: `${move.device} was powered down since ${positionedBy}; ${key} was not sent`,
    };
  }

  async #sense(key: string, { device }: SenseRequest, text: string): Promise<Outcome> {
    const { link } = this.#options.devices[device] ?? {};
    if (link === undefined)
      throw new Error(`job ${key} names a device "${device}" the lab file does not have`);
    const outcome: Outcome = {
      ok: true,
      value: await this.#options.readSensors(link, this.#closing.signal),
    };
    this.#rows.insertFinished("sense", key, text, device, outcome);
    return outcome;
  }

  async #compute(key: string, request: ComputationRequest, text: string): Promise<Outcome> {
    const computation = this.#options.computations[request.name];
    if (computation === undefined)
      throw new Error(`job ${key} asks for an unknown computation "${request.name}"`);
    this.#observe("beforeRow", key, request);
    const openedAt = this.#rows.now();
    const computed = await computation(request.input, this.#closing.signal);
    this.#observe("deviceFinished", key, request);
    if (this.#closing.signal.aborted) throw new LedgerClosedError();
    this.#rows.insertComputed(key, text, openedAt, computed);
    return computed.outcome;
  }

  async #ask(key: string, request: DecisionRequest, text: string, row: JobRow | undefined): Promise<Outcome> {
    if (row === undefined) this.#rows.insertDecision(key, text);
    let answered: Outcome | undefined;
    this.#answers.set(key, (outcome) => {
      answered = outcome;
    });
    const never = await this.#until(key, request, () => answered !== undefined);
    this.#answers.delete(key);
    if (answered !== undefined) return answered;
    if (never === undefined) throw new LedgerClosedError();
    this.#rows.finish(key, never);
    return never;
  }

  async #hold(key: string, request: HoldRequest, text: string): Promise<Outcome> {
    const { device } = request;
    const never = await this.#until(key, request, () => this.#rows.holder(device) === undefined);
    if (never !== undefined) {
      this.#rows.insertFinished("hold", key, text, device, never);
      return never;
    }
    this.#rows.hold(key, text, device);
    return { ok: true, value: null };
  }

  async #release(key: string, { hold }: ReleaseRequest, text: string): Promise<Outcome> {
    this.#rows.release(key, text, hold);
    this.wake();
    return { ok: true, value: null };
  }

  async #takeBatch(key: string, request: TakeBatchRequest, text: string): Promise<Outcome> {
    let taken: Outcome | undefined;
    await this.#until(key, request, () => {
      taken = this.#rows.takeBatch(key, text, request.line);
      return taken !== undefined;
    });
    if (taken === undefined) throw new LedgerClosedError();
    return taken;
  }

  /**
   * Looks now and after every wake, first come first served within one process: resolves when the gate lets the job through and
   * `holds` says true, or with the outcome of a job the gate will never let through.
   */
  #until(key: string, request: JobRequest, holds: () => boolean): Promise<Failure | undefined> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const admission = this.#draining ? WAIT : this.#gate.admit(key, request);
        if (this.#closing.signal.aborted) reject(new LedgerClosedError());
        else if (admission.kind === "never") resolve(admission.outcome);
        else if (admission.kind === "go" && holds()) resolve(undefined);
        else return;
        this.#waiting.delete(look);
      };
      this.#waiting.add(look);
      look();
    });
  }

  #jobsOf(device: string): DeviceJobs {
    const jobs = this.#devices.get(device);
    if (jobs === undefined)
      throw new Error(
        `the lab file has no device "${device}"; a running batch needs it, restore the lab file it began with`,
      );
    return jobs;
  }
}
