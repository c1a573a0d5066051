import { existsSync, readFileSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import process from "node:process";
import { describeEnd, elapsed, runLogged, say } from "./long-step.mjs";
import { SetUpError } from "./set-up-error.mjs";

const ATTEMPTS = 2;

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/**
 * Folder of the npm package that brings the pinned Node with its headers.
 * @param {string} root
 */
export function pinnedNodeFolder(root) {
  return join(root, "node_modules", `node-linux-${process.arch}`);
}

/** @param {string} root */
export function pinnedNode(root) {
  return join(pinnedNodeFolder(root), "bin", "node");
}

/**
 * Whether npm has installed all that the lock file names: every package with its version and checksum, except
 * optional ones, which npm leaves out on other platforms.
 * @param {Record<string, LockedPackage>} locked `packages` of package-lock.json
 * @param {Record<string, LockedPackage>} installed `packages` of node_modules/.package-lock.json
 */
export function isInstalled(locked, installed) {
  return Object.entries(locked).every(([path, wanted]) => {
    if (path === "") return true;
    const found = installed[path];
    if (found === undefined) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** @param {string} root */
export function npmPackagesMatch(root) {
  const installedPath = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installedPath) || !existsSync(pinnedNode(root))) return false;
  const read = (/** @type {string} */ path) => JSON.parse(readFileSync(path, "utf8")).packages;
  return isInstalled(read(join(root, "package-lock.json")), read(installedPath));
}

/**
 * The environment without the project's own programs on PATH, so that npm runs under the machine's Node while it
 * replaces node_modules.
 * @param {NodeJS.ProcessEnv} env
 */
export function machineEnvironment(env) {
  const own = `${sep}node_modules${sep}.bin`;
  const path = (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.endsWith(own))
    .join(delimiter);
  return { ...env, PATH: path };
}

/**
 * @param {string} root
 * @param {string} logs folder for npm's log
 */
export async function installNpmPackages(root, logs) {
  if (process.platform !== "linux" || (process.arch !== "x64" && process.arch !== "arm64"))
    throw new SetUpError(`there is no pinned Node for ${process.platform} on ${process.arch}`, {
      todo: "Use Linux on x64 or arm64.",
    });
  const logPath = join(logs, "npm-ci.log");
  const startedMs = Date.now();
  say("installing npm packages as package-lock.json names them (about a minute)");
  for (let attempt = 1; ; attempt++) {
    const end = await runLogged({
      command: "npm",
      args: [
        "ci",
        "--ignore-scripts",
        "--include=dev",
        "--include=optional",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
      ],
      cwd: root,
      env: machineEnvironment(process.env),
      logPath,
    });
    if (end.outcome === "ended" && end.status === 0) break;
    const failure = `npm ci ${describeEnd(end)}`;
    if (attempt === ATTEMPTS)
      throw new SetUpError(failure, {
        todo: "See that this machine reaches the npm registry and has room on its disk, then start again.",
        logPath,
      });
    say(`${failure}; trying once more`);
  }
  if (!npmPackagesMatch(root))
    throw new SetUpError("npm ci ended well, yet node_modules is not what package-lock.json says", {
      todo: `Delete node_modules and start again; ${pinnedNode(root)} must be there afterwards.`,
      logPath,
    });
  say(`npm packages installed in ${elapsed(Date.now() - startedMs)}`);
}
