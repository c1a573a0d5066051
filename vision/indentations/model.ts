/** The trained networks of the dent finder, loaded once each, on one core: the lab's other processes need the rest. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { InferenceSession } from "onnxruntime-node";

const load = createRequire(import.meta.url);
const ort: typeof import("onnxruntime-node") = load("onnxruntime-node");

const FOLDER = new URL("../../calibration-data/dent-finder/", import.meta.url);

/** Runs a network on one input; throws an error that names the model's file when it is missing or not of this version. */
export type Network = (input: Float32Array, shape: readonly number[]) => Promise<Float32Array>;

export function network(file: string, inputName: string, outputName: string): Network {
  const path = fileURLToPath(new URL(file, FOLDER));
  let session: Promise<InferenceSession> | undefined;
  return async (input, shape) => {
    session ??= existsSync(path)
      ? ort.InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 })
      : Promise.reject(new Error(`the model ${path} is missing; restore it from the repository`));
    const tensor = new ort.Tensor("float32", input, [...shape]);
    const output = (await (await session).run({ [inputName]: tensor }))[outputName];
    if (!(output?.data instanceof Float32Array))
      throw new Error(`the model ${path} is not of this version: it has no output ${outputName}`);
    return output.data;
  };
}
