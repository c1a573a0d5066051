import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type PictureTruth, writeRenders } from "../../devices/virtual/render/index.ts";
import { readGreyImage } from "../../vision/image/grey-image.ts";
import { measureBrinell } from "../../vision/measure/index.ts";
import { greyPicture } from "./indentations/grey-picture.ts";

const MM_PER_PX = 0.01;
const [WIDTH, HEIGHT] = [400, 300];
const step = (distance: number, softPx = 1.2): number => 1 / (1 + Math.exp(-1.7 * (distance / softPx)));
const streaks = (x: number, y: number): number =>
  9 * Math.sin(y * 1.7 + 0.02 * x) + 5 * Math.sin(y * 0.6 - 0.01 * x);

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}
const MIDDLE: Disc = { x: 206.4, y: 143.8, radius: 100 };

function micrograph(discs: readonly Disc[], softPx = 1.2, brightness = 1) {
  return greyPicture(WIDTH, HEIGHT, (x, y) => {
    let grey = 150 + streaks(x, y);
    for (const disc of discs)
      grey -= 90 * (1 - step(Math.hypot(x - disc.x, y - disc.y) - disc.radius, softPx));
    return brightness * grey;
  });
}
const measure = (image: ReturnType<typeof micrograph>, ballMm = 5) =>
  measureBrinell(image, { mmPerPx: MM_PER_PX, ballMm });

function reasonOf(answer: ReturnType<typeof measureBrinell>): string {
  return "cannotMeasure" in answer ? answer.cannotMeasure : `measured ${answer.diameterMm} mm`;
}

describe("a dent that can be measured", () => {
  it("has the mean of two perpendicular diameters, to within its uncertainty", () => {
    const answer = measure(micrograph([MIDDLE]));
    if ("cannotMeasure" in answer) throw new Error(answer.cannotMeasure);
    expect(Math.abs(answer.diameterMm - 2)).toBeLessThan(0.004);
    expect(answer.diameterMm).toBeCloseTo((answer.horizontalMm + answer.verticalMm) / 2, 9);
    expect(Math.abs(answer.diameterMm - 2)).toBeLessThan(2 * answer.uncertaintyMm);
    expect(answer.ratioInRange).toBe(true);
  });

  it("gets a value and a mark when d/D lies outside 0.24 to 0.60", () => {
    const answer = measure(micrograph([MIDDLE]), 10);
    if ("cannotMeasure" in answer) throw new Error(answer.cannotMeasure);
    expect(answer.ratio).toBeCloseTo(0.2, 2);
    expect(answer.ratioInRange).toBe(false);
  });

  it("is less certain when the scale is", () => {
    const image = micrograph([MIDDLE]);
    const sure = measureBrinell(image, { mmPerPx: MM_PER_PX, ballMm: 5 });
    const unsure = measureBrinell(image, { mmPerPx: MM_PER_PX, ballMm: 5, mmPerPxUncertainty: 0.0001 });
    if ("cannotMeasure" in sure || "cannotMeasure" in unsure) throw new Error("not measured");
    expect(unsure.uncertaintyMm ** 2 - sure.uncertaintyMm ** 2).toBeCloseTo(0.02 ** 2, 5);
  });
});

describe("a dent is not measured but the reason said", () => {
  it("without a dent", () => expect(reasonOf(measure(micrograph([])))).toMatch(/^no dent/));
  it("in the dark", () => expect(reasonOf(measure(micrograph([MIDDLE], 1.2, 0.06)))).toMatch(/^too dark/));
  it("blown out", () => expect(reasonOf(measure(micrograph([MIDDLE], 1.2, 9)))).toMatch(/^blown out/));
  it("blurred", () => expect(reasonOf(measure(micrograph([MIDDLE], 22)))).toMatch(/^(blurred|no dent)/));
  it("cut off by the picture's edge", () =>
    expect(reasonOf(measure(micrograph([{ ...MIDDLE, x: 60 }])))).toMatch(/^cut off/));
  it("with two of them", () => {
    const pair = [
      { x: 110, y: 150, radius: 70 },
      { x: 290, y: 150, radius: 72 },
    ];
    expect(reasonOf(measure(micrograph(pair)))).toMatch(/^two dents/);
  });
});

it("a scale of nothing is refused by name", () => {
  expect(() => measureBrinell(micrograph([]), { mmPerPx: 0, ballMm: 5 })).toThrow(RangeError);
});

it("rendered micrographs of seed 77 are measured to within three times the uncertainty stated", async () => {
  const outDir = mkdtempSync(join(tmpdir(), "hardlab-micrographs-"));
  try {
    const made = { outDir, count: 3, seed: 77, split: "fit", view: "brinell", format: "bmp" } as const;
    await writeRenders({ ...made, log: () => undefined });
    for (const file of readdirSync(outDir).filter((name) => name.endsWith(".json"))) {
      const { brinell, image, mmPerPx }: PictureTruth = JSON.parse(readFileSync(join(outDir, file), "utf8"));
      if (brinell === undefined) throw new Error(`${file} is no micrograph`);
      const answer = measureBrinell(readGreyImage(join(outDir, image)), { mmPerPx, ballMm: brinell.ballMm });
      if ("cannotMeasure" in answer) throw new Error(`${file}: ${answer.cannotMeasure}`);
      const error = Math.abs(answer.diameterMm - brinell.diameterMm);
      expect(error, `${file} of seed 77`).toBeLessThan(3 * answer.uncertaintyMm);
    }
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
});
