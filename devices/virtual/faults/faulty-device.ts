/** One device with its faults: what its jobs meet, what stands over it, and the power and network it hangs on. */

import type { Lab } from "../../lab-file.ts";
import {
  commandByCode,
  type DeviceKind,
  type DeviceMode,
  type JobFrame,
  REFUSALS,
  type RefusalReason,
} from "../../wire/index.ts";
import type { DeviceTrouble, JobTrouble, MetJob, Moment } from "../behaviours/index.ts";
import type { DeviceShell } from "../shell/index.ts";
import { type Forbidden, layStranger, takeAway, type WorldFile } from "../world/index.ts";
import { blockAbout } from "./about.ts";
import type { Arranged, FaultBook } from "./book.ts";
import { faultyShell } from "./faulty-shell.ts";
import { JOB_EFFECTS, type JobEffect, powerCut } from "./job-effects.ts";
import { faultKind, isJobFault, isLastingFault } from "./kinds.ts";
import type { Links } from "./links.ts";
import { CONDITIONS, type Condition } from "./standing.ts";

export interface FaultyDeviceOptions {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly lab: Lab;
  readonly world: WorldFile;
  readonly book: FaultBook;
  readonly links: Links;
}

interface Standing {
  readonly condition: Condition;
  readonly timer: NodeJS.Timeout | undefined;
  /** Its time is over; it waits for a reset. */
  released: boolean;
}

export class FaultyDevice implements DeviceTrouble {
  readonly #options: FaultyDeviceOptions;
  readonly #standing = new Map<Arranged, Standing>();
  #inHand: { readonly command: string; readonly cut: AbortController } | undefined;
  #shell: DeviceShell | undefined;
  #port: number | undefined;

  constructor(options: FaultyDeviceOptions) {
    this.#options = options;
  }

  /** The shell to be served instead of `shell`. */
  wrap(shell: DeviceShell): DeviceShell {
    this.#shell = faultyShell(shell, {
      refuses: (frame) => this.#refuses(frame),
      echoes: (frame) => this.#echoes(frame),
      reset: () => this.#reset(),
    });
    return this.#shell;
  }

  servedAt(port: number): void {
    this.#port = port;
  }

  meet(job: MetJob): JobTrouble {
    const effects = this.#meet(["job", "once", "lasting"], job).map((arranged) =>
      this.#effect(arranged, job),
    );
    const cut = new AbortController();
    this.#inHand = { command: job.command, cut };
    return {
      breakOff: cut.signal,
      reach: async (moment, signal) => {
        for (const { at, act } of effects) if (at === moment) await act?.(signal);
        const forbidden = moment === "start" ? this.#forbids(job.command) : undefined;
        if (forbidden !== undefined) throw forbidden;
        signal.throwIfAborted();
      },
      shown: (readingHr) =>
        effects.reduce((value, { shown }) => (shown === undefined ? value : shown(value)), readingHr),
      flaw: effects.find(({ flaw }) => flaw !== undefined)?.flaw,
      result: (result) => effects.reduce((told, effect) => effect.result?.(told) ?? told, result),
    };
  }

  sensors(words: number[]): number[] {
    let shown = words;
    for (const { condition } of this.#standing.values()) shown = condition.sensors?.(shown) ?? shown;
    return shown;
  }

  /** Does at once what the fault does; returns what is in its way, if anything. */
  actNow(arranged: Arranged): string | undefined {
    const { fault, value } = arranged.fault;
    if (isLastingFault(fault)) {
      this.stand(arranged);
      return undefined;
    }
    arranged.state = "over";
    if (fault === "powerCycle") this.#powerCycle();
    if (fault === "slotEmpty" && takeAway(this.#options.world, String(value)) === undefined)
      return `there is no block in ${value}`;
    if (fault === "rejectSlotTaken" && this.#layStranger(value) === undefined)
      return value === undefined ? "every reject slot is taken" : `${value} is taken already`;
    return undefined;
  }

  /** The fault stands over the device from now on, for its time. */
  stand(arranged: Arranged): void {
    const { fault, value, seconds } = arranged.fault;
    if (!isLastingFault(fault)) return;
    clearTimeout(this.#standing.get(arranged)?.timer);
    const condition = CONDITIONS[fault](this.#options.kind, value);
    const lasts = seconds ?? 0;
    const timer = Number.isFinite(lasts)
      ? setTimeout(() => this.#timeIsOver(arranged), lasts * 1000)
      : undefined;
    timer?.unref();
    arranged.state = "standing";
    this.#standing.set(arranged, { condition, timer, released: false });
    this.#apply();
    const inHand = this.#inHand;
    const forbidden = inHand && condition.breaksOff ? condition.forbids?.(inHand.command) : undefined;
    if (forbidden !== undefined) inHand?.cut.abort(forbidden);
  }

  /** The fault no longer stands. */
  lift(arranged: Arranged): void {
    const standing = this.#standing.get(arranged);
    if (standing === undefined) return;
    clearTimeout(standing.timer);
    this.#standing.delete(arranged);
    const { awaitsJob, times } = arranged.fault;
    arranged.state = awaitsJob && arranged.met < times ? "waiting" : "over";
    this.#apply();
  }

  #meet(acts: Parameters<FaultBook["meet"]>[1], job: MetJob): Arranged[] {
    const { book, name, world, lab } = this.#options;
    return book.meet(name, acts, job, () => blockAbout(world, lab, name, job));
  }

  #effect(arranged: Arranged, job: MetJob): JobEffect {
    const { name: device, world } = this.#options;
    const { fault, value } = arranged.fault;
    if (isJobFault(fault)) return JOB_EFFECTS[fault]({ device, world, job, value });
    if (isLastingFault(fault)) {
      const { breaksOff } = CONDITIONS[fault](this.#options.kind, value);
      return { at: breaksOff ? "beforeEffect" : "start", act: () => this.stand(arranged) };
    }
    if (fault === "powerCycle") return powerCut(momentOf(value), () => this.#powerCycle());
    if (fault === "slotEmpty")
      return {
        at: "start",
        act: () => {
          takeAway(world, job.command === "pick" ? job.text : String(value), device);
        },
      };
    return {
      at: "start",
      act: () => {
        this.#layStranger(value);
      },
    };
  }

  #layStranger(place: number | string | undefined): string | undefined {
    const { world, lab } = this.#options;
    return layStranger(world, lab, place === undefined ? undefined : String(place));
  }

  #forbids(command: string): Forbidden | undefined {
    for (const { condition } of this.#standing.values()) {
      const forbidden = condition.forbids?.(command);
      if (forbidden !== undefined) return forbidden;
    }
    return undefined;
  }

  #powerCycle(): void {
    if (this.#port !== undefined) this.#options.links.drop(this.#port);
    this.#shell?.restart();
  }

  #refuses(frame: JobFrame): RefusalReason | undefined {
    const [arranged] = this.#meet(["frame"], jobOf(this.#options.kind, frame));
    return REFUSALS.find((reason) => reason === arranged?.fault.value);
  }

  #echoes(frame: JobFrame): { after: number; polls: number } | undefined {
    const [arranged] = this.#meet(["echo"], jobOf(this.#options.kind, frame));
    if (arranged === undefined) return undefined;
    const after = arranged.fault.fault === "duplicateAnswer" ? 1 : 0;
    return { after, polls: Number(arranged.fault.value) };
  }

  #timeIsOver(arranged: Arranged): void {
    const standing = this.#standing.get(arranged);
    if (standing !== undefined && faultKind(arranged.fault.fault).untilReset) standing.released = true;
    else this.lift(arranged);
  }

  #reset(): void {
    for (const [arranged, { released }] of [...this.#standing]) if (released) this.lift(arranged);
  }

  /** Brings device and network into the state that what stands over them asks for. */
  #apply(): void {
    const conditions = [...this.#standing.values()].map(({ condition }) => condition);
    const modes = conditions.map(({ mode }) => mode);
    const mode =
      (["emergencyStop", "manual"] satisfies DeviceMode[]).find((worst) => modes.includes(worst)) ?? "auto";
    this.#shell?.setMode(mode);
    this.#shell?.freezeHeartbeat(conditions.some(({ heartbeatFrozen }) => heartbeatFrozen));
    if (this.#port === undefined) return;
    const { links } = this.#options;
    const asked = conditions.map(({ link }) => link);
    links.setCut(this.#port, asked.includes("cut"));
    links.setStopped(this.#port, asked.includes("stopped"));
    links.setDelay(
      this.#port,
      Math.max(0, ...asked.map((link) => (typeof link === "object" ? link.delayMs : 0))),
    );
  }
}

function momentOf(value: number | string | undefined): Moment {
  return value === "beforeEffect" || value === "afterEffect" ? value : "start";
}

/** What a frame asks for, under the names faults know it by. */
function jobOf(kind: DeviceKind, { command, params, text }: JobFrame): MetJob {
  const found = commandByCode(kind, command);
  return {
    command: found?.name ?? "",
    params: Object.fromEntries(found?.spec.params.map(({ name }, index) => [name, params[index] ?? 0]) ?? []),
    text,
  };
}
