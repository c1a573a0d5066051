import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PictureTruth, writeRenders } from "../../devices/virtual/render/index.ts";
import { type GreyImage, readGreyImage } from "../../vision/image/grey-image.ts";
import { cv } from "../../vision/image/opencv.ts";
import { measureBackground } from "../../vision/surface/background.ts";
import { judgeSurface, readability, type SurfaceJudgement } from "../../vision/surface/index.ts";
import { faceArea, rimsOf } from "../bench/surface-samples.ts";

const SEED = Number(process.env.SEED ?? 31_415);
console.log(`surface on renders: seed ${SEED} (set SEED to replay another)`);

interface Block {
  readonly image: GreyImage;
  readonly truth: PictureTruth;
}

let folder: string;
let blocks: Block[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-surface-"));
  await writeRenders({
    outDir: folder,
    count: 4,
    seed: SEED,
    split: "lab",
    format: "bmp",
    log: () => undefined,
  });
  blocks = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const truth: PictureTruth = JSON.parse(readFileSync(join(folder, name), "utf8"));
      return { image: readGreyImage(join(folder, truth.image)), truth };
    });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of the picture that a pen has been over; `draw` gets the matrix. */
function marked({ image, truth }: Block, draw: (mat: GreyImage["mat"]) => void): Block {
  const mat = image.mat.copy();
  draw(mat);
  return { image: { ...image, mat, grey: mat.getData() }, truth };
}

function judged({ image, truth }: Block, face = faceArea(image)): SurfaceJudgement {
  return judgeSurface(image, face, rimsOf(truth), truth.mmPerPx);
}

function read(image: GreyImage): ReturnType<typeof readability> {
  const area = faceArea(image);
  return readability(image, { ...area, background: measureBackground(image, area.depthPx) });
}

/** The same picture with every grey value changed. */
function changed(image: GreyImage, change: (value: number, at: number) => number): GreyImage {
  const grey = image.grey.map(change);
  return { ...image, grey, mat: new cv.Mat(Buffer.from(grey), image.heightPx, image.widthPx, cv.CV_8UC1) };
}

describe("a sound surface", () => {
  test("is fit, whatever its finish and old indentations", () => {
    const unfit = blocks.filter((block) => judged(block).state !== "fit");
    expect(unfit.length).toBeLessThanOrEqual(1);
  });

  test("is judged the same each time", () => {
    const [block] = blocks;
    if (block === undefined) throw new Error("no block");
    expect(judged(block)).toEqual(judged(block));
  });

  test("can be read", () => {
    for (const { image } of blocks) expect(read(image)).toEqual({ readable: true });
  });
});

describe("a spoilt surface", () => {
  test("has a large dark patch named and kept away from", () => {
    const [block] = blocks;
    if (block === undefined || block.truth.outline.kind === "none") throw new Error("no block");
    const [x, y] = block.truth.outline.centrePx.map(Math.round);
    const stained = marked(block, (mat) => {
      const side = 300;
      const left = (x ?? 0) - side / 2;
      const top = (y ?? 0) - side / 2;
      const region = mat.getRegion(new cv.Rect(left, top, side, side));
      const darker = region.convertTo(cv.CV_8U, 0.6);
      darker.copyTo(region);
    });
    const { state, regions, reasons } = judged(stained, faceArea(block.image));
    expect(state).not.toBe("fit");
    expect(regions.length).toBeGreaterThan(0);
    expect(reasons.length).toBeGreaterThan(0);
  });

  test("every region is a polygon within the picture with its reason", () => {
    for (const block of blocks)
      for (const { polygonPx, reason } of judged(block).regions) {
        expect(polygonPx.length).toBeGreaterThanOrEqual(3);
        expect(reason).toMatch(/\d/);
        for (const [px, py] of polygonPx) {
          expect(px).toBeGreaterThan(-60);
          expect(px).toBeLessThan(block.image.widthPx + 60);
          expect(py).toBeGreaterThan(-60);
          expect(py).toBeLessThan(block.image.heightPx + 60);
        }
      }
  });
});

describe("a picture that shows nothing", () => {
  const first = (): GreyImage => {
    const [block] = blocks;
    if (block === undefined) throw new Error("no block");
    return block.image;
  };

  test("dark", () => {
    expect(read(changed(first(), (value) => value / 12))).toMatchObject({ readable: false });
  });

  test("blown out", () => {
    expect(read(changed(first(), (value) => Math.min(255, 3 * value)))).toMatchObject({ readable: false });
  });

  test("blurred", () => {
    const image = first();
    const mat = image.mat.gaussianBlur(new cv.Size(49, 49), 8, 8);
    expect(read({ ...image, mat, grey: mat.getData() })).toMatchObject({
      readable: false,
      reason: expect.stringContaining("blurred"),
    });
  });

  test("one even grey", () => {
    expect(read(changed(first(), () => 120))).toMatchObject({
      readable: false,
      reason: expect.stringContaining("empty"),
    });
  });

  test("frozen noise", () => {
    const noise = changed(first(), (_, at) => (Math.imul(at + 1, 2_654_435_761) >>> 16) & 255);
    expect(read(noise)).toMatchObject({ readable: false, reason: expect.stringContaining("noise") });
  });
});
