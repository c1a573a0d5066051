/**
 * The life of a link: open a client, read the status again and again, send what waits, throw the client away at its first
 * failure or when the heartbeat stands still, pause, open a fresh one, for ever. Everything goes through one loop, so
 * reads and frames never overtake each other.
 */
import type { ControlFrame, DeviceKind, DeviceStatus, JobFrame } from "../wire/index.ts";
import { Bell } from "./bell.ts";
import { errorText } from "./error-text.ts";
import { Heartbeat } from "./heartbeat.ts";
import { type DeviceLink, LinkClosedError, type LinkLog, type LinkState, type Submission } from "./link.ts";
import { pollPauseMs, reconnectPausesMs } from "./pace.ts";
import { Waiting } from "./waiting.ts";
import type { OpenWireClient, WireClient } from "./wire-client.ts";

interface Watcher {
  readonly until: (status: DeviceStatus) => boolean;
  /** When the watched job should end, on the clock of performance.now(). */
  readonly endsMs: number;
}

interface Sending {
  readonly what: string;
  readonly send: (client: WireClient, last: DeviceStatus | undefined) => Promise<Submission>;
}

export class PollingLink implements DeviceLink {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly #open: OpenWireClient;
  readonly #log: LinkLog;
  readonly #bell = new Bell();
  readonly #heartbeat = new Heartbeat();
  readonly #watchers = new Waiting<Watcher, DeviceStatus>();
  readonly #sendings = new Waiting<Sending, Submission>();
  readonly #listeners = new Set<(link: DeviceLink) => void>();
  readonly #ended: Promise<void>;
  #state: LinkState = "connecting";
  #latest: DeviceStatus | undefined;
  #roundTripMs: number | undefined;
  /** Why the link broke last, so that the same reason is logged once and not at every attempt. */
  #lastWhy: string | undefined;
  #closed = false;

  constructor(name: string, kind: DeviceKind, open: OpenWireClient, log: LinkLog) {
    this.name = name;
    this.kind = kind;
    this.#open = open;
    this.#log = log;
    this.#ended = this.#live();
  }

  get state(): LinkState {
    return this.#state;
  }

  get latest(): DeviceStatus | undefined {
    return this.#latest;
  }

  read(signal?: AbortSignal): Promise<DeviceStatus> {
    return this.watch(() => true, 0, signal);
  }

  watch(
    until: (status: DeviceStatus) => boolean,
    expectedMs: number,
    signal?: AbortSignal,
  ): Promise<DeviceStatus> {
    return this.#wait(this.#watchers, { until, endsMs: performance.now() + expectedMs }, signal);
  }

  submit(frame: JobFrame, signal?: AbortSignal): Promise<Submission> {
    const what = `job ${frame.jobNumber}`;
    return this.#wait(this.#sendings, { what, send: (client, last) => client.submit(frame, last) }, signal);
  }

  control(frame: ControlFrame, signal?: AbortSignal): Promise<Submission> {
    const what = `${frame.control} for job ${frame.jobNumber}`;
    return this.#wait(this.#sendings, { what, send: (client, last) => client.control(frame, last) }, signal);
  }

  onChange(listener: (link: DeviceLink) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  heartbeatAgeMs(): number | undefined {
    return this.#heartbeat.ageMs(performance.now());
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#bell.ring();
    await this.#ended;
  }

  #wait<Item, Result>(queue: Waiting<Item, Result>, item: Item, signal?: AbortSignal): Promise<Result> {
    if (this.#closed) return Promise.reject(new LinkClosedError(this.name));
    const result = queue.add(item, signal);
    this.#bell.ring();
    return result;
  }

  async #live(): Promise<void> {
    let pauses = reconnectPausesMs();
    while (!this.#closed) {
      try {
        const client = await this.#open();
        try {
          await this.#serve(client, () => {
            pauses = reconnectPausesMs();
          });
        } finally {
          await client.close();
        }
      } catch (error) {
        if (!this.#closed) await this.#lost(error, pauses.next().value);
      }
    }
    const closed = new LinkClosedError(this.name);
    this.#watchers.rejectAll(closed);
    this.#sendings.rejectAll(closed);
  }

  async #lost(error: unknown, pauseMs: number): Promise<void> {
    const why = errorText(error);
    if (why !== this.#lastWhy)
      this.#log({ device: this.name, event: "linkLost", why, againInMs: Math.round(pauseMs) });
    this.#lastWhy = why;
    if (!(error instanceof StandingHeartbeatError)) this.#enter("connecting");
    const over = performance.now() + pauseMs;
    while (!this.#closed && performance.now() < over) await this.#bell.wait(over - performance.now());
  }

  /** Uses one client until it fails (throws) or the link is closed. */
  async #serve(client: WireClient, settled: () => void): Promise<void> {
    this.#heartbeat.newClient(performance.now());
    while (!this.#closed) {
      await this.#sendAll(client);
      const asked = this.#watchers.items();
      await this.#readStatus(client);
      this.#enter(this.#heartbeat.trusted ? "connected" : "stale");
      if (this.#heartbeat.trusted) {
        settled();
        this.#lastWhy = undefined;
        this.#settleWatchers(asked);
      }
      if (!this.#closed) await this.#bell.wait(this.#pauseMs());
    }
  }

  #pauseMs(): number {
    if (!this.#heartbeat.trusted) return pollPauseMs(0, []);
    return pollPauseMs(
      performance.now(),
      this.#watchers.items().map((watcher) => watcher.endsMs),
    );
  }

  async #readStatus(client: WireClient): Promise<void> {
    const begun = performance.now();
    const status = await client.readStatus();
    const now = performance.now();
    this.#roundTripMs = (this.#roundTripMs ?? now - begun) * 0.8 + (now - begun) * 0.2;
    const before = this.#latest;
    this.#latest = status;
    if (!this.#heartbeat.seen(status, now)) {
      this.#enter("stale");
      throw new StandingHeartbeatError(`the heartbeat stands still at ${status.heartbeat}`);
    }
    if (before === undefined || !sameButForLife(before, status)) this.#tell();
  }

  #settleWatchers(asked: readonly Watcher[]): void {
    const status = this.#latest;
    if (status === undefined) return;
    for (const watcher of asked) {
      try {
        if (watcher.until(status)) this.#watchers.resolve(watcher, status);
      } catch (error) {
        this.#watchers.reject(watcher, error);
      }
    }
  }

  async #sendAll(client: WireClient): Promise<void> {
    while (this.#state === "connected" && !this.#closed) {
      const sending = this.#sendings.items()[0];
      if (sending === undefined) return;
      const settle = this.#sendings.take(sending);
      try {
        settle(await sending.send(client, this.#latest));
      } catch (error) {
        const why = errorText(error);
        settle({ kind: "unknown", why: `${this.name} did not answer to ${sending.what}: ${why}` });
        throw error;
      }
    }
  }

  #enter(state: LinkState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#log({ device: this.name, event: "linkState", state, bootId: this.#latest?.bootId });
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners)
      try {
        listener(this);
      } catch (error) {
        this.#log({ device: this.name, event: "listenerFailed", why: errorText(error) });
      }
  }
}

class StandingHeartbeatError extends Error {
  override readonly name = "StandingHeartbeatError";
}

function sameButForLife(a: DeviceStatus, b: DeviceStatus): boolean {
  const still = (status: DeviceStatus) => JSON.stringify({ ...status, heartbeat: 0, readings: [] });
  return still(a) === still(b);
}
