import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { KEPT_IMAGES } from "../../../../devices/virtual/cameras/image-store.ts";
import { type Cameras, createCameras } from "../../../../devices/virtual/cameras/index.ts";
import { type SmallLab, smallLab } from "../small-lab.ts";
import { Workshop } from "../workshop.ts";

const HEADER_BYTES = 54 + 1024;

let small: SmallLab;
let cameras: Cameras;
let images: Awaited<ReturnType<Cameras["serve"]>>;
beforeEach(async () => {
  small = smallLab();
  cameras = createCameras(small.lab, 1, join(small.folder, "images"));
  images = await cameras.serve(0);
});
afterEach(async () => {
  await images.close();
  await cameras.close();
  small.remove();
});

async function photograph(shop: Workshop, exposureMs = 20): Promise<string> {
  const outcome = await shop.run("rockwell-camera", "expose", "", { params: { exposureMs } });
  if ("fault" in outcome || outcome.text === undefined) throw new Error(JSON.stringify(outcome));
  expect(outcome.numbers).toEqual({ widthPx: 648, heightPx: 486 });
  return outcome.text;
}

async function pixels(path: string): Promise<Buffer> {
  const response = await fetch(`http://127.0.0.1:${images.port}${path}`);
  expect(response.status).toBe(200);
  const bmp = Buffer.from(await response.arrayBuffer());
  expect(bmp.toString("latin1", 0, 2)).toBe("BM");
  expect([bmp.readInt32LE(18), bmp.readInt32LE(22), bmp.readUInt16LE(28)]).toEqual([648, 486, 8]);
  return bmp.subarray(HEADER_BYTES);
}

const mean = (values: Buffer): number => values.reduce((sum, value) => sum + value, 0) / values.length;

async function underTheCamera(slot: number): Promise<Workshop> {
  const shop = new Workshop(small.lab, small.dataDir, { seed: 1, photograph: cameras.photograph });
  await shop.blockOnAnvil(slot);
  await shop.well("rockwell-arm", "move", "camera");
  return shop;
}

describe("the camera", () => {
  it("shows the block under it, each time with fresh noise, and a dark field without one", async () => {
    const shop = await underTheCamera(1);
    const [first, second] = [await pixels(await photograph(shop)), await pixels(await photograph(shop))];
    expect(mean(first)).toBeGreaterThan(60);
    expect(first.equals(second)).toBe(false);
    await shop.well("rockwell-arm", "move", "tray");
    expect(mean(await pixels(await photograph(shop)))).toBeLessThan(20);
    shop.world.close();
  });

  it("half the exposure time gives a darker picture", async () => {
    const shop = await underTheCamera(3);
    const full = mean(await pixels(await photograph(shop, 20)));
    expect(mean(await pixels(await photograph(shop, 10)))).toBeLessThan(0.7 * full);
    shop.world.close();
  });

  it("the same seed and exposure count gives the same picture, byte by byte", async () => {
    const shop = await underTheCamera(1);
    const picture = await pixels(await photograph(shop));
    shop.world.close();
    const again = smallLab();
    const other = new Workshop(again.lab, again.dataDir, { seed: 1, photograph: cameras.photograph });
    await other.blockOnAnvil(1);
    await other.well("rockwell-arm", "move", "camera");
    expect((await pixels(await photograph(other))).equals(picture)).toBe(true);
    other.world.close();
    again.remove();
  });

  it("shows new dents", async () => {
    const shop = await underTheCamera(1);
    const before = await pixels(await photograph(shop));
    await shop.well("rockwell-arm", "move", "tester");
    await shop.indentAt(0, 0);
    await shop.well("rockwell-arm", "move", "camera");
    const after = await pixels(await photograph(shop));
    const around = (image: Buffer) =>
      mean(
        Buffer.concat(
          [-1, 0, 1].map((row) => image.subarray((243 + row) * 648 + 322, (243 + row) * 648 + 326)),
        ),
      );
    expect(Math.abs(around(after) - around(before))).toBeGreaterThan(10);
    shop.world.close();
  });

  it("keeps the last few images and says so of older ones; other paths are refused", async () => {
    const shop = new Workshop(small.lab, small.dataDir, { seed: 1, photograph: cameras.photograph });
    const paths: string[] = [];
    for (let count = 0; count < KEPT_IMAGES + 1; count++) paths.push(await photograph(shop));
    const [oldest, next] = paths;
    expect((await fetch(`http://127.0.0.1:${images.port}${oldest}`)).status).toBe(404);
    await pixels(next ?? "");
    const outside = await fetch(`http://127.0.0.1:${images.port}/..%2f..%2flab.yaml`);
    expect(outside.status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${images.port}${next}`, { method: "POST" })).status).toBe(405);
    shop.world.close();
  });

  it("a picture that cannot be written is a fault, and the next one comes", async () => {
    const shop = await underTheCamera(1);
    const broken = new Workshop(small.lab, small.dataDir, {
      photograph: () => Promise.reject(new Error("no space left")),
    });
    expect(await broken.run("rockwell-camera", "expose", "", { params: { exposureMs: 20 } })).toEqual({
      fault: 100,
      text: "no picture: no space left",
    });
    broken.world.close();
    await pixels(await photograph(shop));
    shop.world.close();
  });
});
