/** One living connection to a device. It is made, used until its first failure, thrown away and never mended. */
import type { ControlFrame, DeviceStatus, JobFrame } from "../wire/index.ts";
import type { Submission } from "./link.ts";

export interface WireClient {
  /** Rejects when the status does not come whole within a second. */
  readStatus(): Promise<DeviceStatus>;
  /** Gives one frame to the device; `last` is the status read before it. Rejects when the answer does not come. */
  submit(frame: JobFrame, last: DeviceStatus | undefined): Promise<Submission>;
  control(frame: ControlFrame, last: DeviceStatus | undefined): Promise<Submission>;
  /** Frees the socket; resolves even when the device is gone. */
  close(): Promise<void>;
}

/** Opens a client; rejects with what went wrong when the device does not answer. */
export type OpenWireClient = () => Promise<WireClient>;

/** Longest a device may take to answer one request, ms. */
export const REQUEST_TIMEOUT_MS = 1000;
