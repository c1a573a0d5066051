import { resolve } from "node:path";
import { writeRenders } from "../lab/renders.ts";

interface RenderCommand {
  readonly out: string;
  readonly n: number;
  readonly seed: number;
  readonly split: string;
  readonly json?: boolean;
}

export async function render(options: RenderCommand): Promise<void> {
  const { split } = options;
  if (split !== "lab" && split !== "fit" && split !== "hard")
    throw new Error(`--split ${split}: there are lab, fit and hard`);
  const outDir = resolve(options.out);
  await writeRenders({
    outDir,
    count: options.n,
    seed: options.seed,
    split,
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const summary = { out: outDir, n: options.n, seed: options.seed, split };
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(summary)}\n`
      : `${options.n} pictures of split ${split} in ${outDir}\n`,
  );
}
