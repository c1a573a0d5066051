/** The contract's state machine on the device's side: judges frames, runs one job at a time, shows the last one. */
import { randomInt } from "node:crypto";
import {
  COMMON_FAULTS,
  CONTRACT_VERSION,
  type ControlFrame,
  DEVICE_KINDS,
  type DeviceHealth,
  type DeviceMode,
  type DeviceStatus,
  isUnderWay,
  type JobFrame,
  type JobState,
  READING_COUNT,
  RESULT_COUNT,
  type RefusalReason,
  SENSOR_COUNT,
} from "../../wire/index.ts";
import type { BehaviourOutcome, DeviceBehaviour } from "./behaviour.ts";
import { decodeRequest, sameContent } from "./decode-request.ts";
import { JobTable } from "./job-table.ts";
import { ShownJob } from "./shown-job.ts";

/** A line of the device's own log; `atMs` are milliseconds since the epoch, with fractions. */
export interface DeviceLogEntry {
  readonly atMs: number;
  readonly device: string;
  readonly event: "boot" | "accepted" | "refused" | "started" | "ended" | "control";
  readonly bootId: number;
  readonly controllerId: number;
  readonly jobNumber: number;
  /** By name where the code is known. */
  readonly command?: string;
  readonly state?: JobState;
  readonly faultCode?: number;
  readonly reason?: RefusalReason;
  readonly control?: ControlFrame["control"];
}

export interface ShellOptions {
  readonly name: string;
  readonly behaviour: DeviceBehaviour;
  readonly log: (entry: DeviceLogEntry) => void;
  /** uint32, never 0; random by default. */
  readonly newBootId?: () => number;
}

export interface DeviceShell {
  readonly name: string;
  /** Even; two more with every change of what is on show (OPC UA's `sequence`). */
  readonly sequence: number;
  /** Judges a job frame; `none` means accepted. */
  submit(frame: JobFrame): RefusalReason;
  control(frame: ControlFrame): RefusalReason;
  /** A frame came whose checksum does not agree (Modbus). */
  noteChecksumError(): RefusalReason;
  status(): DeviceStatus;
  setMode(mode: DeviceMode): void;
  setHealth(health: DeviceHealth): void;
  freezeHeartbeat(frozen: boolean): void;
  /** Sensors or readings changed without a job. */
  touch(): void;
  /** Power cycle: the job in hand is cut off, everything is forgotten, the boot is new. */
  restart(): void;
  /** Calls back after every change of what is on show; returns what ends that. */
  onChange(listener: () => void): () => void;
  /** Stops the heartbeat and cuts off the job in hand. */
  close(): void;
}

type Named = Pick<JobFrame, "controllerId" | "jobNumber">;

const HEARTBEAT_MS = 100;
const NO_REFUSAL = { controllerId: 0, jobNumber: 0, reason: "none" } as const;

/** A device's shell around a behaviour, powered up. */
export function createShell(options: ShellOptions): DeviceShell {
  return new Shell(options);
}

class Shell implements DeviceShell {
  readonly #options: ShellOptions;
  readonly #table = new JobTable();
  readonly #listeners = new Set<() => void>();
  readonly #beat: NodeJS.Timeout;
  #bootId = 0;
  #job: ShownJob | undefined;
  #refusal: DeviceStatus["refusal"] = NO_REFUSAL;
  #heartbeat = 0;
  #frozen = false;
  #mode: DeviceMode = "auto";
  #health: DeviceHealth = "normal";
  #sequence = 0;

  constructor(options: ShellOptions) {
    this.#options = options;
    this.#beat = setInterval(() => {
      if (this.#frozen) return;
      this.#heartbeat = (this.#heartbeat + 1) & 0xffff;
      this.touch();
    }, HEARTBEAT_MS);
    this.#beat.unref();
    this.restart();
  }

  get name(): string {
    return this.#options.name;
  }

  get sequence(): number {
    return this.#sequence;
  }

  submit(frame: JobFrame): RefusalReason {
    const reason = this.#judge(frame);
    if (reason !== "none") return this.#refuse(frame, reason);
    this.#refusal = NO_REFUSAL;
    if (!this.#isOnShow(frame)) this.#accept(frame);
    this.touch();
    return "none";
  }

  control(frame: ControlFrame): RefusalReason {
    const job = this.#job;
    const inHand = job !== undefined && isUnderWay(job.state);
    if (frame.control !== "reset" && !(inHand && this.#isOnShow(frame)))
      return this.#refuse(frame, "noSuchJob");
    this.#refusal = NO_REFUSAL;
    this.#log("control", frame, { control: frame.control });
    if (job !== undefined && inHand) job.steer(frame.control);
    this.touch();
    return "none";
  }

  noteChecksumError(): RefusalReason {
    return this.#refuse({ controllerId: 0, jobNumber: 0 }, "checksum");
  }

  status(): DeviceStatus {
    const { behaviour } = this.#options;
    const job = this.#job;
    return {
      contractVersion: CONTRACT_VERSION,
      kindCode: DEVICE_KINDS[behaviour.kind].code,
      bootId: this.#bootId,
      controllerId: job?.frame.controllerId ?? 0,
      jobNumber: job?.frame.jobNumber ?? 0,
      command: job?.frame.command ?? 0,
      jobState: job?.state ?? "idle",
      held: job?.held ?? false,
      faultCode: job?.faultCode ?? 0,
      faultText: job?.faultText ?? "",
      result: filled(job?.result ?? [], RESULT_COUNT),
      resultText: job?.resultText ?? "",
      refusal: this.#refusal,
      heartbeat: this.#heartbeat,
      mode: this.#mode,
      health: this.#health,
      sensors: filled(behaviour.sensors(), SENSOR_COUNT),
      readings: filled(behaviour.readings(), READING_COUNT),
    };
  }

  setMode(mode: DeviceMode): void {
    this.#mode = mode;
    this.touch();
  }

  setHealth(health: DeviceHealth): void {
    this.#health = health;
    this.touch();
  }

  freezeHeartbeat(frozen: boolean): void {
    this.#frozen = frozen;
  }

  touch(): void {
    this.#sequence = (this.#sequence + 2) % 2 ** 32;
    for (const listener of this.#listeners) listener();
  }

  restart(): void {
    const job = this.#job;
    this.#job = undefined;
    job?.cutOff();
    this.#refusal = NO_REFUSAL;
    this.#table.forget();
    this.#bootId = (this.#options.newBootId ?? (() => randomInt(1, 2 ** 32)))();
    this.#log("boot", { controllerId: 0, jobNumber: 0 }, {});
    this.touch();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    clearInterval(this.#beat);
    this.#job?.cutOff();
  }

  #judge(frame: JobFrame): RefusalReason {
    const { controllerId, jobNumber, bootId } = frame;
    if (bootId !== this.#bootId) return "otherBoot";
    const job = this.#job;
    if (job !== undefined && this.#isOnShow(frame))
      return sameContent(job.frame, frame) ? "none" : "sameNumberOtherContent";
    if (controllerId === 0 || !this.#table.isNew(controllerId, jobNumber)) return "olderNumber";
    if (job !== undefined && isUnderWay(job.state))
      return job.frame.controllerId === controllerId ? "busy" : "otherController";
    return this.#table.hasRoomFor(controllerId) ? "none" : "controllerTableFull";
  }

  #isOnShow(frame: Named): boolean {
    return this.#job?.isNamed(frame.controllerId, frame.jobNumber) ?? false;
  }

  #refuse(frame: Named, reason: RefusalReason): RefusalReason {
    this.#refusal = { controllerId: frame.controllerId, jobNumber: frame.jobNumber, reason };
    this.#log("refused", frame, { reason });
    this.touch();
    return reason;
  }

  #accept(frame: JobFrame): void {
    const job = new ShownJob(this.#options.behaviour.kind, frame);
    this.#job = job;
    this.#table.accept(frame.controllerId, frame.jobNumber);
    this.#log("accepted", frame, { command: job.command });
    void this.#work(job);
  }

  async #work(job: ShownJob): Promise<void> {
    const { behaviour } = this.#options;
    const request = decodeRequest(behaviour.kind, this.#mode, job.frame);
    if ("fault" in request) return this.#end(job, request);
    job.state = "running";
    this.#log("started", job.frame, { command: job.command });
    const { controllerId, jobNumber, bootId } = job.frame;
    try {
      const outcome = await behaviour.run({
        ...request,
        controllerId,
        jobNumber,
        bootId,
        signal: job.signal,
        unlessHeld: () => job.unlessHeld(),
      });
      this.#end(job, outcome);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const { abortedByRequest, internal } = COMMON_FAULTS;
      this.#end(
        job,
        job.signal.aborted ? { fault: abortedByRequest, text: "aborted" } : { fault: internal, text: why },
      );
    }
  }

  #end(job: ShownJob, outcome: BehaviourOutcome): void {
    if (this.#job !== job) return;
    job.end(this.#options.behaviour.kind, outcome);
    const { command, state, faultCode } = job;
    this.#log("ended", job.frame, { command, state, faultCode });
    this.touch();
  }

  #log(event: DeviceLogEntry["event"], named: Named, more: Partial<DeviceLogEntry>): void {
    this.#options.log({
      atMs: performance.timeOrigin + performance.now(),
      device: this.name,
      event,
      bootId: this.#bootId,
      controllerId: named.controllerId,
      jobNumber: named.jobNumber,
      ...more,
    });
  }
}

/** Exactly `count` numbers: the rest filled with 0. */
function filled(numbers: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, index) => numbers[index] ?? 0);
}
