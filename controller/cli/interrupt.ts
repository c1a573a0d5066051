/** Ctrl-C (or SIGTERM) while a tray runs: the first lets what is under way be finished, the next one ends at once. */

export interface Interrupt {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Lets signals be again what they were. */
  release(): void;
}

/** Shell's status for a program that was ended by SIGINT. */
export const INTERRUPTED = 130;

/** `goesOn`: the command that goes on with what was begun. */
export function onInterrupt(goesOn: string): Interrupt {
  const over = new AbortController();
  const say = (text: string) => process.stderr.write(`\n${text}\n`);
  const heard = (name: NodeJS.Signals): void => {
    if (over.signal.aborted) {
      say(`${name}: ended at once. A batch that has begun goes on where it stands with:\n  ${goesOn}`);
      process.exit(INTERRUPTED);
    }
    say(`${name}: what is under way on a device is finished, nothing new begun. Once more ends at once.`);
    over.abort();
  };
  process.on("SIGINT", heard);
  process.on("SIGTERM", heard);
  return {
    signal: over.signal,
    release() {
      process.off("SIGINT", heard);
      process.off("SIGTERM", heard);
    },
  };
}

/** A command line of hardlab that can be pasted into a shell: its words, then its options. */
export function commandLine(
  words: readonly string[],
  options: Readonly<Record<string, string | number>>,
): string {
  const given = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return ["hardlab", ...words, ...given].map(quoted).join(" ");
}

const quoted = (word: string): string =>
  /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
