/** What the controller sees of a device: a link that heals by itself, tells its state and passes frames on exactly once. */
import type { ControlFrame, DeviceKind, DeviceStatus, JobFrame, RefusalReason } from "../wire/index.ts";

/**
 * `connecting`: no client has read a status yet, or the last one broke. `connected`: statuses come and the heartbeat moves.
 * `stale`: the device answers, or its socket stays open, but its heartbeat has stood still for two seconds.
 */
export type LinkState = "connecting" | "connected" | "stale";

/** `unknown`: the link broke after the frame was given to it and before the answer came; it may or may not have arrived. */
export type Submission =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly reason: RefusalReason }
  | { readonly kind: "unknown"; readonly why: string };

export interface DeviceAddress {
  readonly host: string;
  readonly port: number;
}

/** Where a link says what befalls it: one object a line, with `device`, `event` and what belongs to it. */
export type LinkLog = (line: object) => void;

export interface DeviceLink {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly state: LinkState;
  /** The last status read, however old; see `heartbeatAgeMs`. */
  readonly latest: DeviceStatus | undefined;
  /**
   * A status whose reading began after this call, from a link that is not stale. Waits through reconnects for ever, until
   * the signal aborts (rejects with its reason) or the link is closed (LinkClosedError).
   */
  read(signal?: AbortSignal): Promise<DeviceStatus>;
  /**
   * Sends one frame once and never repeats it by itself. Waits for a live link first; the signal ends only that waiting,
   * for a frame under way cannot be called back.
   */
  submit(frame: JobFrame, signal?: AbortSignal): Promise<Submission>;
  /** Like `submit`, for abort, reset, hold and resume. */
  control(frame: ControlFrame, signal?: AbortSignal): Promise<Submission>;
  /**
   * Resolves with the first status, read after this call, of which `until` says true; polls quickly around `expectedMs` of
   * real time from now, when the job is expected to end. Waits through reconnects like `read`.
   */
  watch(
    until: (status: DeviceStatus) => boolean,
    expectedMs: number,
    signal?: AbortSignal,
  ): Promise<DeviceStatus>;
  /** Calls back when the state or anything but heartbeat and readings has changed; returns what ends that. */
  onChange(listener: (link: DeviceLink) => void): () => void;
  /** Smoothed time a status read takes, ms; undefined before the first. */
  roundTripMs(): number | undefined;
  /** Time since the heartbeat was last seen to move, ms; undefined before the first status. */
  heartbeatAgeMs(): number | undefined;
  /** Ends the link; what waits is rejected with a LinkClosedError. */
  close(): Promise<void>;
}

/** The link was closed while something waited for it. */
export class LinkClosedError extends Error {
  override readonly name = "LinkClosedError";

  constructor(device: string) {
    super(`the link to ${device} was closed while something waited for it`);
  }
}
