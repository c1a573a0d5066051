/**
 * The built OpenCV addon in the user's cache folder: an entry is the compiled file, the build's description that its
 * loader insists on (auto-build.json), and a checksum. Entries are written beside and renamed, never changed.
 */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import process from "node:process";

/** Stands in a kept description for the folder that differs from clone to clone. */
const BUILD_ROOT = "@BUILD_ROOT@";

/**
 * The user's cache folder for this project.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 */
export function cacheFolder(env, home) {
  const given = env.XDG_CACHE_HOME;
  return join(given !== undefined && isAbsolute(given) ? given : join(home, ".cache"), "hardlab");
}

/**
 * Name of a cache entry: everything a compiled addon depends on.
 * @param {{ addon: string, builder: string, node: string, abi: string, libopencv: string, arch: string }} versions
 */
export function cacheKey({ addon, builder, node, abi, libopencv, arch }) {
  const key = `opencv4nodejs-${addon}_builder-${builder}_node-${node}_abi-${abi}_libopencv-${libopencv}_${arch}`;
  return key.replace(/[^A-Za-z0-9.+_-]/g, "_");
}

/** @param {string} root */
export function addonPath(root) {
  return join(root, "node_modules", "opencv4nodejs", "build", "Release", "opencv4nodejs.node");
}

/**
 * The folder in which opencv-build keeps the descriptions of its builds.
 * @param {string} root
 */
export function buildRoot(root) {
  return join(root, "node_modules", "@u4", "opencv-build", "script");
}

/**
 * @param {string} folder
 * @returns {string | undefined} name of the build's folder, such as opencv-0.0.0-8b1ea
 */
function describedBuild(folder) {
  return readdirSync(folder).find(
    (name) => name.startsWith("opencv-") && existsSync(join(folder, name, "auto-build.json")),
  );
}

/** @param {Buffer} bytes */
const checksum = (bytes) => createHash("sha256").update(bytes).digest("hex");

/**
 * Keeps the addon built in `root` as the entry `entry`.
 * @param {string} root
 * @param {string} entry path of the entry's folder
 */
export function keep(root, entry) {
  const build = describedBuild(buildRoot(root));
  if (build === undefined) throw new Error(`there is no auto-build.json under ${buildRoot(root)}`);
  const description = readFileSync(join(buildRoot(root), build, "auto-build.json"), "utf8");
  const addon = readFileSync(addonPath(root));
  const beside = `${entry}.${process.pid}.new`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { recursive: true });
  writeFileSync(join(beside, "opencv4nodejs.node"), addon);
  writeFileSync(
    join(beside, "auto-build.json"),
    description.replaceAll(JSON.stringify(buildRoot(root)), `"${BUILD_ROOT}"`),
  );
  writeFileSync(join(beside, "entry.json"), JSON.stringify({ build, sha256: checksum(addon) }));
  rmSync(entry, { recursive: true, force: true });
  renameSync(beside, entry);
}

/**
 * Copies an entry into the clone at `root`.
 * @param {string} root
 * @param {string} entry path of the entry's folder
 * @returns {{ found: "copied" } | { found: "nothing" } | { found: "broken", why: string }}
 */
export function restore(root, entry) {
  if (!existsSync(entry)) return { found: "nothing" };
  try {
    const { build, sha256 } = JSON.parse(readFileSync(join(entry, "entry.json"), "utf8"));
    if (typeof build !== "string" || !/^opencv-[\w.-]+$/.test(build))
      return { found: "broken", why: "it names no build" };
    const kept = join(entry, "opencv4nodejs.node");
    if (checksum(readFileSync(kept)) !== sha256)
      return { found: "broken", why: "the addon's checksum is wrong" };
    const description = readFileSync(join(entry, "auto-build.json"), "utf8");
    const described = join(buildRoot(root), build, "auto-build.json");
    mkdirSync(dirname(described), { recursive: true });
    writeFileSync(described, description.replaceAll(`"${BUILD_ROOT}"`, JSON.stringify(buildRoot(root))));
    const beside = `${addonPath(root)}.${process.pid}.new`;
    mkdirSync(dirname(beside), { recursive: true });
    cpSync(kept, beside);
    renameSync(beside, addonPath(root));
    return { found: "copied" };
  } catch (error) {
    return {
      found: "broken",
      why: error instanceof Error ? error.message : String(error),
    };
  }
}
