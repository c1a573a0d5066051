import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pinnedNode } from "./npm-packages.mjs";
import { addonPath } from "./opencv-cache.mjs";

/**
 * What the native modules were found working with: as long as none of it changes they need not be loaded again.
 * @typedef {Record<"lock" | "node" | "addon" | "libopencv" | "arch", string>} Stamp
 */

/** @param {string} root */
const stampPath = (root) => join(root, "node_modules", ".hardlab-set-up.json");

/** @param {string} path */
function fingerprint(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? "absent" : `${found.size} bytes of ${Math.round(found.mtimeMs)}`;
}

/**
 * @param {string} root
 * @param {{ versions: Record<string, string> }} debian
 * @returns {Stamp}
 */
export function describeMachine(root, debian) {
  return {
    lock: createHash("sha256")
      .update(readFileSync(join(root, "package-lock.json")))
      .digest("hex"),
    node: fingerprint(pinnedNode(root)),
    addon: fingerprint(addonPath(root)),
    libopencv: debian.versions["libopencv-dev"] ?? "unknown",
    arch: process.arch,
  };
}

/**
 * @param {string} root
 * @returns {unknown} the stamp as it was written, or undefined when there is none that can be read
 */
export function readStamp(root) {
  if (!existsSync(stampPath(root))) return undefined;
  try {
    return JSON.parse(readFileSync(stampPath(root), "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * @param {unknown} found
 * @param {Stamp} now
 */
export function sameStamp(found, now) {
  return JSON.stringify(found) === JSON.stringify(now);
}

/**
 * @param {string} root
 * @param {Stamp} stamp
 */
export function writeStamp(root, stamp) {
  const beside = `${stampPath(root)}.new`;
  writeFileSync(beside, JSON.stringify(stamp));
  renameSync(beside, stampPath(root));
}
