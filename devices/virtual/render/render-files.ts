/** Pictures with their truth beside them, as files: NNNN.png and NNNN.json, each written beside and renamed. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { renderPicture } from "./picture.ts";
import { encodePicture, type PictureFormat } from "./picture-files.ts";
import { pictureTruth } from "./picture-truth.ts";
import { mixSeed } from "./random.ts";
import type { Split } from "./rigs.ts";
import type { CameraName, View } from "./sampled-scene.ts";
import { sampleView } from "./views.ts";

/** A folder that cannot take the pictures, and why. */
export class RenderFolderError extends Error {
  override readonly name = "RenderFolderError";
  constructor(folder: string, cause: unknown) {
    super(
      `pictures cannot be written into ${folder}: ${cause instanceof Error ? cause.message : String(cause)}; ` +
        "name a folder that you may write to",
      { cause },
    );
  }
}

export interface RenderRequest {
  readonly outDir: string;
  /** Number of pictures, 1 to 1,000,000. */
  readonly count: number;
  /** Whole number; equal seeds write equal files. */
  readonly seed: number;
  readonly split?: Split;
  /** `block` by default. */
  readonly view?: View;
  /** What looks at whole blocks: the lab's own camera by default. */
  readonly camera?: CameraName;
  /** PNG is smaller, BMP is what the lab's camera delivers and quicker; JPEG (quality 92) alone loses something. */
  readonly format?: PictureFormat;
  /** Told of each picture as it is finished, in one line. */
  readonly log: (line: string) => void;
}

const MOST_PICTURES = 1_000_000;

/**
 * Draws `count` pictures of random blocks. A picture without its JSON is unfinished. Throws a RangeError for a count or seed out
 * of range and a RenderFolderError where the folder cannot be made or written.
 */
export async function writeRenders(request: RenderRequest): Promise<void> {
  const { count, seed, split = "lab", view = "block", camera = "lab", format = "png", log } = request;
  if (!Number.isInteger(count) || count < 1 || count > MOST_PICTURES)
    throw new RangeError(
      `the number of pictures must be a whole number from 1 to ${MOST_PICTURES}, not ${count}`,
    );
  if (!Number.isSafeInteger(seed)) throw new RangeError(`the seed must be a whole number, not ${seed}`);
  const outDir = resolve(request.outDir);
  probe(outDir);
  for (let n = 1; n <= count; n++) {
    const name = String(n).padStart(Math.max(4, String(count).length), "0");
    const image = `${name}.${format}`;
    const sceneSeed = mixSeed(seed, n);
    const scene = sampleView(view, sceneSeed, split, camera);
    const { picture, contrastsGrey } = renderPicture(scene);
    const bytes = encodePicture(picture, format);
    const truth = pictureTruth(scene, contrastsGrey, { image, split, seed: sceneSeed });
    store(outDir, image, bytes);
    store(outDir, `${name}.json`, `${JSON.stringify(truth, undefined, 1)}\n`);
    log(
      `${image} of ${count}: ${truth.dents.length} ${truth.dents.length === 1 ? "dent" : "dents"}, ${truth.state}`,
    );
    await new Promise((done) => setImmediate(done));
  }
}

/** Finds out before the first picture is drawn whether the folder takes files. */
function probe(outDir: string): void {
  try {
    makeFolder(outDir);
    const file = join(outDir, `.probe-${process.pid}`);
    writeFileSync(file, "");
    rmSync(file);
  } catch (error) {
    throw new RenderFolderError(outDir, error);
  }
}

/** Makes a folder and what is missing above it, step by step: Node's own recursive mkdir never returns below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  mkdirSync(folder);
}

function store(outDir: string, name: string, content: Uint8Array | string): void {
  const path = join(outDir, name);
  try {
    writeFileSync(`${path}.part`, content);
    renameSync(`${path}.part`, path);
  } catch (error) {
    rmSync(`${path}.part`, { force: true });
    throw new RenderFolderError(outDir, error);
  }
}
