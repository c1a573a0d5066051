/** Which version of vision answers: kept beside every result, so that a later one can be told apart. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Raised when the programs come to give other results for the same picture. */
const PROGRAMS = 2;
const NETWORKS = fileURLToPath(new URL("../calibration-data/dent-finder/", import.meta.url));
const HASH_LETTERS = 12;

let version: string | undefined;

/** Number of the programs and hash of the networks that find and judge dents, such as `2-1f0c9a77b2d4`. Throws when their folder is missing. */
export function visionVersion(): string {
  version ??= `${PROGRAMS}-${hashOfNetworks()}`;
  return version;
}

function hashOfNetworks(): string {
  const hash = createHash("sha256");
  const names = readdirSync(NETWORKS).filter((name) => name.endsWith(".onnx"));
  for (const name of names.sort()) hash.update(name).update(readFileSync(`${NETWORKS}${name}`));
  return hash.digest("hex").slice(0, HASH_LETTERS);
}
