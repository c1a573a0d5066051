/** Judges a device's heartbeat: whether it moves, for how long it has not, and whether a standing one may be trusted again. */
import type { DeviceStatus } from "../wire/index.ts";
import { STALE_AFTER_MS } from "./pace.ts";

export class Heartbeat {
  #beat: number | undefined;
  #bootId: number | undefined;
  #movedMs: number | undefined;
  #clientSinceMs = 0;
  #stoodStill = false;

  /** False from the moment it was found standing still until it has moved. */
  get trusted(): boolean {
    return !this.#stoodStill && this.#beat !== undefined;
  }

  /** A fresh client gets its own two seconds to see the heartbeat move. */
  newClient(nowMs: number): void {
    this.#clientSinceMs = nowMs;
  }

  /** Takes in a status; false when the heartbeat has stood still for too long. */
  seen(status: Pick<DeviceStatus, "heartbeat" | "bootId">, nowMs: number): boolean {
    if (status.heartbeat !== this.#beat || status.bootId !== this.#bootId) {
      this.#beat = status.heartbeat;
      this.#bootId = status.bootId;
      this.#movedMs = nowMs;
      this.#stoodStill = false;
      return true;
    }
    const since = Math.max(this.#movedMs ?? nowMs, this.#clientSinceMs);
    if (nowMs - since < STALE_AFTER_MS) return true;
    this.#stoodStill = true;
    return false;
  }

  ageMs(nowMs: number): number | undefined {
    return this.#movedMs === undefined ? undefined : nowMs - this.#movedMs;
  }
}
