import { resolve } from "node:path";
import { CAMERAS, PICTURE_FORMATS, SPLITS, VIEWS, writeRenders } from "../lab/renders.ts";

interface RenderCommand {
  readonly out: string;
  readonly n: number;
  readonly seed: number;
  readonly view: string;
  readonly split: string;
  readonly camera: string;
  readonly format: string;
  readonly json?: boolean;
}

export async function render(options: RenderCommand): Promise<void> {
  const view = oneOf("--view", options.view, VIEWS);
  const split = oneOf("--split", options.split, SPLITS);
  const camera = oneOf("--camera", options.camera, CAMERAS);
  const format = oneOf("--format", options.format, PICTURE_FORMATS);
  const outDir = resolve(options.out);
  const { n, seed } = options;
  await writeRenders({
    outDir,
    count: n,
    seed,
    view,
    split,
    camera,
    format,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ out: outDir, n, seed, view, split, camera, format })}\n`
      : `${n} pictures (${view}, ${split}) in ${outDir}\n`,
  );
}

function oneOf<T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((name) => name === given);
  if (found === undefined) throw new Error(`${option} ${given}: there are ${known.join(", ")}`);
  return found;
}
