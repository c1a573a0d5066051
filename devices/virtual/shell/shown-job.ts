/** The job a device shows: in hand or over, until the next one is accepted or the power goes. */
import {
  COMMON_FAULTS,
  type ControlWord,
  commandByCode,
  commandsOf,
  type DeviceKind,
  type JobFrame,
  type JobState,
  TEXT_BYTES,
} from "../../wire/index.ts";
import type { BehaviourOutcome } from "./behaviour.ts";

export class ShownJob {
  readonly frame: JobFrame;
  /** Name of the command, or undefined when the kind has none of this code. */
  readonly command: string | undefined;
  readonly #cut = new AbortController();
  #lifted: PromiseWithResolvers<void> | undefined;
  state: JobState = "accepted";
  result: readonly number[] = [];
  resultText = "";
  faultCode = 0;
  faultText = "";

  constructor(kind: DeviceKind, frame: JobFrame) {
    this.frame = { ...frame, params: [...frame.params] };
    this.command = commandByCode(kind, frame.command)?.name;
  }

  get signal(): AbortSignal {
    return this.#cut.signal;
  }

  get held(): boolean {
    return this.#lifted !== undefined;
  }

  unlessHeld(): Promise<void> {
    return this.#lifted?.promise ?? Promise.resolve();
  }

  isNamed(controllerId: number, jobNumber: number): boolean {
    return this.frame.controllerId === controllerId && this.frame.jobNumber === jobNumber;
  }

  steer(control: ControlWord): void {
    if (control === "hold") {
      this.#lifted ??= Promise.withResolvers<void>();
      return;
    }
    this.#lift();
    if (control !== "resume") this.#cut.abort();
  }

  /** Cuts the job off: abort, reset or power cycle. */
  cutOff(): void {
    this.#lift();
    this.#cut.abort();
  }

  end(kind: DeviceKind, outcome: BehaviourOutcome): void {
    this.#lift();
    if ("fault" in outcome) {
      this.state = outcome.fault === COMMON_FAULTS.abortedByRequest ? "aborted" : "failed";
      this.faultCode = outcome.fault;
      this.faultText = fitting(outcome.text);
      return;
    }
    this.state = "succeeded";
    const names = commandsOf(kind)[this.command ?? ""]?.results ?? [];
    this.result = names.map((name) => outcome.numbers?.[name] ?? Number.NaN);
    this.resultText = fitting(outcome.text ?? "");
  }

  #lift(): void {
    this.#lifted?.resolve();
    this.#lifted = undefined;
  }
}

/** As much of a text as fits into a frame, cut between characters. */
function fitting(text: string): string {
  let bytes = 0;
  let kept = "";
  for (const character of text) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > TEXT_BYTES) break;
    kept += character;
  }
  return kept;
}
