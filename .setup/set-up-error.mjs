import { existsSync, readFileSync } from "node:fs";

/** Why the set-up cannot go on, what the person at the keyboard can do about it, and where the details stand. */
export class SetUpError extends Error {
  /**
   * @param {string} message what was attempted and what came back
   * @param {{ todo: string, logPath?: string }} help
   */
  constructor(message, { todo, logPath }) {
    super(message);
    this.name = "SetUpError";
    this.todo = todo;
    this.logPath = logPath;
  }

  /** The whole error as printed, with the end of the log. */
  report() {
    const lines = [`set-up FAILED: ${this.message}`, `  what to do: ${this.todo}`];
    if (this.logPath !== undefined) {
      lines.push(`  full log: ${this.logPath}`);
      for (const line of lastLines(this.logPath, 15)) lines.push(`  | ${line}`);
    }
    return lines.join("\n");
  }
}

/**
 * @param {string} path
 * @param {number} count
 */
export function lastLines(path, count) {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-count);
}
