import { afterEach, expect, it } from "vitest";
import { fetchImage } from "../../../../devices/index.ts";
import { type ServedLab, servedLab } from "./served-lab.ts";

const camera = "rockwell-camera";
const HEADER_BYTES = 54 + 1024;

let lab: ServedLab;
afterEach(() => lab.close());

const underTheCamera = () =>
  servedLab({
    prepare: async (shop) => {
      await shop.blockOnAnvil(3);
      await shop.well("rockwell-arm", "move", "camera");
    },
  });

async function expose(): Promise<string> {
  return (await lab.controller.well(camera, "expose", "", { exposureMs: 20 })).resultText;
}

async function pixels(): Promise<Buffer> {
  const image = await fetchImage(lab.imageUrl, await expose(), new AbortController().signal);
  return Buffer.from(image).subarray(HEADER_BYTES);
}

const mean = (image: Buffer): number => image.reduce((sum, grey) => sum + grey, 0) / image.length;

/** Steepest step across the middle of the picture, over 40 rows together so that noise does not count: the bar's edges. */
function steepestEdge(image: Buffer): number {
  const rows = Array.from({ length: 40 }, (_, row) => image.subarray((223 + row) * 648, (224 + row) * 648));
  const profile = Array.from(
    { length: 648 },
    (_, x) => rows.reduce((sum, row) => sum + (row[x] ?? 0), 0) / 40,
  );
  return Math.max(...profile.slice(1).map((grey, x) => Math.abs(grey - (profile[x] ?? 0))));
}

it("imageBlack: nothing but noise, then light again", async () => {
  lab = await underTheCamera();
  await lab.fault(camera, "imageBlack");
  expect(mean(await pixels())).toBeLessThan(8);
  expect(mean(await pixels())).toBeGreaterThan(40);
});

it("imageBlurred: as bright, and softer", async () => {
  lab = await underTheCamera();
  await lab.fault(camera, "imageBlurred");
  const [blurred, sharp] = [await pixels(), await pixels()];
  expect(mean(blurred)).toBeGreaterThan(0.9 * mean(sharp));
  expect(steepestEdge(blurred)).toBeLessThan(0.3 * steepestEdge(sharp));
});

it("imageFrozen: the previous picture under a new path", async () => {
  lab = await underTheCamera();
  await lab.fault(camera, "imageFrozen", { nth: 2 });
  const [first, again, fresh] = [await pixels(), await pixels(), await pixels()];
  expect(again.equals(first)).toBe(true);
  expect(fresh.equals(first)).toBe(false);
});

it("imageGone: a path, and nothing there", async () => {
  lab = await underTheCamera();
  await lab.fault(camera, "imageGone");
  await expect(pixels()).rejects.toThrow(/404/);
  expect(mean(await pixels())).toBeGreaterThan(40);
});
