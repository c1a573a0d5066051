import { spawnSync } from "node:child_process";
import { SetUpError } from "./set-up-error.mjs";

/** A small piece of work for each native module; it must throw when the module does not work. */
const PROOFS = {
  opencv4nodejs: `
    const cv = require("opencv4nodejs");
    const mean = new cv.Mat(8, 8, cv.CV_8UC1, 7).gaussianBlur(new cv.Size(3, 3), 1, 1, cv.BORDER_REPLICATE).mean();
    if (Math.abs(mean.w - 7) > 1e-9) throw new Error("blurring a plane of 7 gave a mean of " + mean.w);`,
  "better-sqlite3": `
    const Database = require("better-sqlite3");
    const { answer } = new Database(":memory:").prepare("select 6 * 7 as answer").get();
    if (answer !== 42) throw new Error("6 * 7 gave " + answer);`,
  "onnxruntime-node": `
    const { InferenceSession, Tensor } = require("onnxruntime-node");
    if (typeof InferenceSession.create !== "function") throw new Error("it has no InferenceSession");
    new Tensor("float32", [1, 2], [2]);`,
};

/** @typedef {keyof typeof PROOFS} NativeModule */

/**
 * Lets the pinned Node load a native module and work with it, in a process of its own because a broken one can crash.
 * @param {string} node path of the pinned Node
 * @param {string} root the project's folder
 * @param {NativeModule} name
 * @returns {string | undefined} what went wrong, or undefined when the module works
 */
export function proveAddon(node, root, name) {
  const proof = spawnSync(node, ["--input-type=commonjs", "-e", PROOFS[name]], {
    cwd: root,
    encoding: "utf8",
    timeout: 120_000,
  });
  if (proof.error !== undefined) return proof.error.message;
  if (proof.status === 0) return undefined;
  const said =
    proof.stderr.split("\n").find((line) => /^\w*Error/.test(line)) ?? proof.stderr.trim().slice(-400);
  return proof.signal === null ? said : `the process was killed by ${proof.signal} ${said}`.trim();
}

/**
 * @param {string} node path of the pinned Node
 * @param {string} root the project's folder
 * @param {readonly NativeModule[]} names
 */
export function checkAddons(node, root, names) {
  for (const name of names) {
    const wrong = proveAddon(node, root, name);
    if (wrong !== undefined)
      throw new SetUpError(`${name} does not work under the pinned Node: ${wrong}`, {
        todo: "Delete node_modules and start again; its binaries come with its npm package.",
      });
  }
}
