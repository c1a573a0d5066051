/**
 * One device's jobs: written, sent, attached to, settled, one at a time. The rules that make an indentation happen exactly
 * once stand here; docs/wire-contract.md has the device's half.
 */
import {
  CONTRACT_VERSION,
  commandSpec,
  DEVICE_KINDS,
  type DeviceLink,
  type DeviceStatus,
  decodeResult,
  encodeJob,
  faultName,
  isFinished,
  isNewerSerialNumber,
  isUnderWay,
  type JobFrame,
  type LabDevice,
  LimitError,
  nextSerialNumber,
  ResultError,
} from "../../devices/index.ts";
import type { ActionRequest, Failure, Outcome } from "../../workflows/index.ts";
import { longestMs, nominalMs, watchUntil } from "./deadline.ts";
import { ForeignJobError, LedgerBehindError, LedgerClosedError, WrongDeviceError } from "./errors.ts";
import type { Observe } from "./observe.ts";
import type { LedgerRows } from "./rows.ts";

export interface DeviceJobsOptions {
  readonly link: DeviceLink;
  readonly device: LabDevice;
  readonly controllerId: number;
  /** Time factor of the lab. */
  readonly speed: number;
  readonly rows: LedgerRows;
  readonly observe: Observe;
  /** Milliseconds since the epoch. */
  readonly nowMs: () => number;
  readonly closing: AbortSignal;
}

interface SentJob {
  readonly key: string;
  readonly request: ActionRequest;
  readonly frame: JobFrame;
  readonly deadlineMs: number;
  /** False only while this process knows that no frame of this number reached the device. */
  mayHaveArrived: boolean;
}

/** How long an aborted job may take to end before its outcome is called unknown. */
const ABORT_GRACE_MS = 3_000;
/** A frame refused for its checksum is sent again so often. */
const CHECKSUM_TRIES = 5;
const BUSY_PAUSE_MS = 200;

export class DeviceJobs {
  readonly #options: DeviceJobsOptions;
  #turn: Promise<unknown> = Promise.resolve();
  /** Key of the job whose turn it is. */
  #inHand: string | undefined;

  constructor(options: DeviceJobsOptions) {
    this.#options = options;
  }

  get bootId(): number | undefined {
    return this.#options.link.latest?.bootId;
  }

  /** Takes the device's next turn, gives the job its number, writes the row, sends it and waits for its end. */
  begin(key: string, request: ActionRequest, refuse: () => Failure | undefined): Promise<Outcome> {
    return this.#inTurn(key, async () => {
      const { link, device, rows, observe, controllerId } = this.#options;
      let encoded: ReturnType<typeof encodeJob>;
      try {
        encoded = encodeJob(device, link.kind, request);
      } catch (error) {
        if (!(error instanceof LimitError)) throw error;
        return this.#unsent(key, request, {
          ok: false,
          fault: "outOfLimits",
          text: error.message,
        });
      }
      const status = await this.#ready();
      const refused = refuse();
      if (refused !== undefined) return this.#unsent(key, request, refused);
      const number = nextSerialNumber(rows.lastNumber(link.name));
      const frame: JobFrame = {
        controllerId,
        jobNumber: number,
        bootId: status.bootId,
        ...encoded,
      };
      const job: SentJob = {
        key,
        request,
        frame,
        deadlineMs: this.#deadline(request),
        mayHaveArrived: false,
      };
      observe("beforeRow", key, request);
      rows.insertSent({
        key,
        request: JSON.stringify(request),
        device: link.name,
        number,
        bootId: status.bootId,
        deadlineAt: new Date(job.deadlineMs).toISOString(),
      });
      observe("afterRow", key, request);
      return this.#finish(job, await this.#send(job));
    });
  }

  /** Takes up a job that an earlier run wrote and perhaps sent. */
  settle(
    row: {
      readonly key: string;
      readonly number: number;
      readonly bootId: number;
      readonly deadlineAt: string | null;
    },
    request: ActionRequest,
  ): Promise<Outcome> {
    return this.#inTurn(row.key, async () => {
      const { link, device, controllerId } = this.#options;
      const job: SentJob = {
        key: row.key,
        request,
        frame: {
          controllerId,
          jobNumber: row.number,
          bootId: row.bootId,
          ...encodeJob(device, link.kind, request),
        },
        deadlineMs: row.deadlineAt === null ? this.#deadline(request) : Date.parse(row.deadlineAt),
        mayHaveArrived: true,
      };
      return this.#finish(job, await this.#find(job));
    });
  }

  /** Resolves when no job waits for its end; those that wait for their turn count. */
  async idle(): Promise<void> {
    await this.#turn;
  }

  /** Asks the device to hold, or to go on with, the job in hand if its key is meant; devices that cannot hold go on. */
  async steer(control: "hold" | "resume", meant: (key: string) => boolean): Promise<void> {
    const { link, controllerId, closing } = this.#options;
    if (this.#inHand === undefined || !meant(this.#inHand)) return;
    const { jobNumber, jobState, ...status } = await link.read(closing);
    if (status.controllerId === controllerId && isUnderWay(jobState))
      await link.control({ controllerId, jobNumber, control }, closing);
  }

  #inTurn(key: string, work: () => Promise<Outcome>): Promise<Outcome> {
    const turn = this.#turn.then(() => {
      this.#inHand = key;
      return work();
    });
    this.#turn = turn
      .catch(() => undefined)
      .then(() => {
        this.#inHand = undefined;
      });
    return turn;
  }

  /** A status under which a new job may be sent; throws what stops the line. */
  async #ready(): Promise<DeviceStatus> {
    const { link, rows, controllerId, closing } = this.#options;
    for (;;) {
      if (closing.aborted) throw new LedgerClosedError();
      const status =
        link.state === "connected" && link.latest !== undefined ? link.latest : await link.read(closing);
      this.#checkIdentity(status);
      if (isUnderWay(status.jobState) && status.controllerId !== controllerId)
        throw new ForeignJobError(link.name, status.controllerId, status.jobNumber);
      const known = rows.lastNumber(link.name);
      if (status.controllerId === controllerId && isNewerSerialNumber(status.jobNumber, known))
        throw new LedgerBehindError(link.name, status.jobNumber, known);
      if (!isUnderWay(status.jobState)) return status;
      await link.watch((later) => !isUnderWay(later.jobState), BUSY_PAUSE_MS, closing);
    }
  }

  #checkIdentity(status: DeviceStatus): void {
    const { link } = this.#options;
    const { code } = DEVICE_KINDS[link.kind];
    if (status.contractVersion !== CONTRACT_VERSION)
      throw new WrongDeviceError(
        `${link.name} speaks version ${status.contractVersion} of the wire contract, this controller version ${CONTRACT_VERSION}; update one of them`,
      );
    if (status.kindCode !== code)
      throw new WrongDeviceError(
        `${link.name} answers as kind ${status.kindCode} where the lab file names a ${link.kind} (kind ${code}); check its address`,
      );
  }

  /** Tells the device and stays with the job until its end, whatever happens to the link in between. */
  async #send(job: SentJob): Promise<Outcome> {
    const { link, observe, closing, rows } = this.#options;
    for (let tries = 1; ; tries++) {
      if (closing.aborted) throw new LedgerClosedError();
      const answer = await link.submit(job.frame, closing);
      observe("sent", job.key, job.request);
      if (answer.kind === "accepted") {
        job.mayHaveArrived = true;
        return this.#attend(job);
      }
      if (answer.kind === "unknown") {
        job.mayHaveArrived = true;
        return this.#find(job);
      }
      switch (answer.reason) {
        case "otherBoot":
          return this.#forgotten(job, await link.read(closing));
        case "olderNumber":
        case "sameNumberOtherContent": {
          const status = await link.read(closing);
          throw new LedgerBehindError(link.name, status.jobNumber, rows.lastNumber(link.name));
        }
        case "otherController": {
          const status = await link.read(closing);
          throw new ForeignJobError(link.name, status.controllerId, status.jobNumber);
        }
        case "busy":
          await link.watch((status) => !isUnderWay(status.jobState), BUSY_PAUSE_MS, closing);
          break;
        case "checksum":
          if (tries < CHECKSUM_TRIES) break;
          return this.#failure(
            job,
            "refused",
            `refused the frame's checksum ${tries} times: look at the line for noise`,
          );
        default:
          return this.#failure(job, "refused", `refused the job (${answer.reason}); nothing was done`);
      }
    }
  }

  /** Asks the device what became of a number that may or may not have arrived. */
  async #find(job: SentJob): Promise<Outcome> {
    const { link, controllerId, closing, rows } = this.#options;
    const status = await link.read(closing);
    this.#checkIdentity(status);
    if (status.bootId !== job.frame.bootId) return this.#forgotten(job, status);
    if (status.controllerId === controllerId && status.jobNumber === job.frame.jobNumber)
      return this.#attend(job);
    if (status.controllerId === controllerId && isNewerSerialNumber(status.jobNumber, job.frame.jobNumber))
      throw new LedgerBehindError(link.name, status.jobNumber, rows.lastNumber(link.name));
    if (status.controllerId !== controllerId && status.controllerId !== 0) {
      if (isUnderWay(status.jobState))
        throw new ForeignJobError(link.name, status.controllerId, status.jobNumber);
      return this.#doubt(job, `another controller (${status.controllerId}) has used it since`);
    }
    return this.#send(job);
  }

  /** The device was powered down since: it never had the job, or has forgotten it. */
  async #forgotten(job: SentJob, status: DeviceStatus): Promise<Outcome> {
    const { link, rows, nowMs, device, speed } = this.#options;
    const { nature } = commandSpec(link.kind, job.request.command);
    if (nature === "irreversible" && job.mayHaveArrived)
      return this.#doubt(job, "it was powered down and has forgotten the job");
    const deadlineMs = nowMs() + longestMs(device, job.request.command, speed);
    rows.reboot(job.key, status.bootId, new Date(deadlineMs).toISOString());
    return this.#send({
      ...job,
      frame: { ...job.frame, bootId: status.bootId },
      deadlineMs,
      mayHaveArrived: false,
    });
  }

  /** Waits for the end of a job the device has accepted. */
  async #attend(job: SentJob): Promise<Outcome> {
    const { link, closing, nowMs, device, speed } = this.#options;
    const over = (status: DeviceStatus): boolean =>
      status.bootId !== job.frame.bootId || (this.#shows(status, job) && isFinished(status.jobState));
    const expectedMs = nominalMs(device, job.request.command, speed);
    const status = await watchUntil(link, over, expectedMs, job.deadlineMs - nowMs(), closing);
    if (status === undefined) return this.#pastDeadline(job, over);
    if (status.bootId !== job.frame.bootId) return this.#forgotten(job, status);
    return this.#outcome(job, status);
  }

  async #pastDeadline(job: SentJob, over: (status: DeviceStatus) => boolean): Promise<Outcome> {
    const { link, controllerId, closing } = this.#options;
    await link.control({ controllerId, jobNumber: job.frame.jobNumber, control: "abort" }, closing);
    const status = await watchUntil(link, over, 0, ABORT_GRACE_MS, closing);
    const ended = status !== undefined && status.bootId === job.frame.bootId;
    if (ended && status.jobState !== "aborted") return this.#outcome(job, status);
    const { nature } = commandSpec(link.kind, job.request.command);
    const text = `did not end ${job.request.command} by its deadline${ended ? " and was aborted" : ", nor after an abort"}`;
    return nature === "irreversible" ? this.#doubt(job, text) : this.#failure(job, "timedOut", text);
  }

  #outcome(job: SentJob, status: DeviceStatus): Outcome {
    const { link, observe } = this.#options;
    observe("deviceFinished", job.key, job.request);
    if (status.jobState !== "succeeded")
      return this.#failure(
        job,
        faultName(link.kind, status.faultCode),
        status.faultText || `reported fault ${status.faultCode}`,
      );
    try {
      return {
        ok: true,
        value: { ...decodeResult(link.kind, job.request.command, status) },
      };
    } catch (error) {
      if (!(error instanceof ResultError)) throw error;
      return this.#failure(job, "badResult", error.message);
    }
  }

  #shows(status: DeviceStatus, job: SentJob): boolean {
    return (
      status.controllerId === this.#options.controllerId &&
      status.jobNumber === job.frame.jobNumber &&
      status.bootId === job.frame.bootId
    );
  }

  #doubt(job: SentJob, why: string): Failure {
    return this.#failure(job, "inDoubt", `${why}; whether ${job.request.command} was done must be looked at`);
  }

  #failure(job: SentJob, fault: string, text: string): Failure {
    return {
      ok: false,
      fault,
      text: `${this.#options.link.name}, job ${job.key}: ${text}`,
    };
  }

  #finish(job: SentJob, outcome: Outcome): Outcome {
    this.#options.rows.finish(job.key, outcome);
    return outcome;
  }

  #unsent(key: string, request: ActionRequest, outcome: Failure): Outcome {
    this.#options.rows.insertFinished(
      "action",
      key,
      JSON.stringify(request),
      this.#options.link.name,
      outcome,
    );
    return outcome;
  }

  #deadline(request: ActionRequest): number {
    const { device, speed, nowMs } = this.#options;
    return nowMs() + longestMs(device, request.command, speed);
  }
}
