/** Pictures with their truth for the tests of vision: rendered by seed into a folder, and spoilt copies of them. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BlockTruth, encodeBmp, writeRenders } from "../../devices/virtual/render/index.ts";
import type { BlockInGripper } from "../../vision/index.ts";

export interface Picture {
  readonly path: string;
  readonly truth: BlockTruth;
  /** As the stage would measure it. */
  readonly block: BlockInGripper;
}

export async function renderPictures(folder: string, count: number, seed: number): Promise<Picture[]> {
  await writeRenders({ outDir: folder, count, seed, split: "lab", format: "bmp", log: () => undefined });
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => {
    const truth: BlockTruth = JSON.parse(readFileSync(join(folder, name), "utf8"));
    return { path: join(folder, truth.image), truth, block: blockOf(truth) };
  });
}

export function blockOf({ outline }: BlockTruth): BlockInGripper {
  const [offsetXMm, offsetYMm] = outline.centreMm;
  return outline.kind === "round"
    ? { round: true, lengthMm: outline.diameterMm, widthMm: outline.diameterMm, offsetXMm, offsetYMm }
    : { round: false, lengthMm: outline.lengthMm, widthMm: outline.widthMm, offsetXMm, offsetYMm };
}

/** A copy of a picture with every grey value changed; `grey` sees the pixels row by row, top row first. */
export function spoilt(
  picture: Picture,
  path: string,
  change: (grey: Uint8Array, widthPx: number, heightPx: number) => Uint8Array,
): Picture {
  const { widthPx, heightPx } = picture.truth;
  writeFileSync(path, encodeBmp(change(readBmp(picture), widthPx, heightPx), widthPx, heightPx));
  return { ...picture, path };
}

/** Pixels of an 8-bit BMP as the renderer writes it. */
function readBmp(picture: Picture): Uint8Array {
  const file = readFileSync(picture.path);
  const { widthPx, heightPx } = picture.truth;
  const stride = Math.ceil(widthPx / 4) * 4;
  const upsideDown = file.readInt32LE(22) > 0;
  const grey = new Uint8Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    const from = file.readUInt32LE(10) + (upsideDown ? heightPx - 1 - row : row) * stride;
    grey.set(file.subarray(from, from + widthPx), row * widthPx);
  }
  return grey;
}

/** Running mean over a square of 2 · reach + 1 pixels, rows then columns. */
export function boxBlur(grey: Uint8Array, widthPx: number, heightPx: number, reach: number): Uint8Array {
  const once = (
    from: Uint8Array,
    lines: number,
    length: number,
    step: number,
    stride: number,
  ): Uint8Array => {
    const to = new Uint8Array(from.length);
    for (let line = 0; line < lines; line++) {
      const at = (i: number): number =>
        from[line * stride + Math.max(0, Math.min(length - 1, i)) * step] ?? 0;
      let sum = 0;
      for (let i = -reach; i <= reach; i++) sum += at(i);
      for (let i = 0; i < length; i++) {
        to[line * stride + i * step] = sum / (2 * reach + 1);
        sum += at(i + reach + 1) - at(i - reach);
      }
    }
    return to;
  };
  return once(once(grey, heightPx, widthPx, 1, widthPx), widthPx, heightPx, widthPx, 1);
}
