/**
 * Nothing new is sent before the replay has come to rest: workflows restart from their beginning and run through finished jobs
 * in one go, and only when no further key is asked for does the world continue. Rest is a whole turn of the event loop
 * without a question, twice in a row.
 */
export class ReplayRest {
  #questions = 0;
  readonly #rested: Promise<void>;
  #begin: () => void = () => undefined;

  constructor() {
    const begun = new Promise<void>((resolve) => {
      this.#begin = resolve;
    });
    this.#rested = begun.then(() => this.#untilQuiet());
  }

  /** The workflows have been started; their replay is under way. */
  begin(): void {
    this.#begin();
  }

  /** A key was asked for. */
  asked(): void {
    this.#questions++;
  }

  /** Resolves when the replay has come to rest. */
  rested(): Promise<void> {
    return this.#rested;
  }

  async #untilQuiet(): Promise<void> {
    let quietTurns = 0;
    while (quietTurns < 2) {
      const before = this.#questions;
      await new Promise((resolve) => setImmediate(resolve));
      quietTurns = this.#questions === before ? quietTurns + 1 : 0;
    }
  }
}
