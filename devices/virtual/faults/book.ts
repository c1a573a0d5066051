/** The faults arranged so far: which wait, which have met their job, which are over. Kept in memory; a restart begins with none. */
import type { MetJob } from "../behaviours/index.ts";
import type { Fault } from "./fault.ts";
import { type FaultKind, faultKind } from "./kinds.ts";

export type FaultState = "waiting" | "standing" | "over";

/** A fault as people see it. */
export interface FaultView {
  readonly id: number;
  readonly device: string;
  readonly fault: string;
  readonly command?: string;
  readonly nth?: number;
  readonly times?: number;
  /** Left out for what does not last, and for what stands until it is cleared. */
  readonly seconds?: number;
  readonly value?: number | string;
  readonly when?: { readonly block?: string; readonly slot?: number; readonly afterS?: number };
  readonly state: FaultState;
  /** How many jobs it has met. */
  readonly met: number;
}

export interface Arranged {
  readonly id: number;
  readonly fault: Fault;
  state: FaultState;
  /** Jobs it could have met, and those it met. */
  seen: number;
  met: number;
  /** False while `afterS` runs. */
  armed: boolean;
}

/** The block a job is about, as the world has it. */
export interface BlockAbout {
  readonly id: string;
  /** Place it came in, such as `slot:7`. */
  readonly home: string;
}

export class FaultBook {
  readonly #arranged: Arranged[] = [];
  #lastId = 0;

  get all(): readonly Arranged[] {
    return this.#arranged;
  }

  add(fault: Fault): Arranged {
    const arranged: Arranged = {
      id: ++this.#lastId,
      fault,
      state: "waiting",
      seen: 0,
      met: 0,
      armed: fault.afterS === 0,
    };
    this.#arranged.push(arranged);
    return arranged;
  }

  remove(arranged: Arranged): void {
    const index = this.#arranged.indexOf(arranged);
    if (index >= 0) this.#arranged.splice(index, 1);
  }

  /** The faults that meet a job of `device` on one of these occasions, in the order they were arranged; counts the job for each. */
  meet(
    device: string,
    occasions: readonly FaultKind["acts"][],
    job: MetJob,
    about: () => BlockAbout | undefined,
  ): Arranged[] {
    return this.#arranged.filter((arranged) => {
      const { fault, armed, state } = arranged;
      const kind = faultKind(fault.fault);
      if (!armed || state === "over" || !fault.awaitsJob || fault.device !== device) return false;
      if (!occasions.includes(kind.acts) || !concerns(fault, kind, job.command)) return false;
      if (fault.block !== undefined && about()?.id !== fault.block) return false;
      if (fault.slot !== undefined && about()?.home !== `slot:${fault.slot}`) return false;
      arranged.seen++;
      if (arranged.seen < fault.nth) return false;
      arranged.met++;
      if (arranged.met >= fault.times) arranged.state = "over";
      return true;
    });
  }
}

function concerns({ command }: Fault, { commands }: FaultKind, met: string): boolean {
  return command === undefined ? (commands?.includes(met) ?? true) : command === met;
}

export function viewOf({ id, fault, state, met }: Arranged): FaultView {
  const { block, slot, afterS, seconds, command, value } = fault;
  const when = {
    ...(block === undefined ? {} : { block }),
    ...(slot === undefined ? {} : { slot }),
    ...(afterS === 0 ? {} : { afterS }),
  };
  return {
    id,
    device: fault.device,
    fault: fault.fault,
    ...(command === undefined ? {} : { command }),
    ...(fault.awaitsJob ? { nth: fault.nth, times: fault.times } : {}),
    ...(seconds === undefined || !Number.isFinite(seconds) ? {} : { seconds }),
    ...(value === undefined ? {} : { value }),
    ...(Object.keys(when).length === 0 ? {} : { when }),
    state,
    met,
  };
}
