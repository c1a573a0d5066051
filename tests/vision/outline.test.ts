import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PictureTruth, writeRenders } from "../../devices/virtual/render/index.ts";
import { type GreyImage, readGreyImage } from "../../vision/image/grey-image.ts";
import { cv } from "../../vision/image/opencv.ts";
import { searchOutline } from "../../vision/outline/index.ts";

const SEED = Number(process.env.SEED ?? 90_210);
console.log(`outline on renders: seed ${SEED} (set SEED to replay another)`);

interface Seen {
  readonly image: GreyImage;
  readonly truth: PictureTruth;
}

function asImage(grey: Uint8Array, widthPx: number, heightPx: number): GreyImage {
  const mat = new cv.Mat(Buffer.from(grey), heightPx, widthPx, cv.CV_8UC1);
  return { widthPx, heightPx, grey, mat };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-outline-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function rendered(
  view: "block" | "closeup" | "brinell",
  split: "lab" | "fit",
  count: number,
): Promise<Seen[]> {
  const outDir = join(folder, `${view}-${split}`);
  await writeRenders({ outDir, count, seed: SEED, split, view, format: "bmp", log: () => undefined });
  return readdirSync(outDir)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const truth: PictureTruth = JSON.parse(readFileSync(join(outDir, name), "utf8"));
      return { image: readGreyImage(join(outDir, truth.image)), truth };
    });
}

/** Largest of the differences in place and size, px; infinite where another shape is seen. */
function offPx({ truth }: Seen, search: ReturnType<typeof searchOutline>): number {
  const { outline, mmPerPx } = truth;
  if ("missing" in search || outline.kind === "none") return Number.POSITIVE_INFINITY;
  const seen = search.found.outerPx;
  const place = [seen.xPx - outline.centrePx[0], seen.yPx - outline.centrePx[1]];
  if (seen.kind === "round" && outline.kind === "round")
    return Math.max(...[...place, seen.diameterPx - outline.diameterMm / mmPerPx].map(Math.abs));
  if (seen.kind === "rectangular" && outline.kind === "rectangular")
    return Math.max(
      ...[...place, seen.lengthPx - outline.lengthMm / mmPerPx, seen.widthPx - outline.widthMm / mmPerPx].map(
        Math.abs,
      ),
    );
  return Number.POSITIVE_INFINITY;
}

describe("the outline of a whole block", () => {
  let blocks: Seen[];
  beforeAll(async () => {
    blocks = await rendered("block", "lab", 4);
  });
  afterAll(() => {
    for (const { image } of blocks) image.mat.release();
  });

  test("is found without any word about scale, size or shape", () => {
    for (const block of blocks) expect(offPx(block, searchOutline(block.image))).toBeLessThan(30);
  });

  test("is that of the surface to two pixels when the chamfer shows", () => {
    const offs = blocks.map((block) => offPx(block, searchOutline(block.image))).sort((a, b) => a - b);
    expect(offs[1]).toBeLessThan(2);
  });

  test("is found where the block is the darker one", () => {
    for (const { image, truth } of blocks.slice(0, 2)) {
      const negative = asImage(
        image.grey.map((value) => 255 - value),
        image.widthPx,
        image.heightPx,
      );
      expect(
        offPx({ image: negative, truth }, searchOutline(negative, { shape: truth.outline.kind })),
      ).toBeLessThan(30);
      negative.mat.release();
    }
  });

  test("is found where a third of the picture lies in shadow", () => {
    for (const { image, truth } of blocks.slice(0, 2)) {
      const shadowed = asImage(
        image.grey.map((value, i) => (i % image.widthPx < image.widthPx / 3 ? value / 3 : value)),
        image.widthPx,
        image.heightPx,
      );
      expect(offPx({ image: shadowed, truth }, searchOutline(shadowed))).toBeLessThan(32);
      shadowed.mat.release();
    }
  });

  test("is found where a quarter of a round block is not in the picture", () => {
    const round = blocks.find(({ truth }) => truth.outline.kind === "round");
    if (round === undefined || round.truth.outline.kind !== "round") throw new Error("no round block");
    const { centrePx, diameterPx } = round.truth.outline;
    const keep = Math.round(centrePx[1] + diameterPx / 4);
    const cut = asImage(round.image.grey.slice(0, keep * round.image.widthPx), round.image.widthPx, keep);
    expect(offPx({ image: cut, truth: round.truth }, searchOutline(cut))).toBeLessThan(32);
    cut.mat.release();
  });

  test("is not searched where the picture is said to show none", () => {
    const [block] = blocks;
    if (block === undefined) throw new Error("no block");
    expect(searchOutline(block.image, { shape: "none" })).toHaveProperty("missing");
  });

  test("is given where the stage says, and nowhere else", () => {
    for (const { image, truth } of blocks) {
      const { outline, mmPerPx } = truth;
      if (outline.kind !== "round") continue;
      const lengthPx = outline.diameterMm / mmPerPx;
      const [xPx, yPx] = outline.centrePx;
      const block = { round: true, xPx: xPx + 8, yPx: yPx - 8, lengthPx, widthPx: lengthPx };
      expect(offPx({ image, truth }, searchOutline(image, { block, mmPerPx }))).toBeLessThan(2);
    }
  });
});

describe("a close-up", () => {
  test("has no outline, whatever round or square dents it shows", async () => {
    const invented = (await rendered("closeup", "fit", 24)).filter(
      ({ image }) => !("missing" in searchOutline(image)),
    );
    expect(invented.length).toBeLessThanOrEqual(1);
  });

  test("of one large Brinell dent has none", async () => {
    const invented = (await rendered("brinell", "fit", 6)).filter(
      ({ image }) => !("missing" in searchOutline(image)),
    );
    expect(invented.length).toBeLessThanOrEqual(1);
  });

  test("of one even grey has none", () => {
    const even = asImage(new Uint8Array(400 * 300).fill(128), 400, 300);
    expect(searchOutline(even)).toHaveProperty("missing");
    even.mat.release();
  });
});
