import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { describeEnd, elapsed, runLogged, say } from "./long-step.mjs";
import { lastLines, SetUpError } from "./set-up-error.mjs";

/** Debian packages by name, each with what it is for. */
export const DEBIAN_PACKAGES = {
  "libopencv-dev": "image processing (vision)",
  "g++": "compiling the OpenCV addon",
  make: "compiling the OpenCV addon",
  python3: "compiling the OpenCV addon (node-gyp)",
  chromium: "tests of the web page",
  "python3-pymodbus": "tests only: a device of another make",
  "python3-serial-asyncio": "tests only: python3-pymodbus does not load its server without it",
  "fonts-noto-cjk": "Chinese text on the page and on certificates",
};

/** How long another apt may hold its lock before the set-up gives up, ms. */
const LOCK_PATIENCE_MS = 600_000;
const RETRY_MS = 5_000;
const ATTEMPTS = 2;

/**
 * Names of the wanted packages that are not fully installed, and versions of those that are.
 * @param {readonly string[]} wanted
 * @param {string} dpkgOutput lines of `package status version` as dpkg-query prints them
 */
export function sortPackages(wanted, dpkgOutput) {
  /** @type {Record<string, string>} */
  const versions = {};
  for (const line of dpkgOutput.split("\n")) {
    const [name, status, version] = line.split(" ");
    if (name !== undefined && status === "installed" && version !== undefined) versions[name] = version;
  }
  return {
    versions,
    missing: wanted.filter((name) => versions[name] === undefined),
  };
}

/** What dpkg knows of the packages this project needs. Without dpkg nothing is missing and nothing is known. */
export function readDebianPackages() {
  const wanted = Object.keys(DEBIAN_PACKAGES);
  const format = "$" + "{Package} $" + "{db:Status-Status} $" + "{Version}\\n";
  const query = spawnSync("dpkg-query", ["-W", "-f", format, ...wanted], {
    encoding: "utf8",
  });
  if (query.error !== undefined) {
    if ("code" in query.error && query.error.code === "ENOENT")
      return {
        isDebian: false,
        wanted,
        versions: /** @type {Record<string, string>} */ ({}),
        missing: [],
      };
    throw query.error;
  }
  return { isDebian: true, wanted, ...sortPackages(wanted, query.stdout) };
}

/** @param {readonly string[]} packages */
export function installByHand(packages) {
  return `apt-get update && apt-get install -y --no-install-recommends ${packages.join(" ")}`;
}

/**
 * Whether apt gave up because another apt or dpkg was at work.
 * @param {string} log the end of apt's output
 */
export function isLocked(log) {
  return /could not get lock|unable to (acquire|lock)/i.test(log);
}

/**
 * Installs packages with apt-get; waits for another apt's lock, tries once more after a failure.
 * @param {readonly string[]} packages
 * @param {string} logs folder for apt's log
 * @param {number} pauseMs real time before apt is asked again
 */
export async function installDebianPackages(packages, logs, pauseMs = RETRY_MS) {
  for (const name of packages) say(`Debian package ${name} is missing: ${whatFor(name)}`);
  if (process.getuid?.() !== 0)
    throw new SetUpError(`${packages.join(", ")} must be installed, which only root may do`, {
      todo: `Run the same command as root, or once: sudo sh -c '${installByHand(packages)}'`,
    });
  mkdirSync(logs, { recursive: true });
  const logPath = join(logs, "apt.log");
  const startedMs = Date.now();
  say(`installing ${packages.length} Debian packages with apt-get (some minutes)`);
  for (let attempt = 1; ; attempt++) {
    const failure =
      (await aptGet("update", ["update"], logPath, pauseMs)) ??
      (await aptGet("install", ["install", "-y", "--no-install-recommends", ...packages], logPath, pauseMs));
    if (failure === undefined) break;
    if (attempt === ATTEMPTS)
      throw new SetUpError(failure, {
        todo: `See that this machine reaches its Debian mirror and has room on its disk, then start again, or run: ${installByHand(packages)}`,
        logPath,
      });
    say(`${failure}; trying once more`);
    await pause(pauseMs);
  }
  say(`Debian packages installed in ${elapsed(Date.now() - startedMs)}`);
}

/**
 * @param {string} what
 * @param {string[]} args
 * @param {string} logPath
 * @param {number} pauseMs
 * @returns {Promise<string | undefined>} what went wrong
 */
async function aptGet(what, args, logPath, pauseMs) {
  const startedMs = Date.now();
  for (let told = false; ; told = true) {
    const end = await runLogged({
      command: "apt-get",
      args: ["-q", "-o", "Dpkg::Use-Pty=0", "-o", `DPkg::Lock::Timeout=${LOCK_PATIENCE_MS / 1000}`, ...args],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
      logPath,
    });
    if (end.outcome === "ended" && end.status === 0) return undefined;
    const waitedMs = Date.now() - startedMs;
    if (!isLocked(lastLines(logPath, 5).join("\n")) || waitedMs > LOCK_PATIENCE_MS)
      return `apt-get ${what} ${describeEnd(end)}`;
    if (!told) say("another apt or dpkg is at work on this machine; waiting for it (10 minutes at most)");
    await pause(pauseMs);
  }
}

/** @param {string} name */
function whatFor(name) {
  return Object.entries(DEBIAN_PACKAGES).find(([known]) => known === name)?.[1] ?? "needed";
}
