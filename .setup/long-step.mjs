import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/** Real time between two signs of life of a long step, ms. */
const SIGN_OF_LIFE_MS = 20_000;

/** @param {string} text */
export function say(text) {
  console.log(`set-up: ${text}`);
}

/**
 * A duration for people: "40 s", "2 min 5 s".
 * @param {number} ms
 */
export function elapsed(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Runs a command to its end with its output in a log file, and says every 20 s that it is still at work.
 * Resolves with "ended" and its exit status, "killed" and the signal, or "absent" when there is no such command.
 * @param {{ command: string, args: string[], logPath: string, cwd?: string, env?: NodeJS.ProcessEnv,
 *   progress?: () => string }} step `progress` adds how far the step is
 * @returns {Promise<{ outcome: "ended", status: number } | { outcome: "killed", signal: string } | { outcome: "absent" }>}
 */
export function runLogged({ command, args, logPath, cwd, env, progress }) {
  mkdirSync(dirname(logPath), { recursive: true });
  const log = openSync(logPath, "w");
  const startedMs = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    const signOfLife = setInterval(() => {
      const far = progress === undefined ? "" : `, ${progress()}`;
      say(`  still at work after ${elapsed(Date.now() - startedMs)}${far}`);
    }, SIGN_OF_LIFE_MS);
    child.on("error", (error) => {
      clearInterval(signOfLife);
      if ("code" in error && error.code === "ENOENT") resolve({ outcome: "absent" });
      else reject(error);
    });
    child.on("close", (status, signal) => {
      clearInterval(signOfLife);
      if (status === null) resolve({ outcome: "killed", signal: signal ?? "unknown" });
      else resolve({ outcome: "ended", status });
    });
  });
}

/**
 * How a command ended, for an error message.
 * @param {Awaited<ReturnType<typeof runLogged>>} end
 */
export function describeEnd(end) {
  if (end.outcome === "absent") return "is not installed";
  return end.outcome === "killed" ? `was killed by ${end.signal}` : `ended with status ${end.status}`;
}
