import { closeSync, mkdirSync, openSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { say } from "./long-step.mjs";

/** The holder touches its lock this often; one untouched for twelve times as long has lost its holder. */
const TOUCH_MS = 5_000;
const STALE_MS = 60_000;

/**
 * Does the work while no other set-up of this folder is at work, waiting for one that is.
 * @param {string} root the project's folder
 * @param {() => Promise<void>} work
 */
export async function alone(root, work) {
  const folder = join(root, ".hardlab");
  const lock = join(folder, "set-up.lock");
  mkdirSync(folder, { recursive: true });
  for (let told = false; !take(lock); told = true) {
    if (!told) say("another set-up is at work in this folder; waiting for it");
    await pause(500);
  }
  const touch = setInterval(() => utimesSync(lock, new Date(), new Date()), TOUCH_MS);
  try {
    await work();
  } finally {
    clearInterval(touch);
    rmSync(lock, { force: true });
  }
}

/**
 * @param {string} lock
 * @returns {boolean} whether the lock is ours now
 */
export function take(lock) {
  try {
    closeSync(openSync(lock, "wx"));
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const touched = statSync(lock, { throwIfNoEntry: false });
  if (touched !== undefined && Date.now() - touched.mtimeMs > STALE_MS) rmSync(lock, { force: true });
  return false;
}
