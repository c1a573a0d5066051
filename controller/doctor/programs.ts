/** The programs underneath: Node, and the native parts that are built for one Node and one system. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { encode } from "fast-png";
import { z } from "zod";
import { isVisionFailure, startVision } from "../../vision/index.ts";
import { type Finding, fine, textOf, wrong } from "./finding.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SET_UP = "run `npm start` or `npm test` once: the set-up repairs what is installed";
const LOAD_MS = 60_000;

const packageSchema = z.object({
  version: z.string(),
  engines: z.object({ node: z.string().regex(/^>=\d+$/) }),
});

/** Loads every native part for real; takes a few seconds. */
export async function lookAtPrograms(): Promise<Finding[]> {
  const findings = await Promise.all([lookAtNode(), lookAtStore(), lookAtVision(), lookAtClassifier()]);
  return findings;
}

async function lookAtNode(): Promise<Finding> {
  const { version, engines } = packageSchema.parse(
    JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")),
  );
  const least = Number(engines.node.slice(2));
  const found = `hardlab ${version} on Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  return Number(process.versions.node.split(".")[0]) >= least
    ? fine("versions", found)
    : wrong(
        "versions",
        `${found}; Node ${least} or newer is needed`,
        "start it by `npm run hardlab`, which brings its own Node",
      );
}

async function lookAtStore(): Promise<Finding> {
  const folder = await mkdtemp(join(tmpdir(), "hardlab-doctor-"));
  try {
    const { openInfoBase } = await import("../infobase/index.ts");
    openInfoBase(folder).close();
    return fine("better-sqlite3", "loads and writes");
  } catch (error) {
    return wrong("better-sqlite3", textOf(error), SET_UP);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function lookAtVision(): Promise<Finding> {
  const folder = await mkdtemp(join(tmpdir(), "hardlab-doctor-"));
  const vision = startVision({ timeLimitMs: LOAD_MS });
  try {
    const imagePath = join(folder, "blank.png");
    const [width, height] = [96, 96];
    await writeFile(
      imagePath,
      encode({ width, height, channels: 1, depth: 8, data: new Uint8Array(width * height).fill(128) }),
    );
    const seen = await vision.look({ imagePath, mmPerPx: 0.1 });
    return isVisionFailure(seen)
      ? wrong("opencv4nodejs", seen.error, SET_UP)
      : fine("opencv4nodejs", "loads in the vision process and looks at a picture");
  } finally {
    await vision.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** In a process of its own, as native code that does not fit may abort it. */
async function lookAtClassifier(): Promise<Finding> {
  const program = 'require("onnxruntime-node"); process.exit(0)';
  try {
    await promisify(execFile)(process.execPath, ["-e", program], { cwd: ROOT, timeout: LOAD_MS });
    return fine("onnxruntime-node", "loads");
  } catch (error) {
    return wrong("onnxruntime-node", textOf(error).split("\n").slice(0, 3).join(" "), SET_UP);
  }
}
