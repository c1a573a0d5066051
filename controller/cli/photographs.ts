/** What `look`, `plan` and `measure` share: photographs one after the other through vision, each with its answer or its error. */
import { existsSync, mkdirSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { isVisionFailure, startVision, type VisionFailure, type VisionProcess } from "../../vision/index.ts";

/** One entry of the answer; `error` is null when all went well. */
export interface Entry {
  readonly file: string;
  readonly error: string | null;
}

/**
 * Asks for each image in turn. A bad one is an error on its entry, the others are still done; then the exit status is 1. With `json`
 * the last line is one object, else `show` tells a person.
 */
export async function eachPhotograph<A extends object, E extends Entry>(
  images: readonly string[],
  ask: (vision: VisionProcess, image: string, overlayPath: string | undefined) => Promise<A | VisionFailure>,
  entry: (file: string, answer: A | { readonly error: string }) => E,
  options: {
    readonly json?: boolean;
    readonly overlay?: string;
    readonly show: (answer: A, entry: E) => string;
  },
): Promise<void> {
  const vision = startVision();
  const entries: E[] = [];
  try {
    const overlays = overlayPaths(images, options.overlay);
    for (const [n, image] of images.entries()) {
      const answer = existsSync(image)
        ? await ask(vision, resolve(image), overlays[n])
        : { error: `${image} does not exist; name a picture file` };
      const one = entry(image, answer);
      entries.push(one);
      if (options.json === true) continue;
      process.stdout.write(
        isVisionFailure(answer) ? `${image}\n  error: ${answer.error}\n` : options.show(answer, one),
      );
    }
  } finally {
    await vision.close();
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify({ images: entries })}\n`);
  if (entries.some(({ error }) => error !== null)) process.exitCode = 1;
}

/** One PNG for each image in the folder, told apart by a number where two images are called alike. */
function overlayPaths(images: readonly string[], folder: string | undefined): (string | undefined)[] {
  if (folder === undefined) return images.map(() => undefined);
  mkdirSync(folder, { recursive: true });
  const taken = new Set<string>();
  return images.map((image) => {
    const name = basename(image, extname(image));
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name}-${n}`;
    taken.add(free);
    return resolve(join(folder, `${free}.overlay.png`));
  });
}
