/**
 * Interlocks of moving machinery (联锁): two devices never act in the same space at once. They live as long as the movement
 * does, so a power cycle frees them.
 */
import { COMMON_FAULTS } from "../../wire/index.ts";
import { Forbidden } from "../world/index.ts";

export class Interlocks {
  readonly #spaces = new Map<string, string>();

  /** Runs `movement` with `space` taken by `device`; throws a Forbidden (interlock) when another one moves there. */
  async within<T>(space: string, device: string, movement: () => Promise<T>): Promise<T> {
    const other = this.#spaces.get(space);
    if (other !== undefined)
      throw new Forbidden(COMMON_FAULTS.interlock, `${other} is moving at the ${space}; ${device} must wait`);
    this.#spaces.set(space, device);
    try {
      return await movement();
    } finally {
      this.#spaces.delete(space);
    }
  }
}

/** The anvil of a tester: its indenter and the arm's shifts share it. */
export const anvilOf = (tester: string): string => `anvil of ${tester}`;
/** The dock of a station: the AGV's hand-over and the arm's picks share it. */
export const dockOf = (station: string): string => `dock ${station}`;
