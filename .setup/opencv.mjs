/**
 * Provides the OpenCV addon for the pinned Node: as it is, from the user's cache, or built (about six minutes).
 * The only proof that counts is that it loads and works: a failed build can end with status 0.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { describeEnd, elapsed, runLogged, say } from "./long-step.mjs";
import { proveAddon } from "./native-addons.mjs";
import { pinnedNode, pinnedNodeFolder } from "./npm-packages.mjs";
import { addonPath, cacheKey, keep, restore } from "./opencv-cache.mjs";
import { SetUpError } from "./set-up-error.mjs";

/** Memory one compiler may need, bytes. */
const COMPILER_BYTES = 1.5 * 2 ** 30;
const LIBRARY_FOLDERS = {
  x64: "/usr/lib/x86_64-linux-gnu",
  arm64: "/usr/lib/aarch64-linux-gnu",
};

/** @param {string} path of a package.json */
const versionIn = (path) => JSON.parse(readFileSync(path, "utf8")).version;

/**
 * @param {string} root
 * @param {string} libopencv Debian version of libopencv-dev
 */
function readVersions(root, libopencv) {
  const print = "process.versions.node + ' ' + process.versions.modules";
  const [node = "", abi = ""] = execFileSync(pinnedNode(root), ["-p", print], {
    encoding: "utf8",
  })
    .trim()
    .split(" ");
  return {
    addon: versionIn(join(root, "node_modules", "opencv4nodejs", "package.json")),
    builder: versionIn(join(root, "node_modules", "@u4", "opencv-build", "package.json")),
    node,
    abi,
    libopencv,
    arch: process.arch,
  };
}

/**
 * The environment of the build: Debian's OpenCV, the pinned Node's headers, and the pinned Node first on PATH.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {number} jobs compilers at a time
 */
export function buildEnvironment(root, env, jobs) {
  const inherited = Object.entries(env).filter(([name]) => !/^OPENCV/.test(name));
  return {
    ...Object.fromEntries(inherited),
    OPENCV4NODEJS_DISABLE_AUTOBUILD: "1",
    OPENCV_INCLUDE_DIR: "/usr/include/opencv4",
    OPENCV_LIB_DIR: process.arch === "arm64" ? LIBRARY_FOLDERS.arm64 : LIBRARY_FOLDERS.x64,
    OPENCV_BIN_DIR: "/usr/bin",
    JOBS: String(jobs),
    npm_config_nodedir: pinnedNodeFolder(root),
    PATH: [join(root, "node_modules", ".bin"), env.PATH ?? ""].join(delimiter),
  };
}

/**
 * Compilers at a time that cores and memory allow.
 * @param {number} cores
 * @param {number} memoryBytes
 */
export function compilersAtATime(cores, memoryBytes) {
  return Math.max(1, Math.min(cores, Math.floor(memoryBytes / COMPILER_BYTES)));
}

/**
 * How far the compilation is, from what it has left on disk.
 * @param {string} root
 */
function compiled(root) {
  const folder = join(root, "node_modules", "opencv4nodejs");
  const total = readFileSync(join(folder, "binding.gyp"), "utf8").match(/"cc\/[^"]+\.cc"/g)?.length ?? 0;
  const objects = join(folder, "build", "Release", "obj.target");
  return `${existsSync(objects) ? countObjects(objects) : 0} of ${total} files compiled`;
}

/**
 * @param {string} folder
 * @returns {number}
 */
function countObjects(folder) {
  let count = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) count += countObjects(join(folder, entry.name));
    else if (entry.name.endsWith(".o")) count += 1;
  }
  return count;
}

/**
 * @param {string} root
 * @param {string} logs
 */
async function build(root, logs) {
  const jobs = compilersAtATime(cpus().length, totalmem());
  const logPath = join(logs, "opencv-build.log");
  const startedMs = Date.now();
  say(
    `building the OpenCV addon, ${jobs} compilers at a time (about 6 minutes on two cores; once per machine)`,
  );
  rmSync(join(root, "node_modules", "opencv4nodejs", "build"), {
    recursive: true,
    force: true,
  });
  const end = await runLogged({
    command: "npm",
    args: ["rebuild", "opencv4nodejs", "--ignore-scripts=false", "--foreground-scripts"],
    cwd: root,
    env: buildEnvironment(root, process.env, jobs),
    logPath,
    progress: () => compiled(root),
  });
  const todo = `Read the log; libopencv-dev, g++, make and python3 must be installed. Then start again.`;
  if (end.outcome !== "ended" || end.status !== 0)
    throw new SetUpError(`building the OpenCV addon: npm rebuild opencv4nodejs ${describeEnd(end)}`, {
      todo,
      logPath,
    });
  const wrong = existsSync(addonPath(root))
    ? proveAddon(pinnedNode(root), root, "opencv4nodejs")
    : `${addonPath(root)} is missing`;
  if (wrong !== undefined)
    throw new SetUpError(`the OpenCV addon was built, but does not work: ${wrong}`, { todo, logPath });
  say(`OpenCV addon built in ${elapsed(Date.now() - startedMs)}`);
}

/**
 * @param {{ root: string, cache: string, logs: string, libopencvVersion: string }} where
 */
export async function provideOpencv({ root, cache, logs, libopencvVersion }) {
  const entry = join(cache, "opencv4nodejs", cacheKey(readVersions(root, libopencvVersion)));
  const works = () => proveAddon(pinnedNode(root), root, "opencv4nodejs") === undefined;
  if (existsSync(addonPath(root)) && works()) {
    if (!existsSync(entry)) keep(root, entry);
    return;
  }
  const kept = restore(root, entry);
  if (kept.found === "copied" && works()) {
    say(`OpenCV addon taken from ${entry}`);
    return;
  }
  if (kept.found !== "nothing") {
    const why = kept.found === "broken" ? kept.why : "the addon does not load";
    say(`the kept OpenCV addon is broken (${why}) and is built anew: ${entry}`);
    rmSync(entry, { recursive: true, force: true });
  }
  await build(root, logs);
  keep(root, entry);
}
