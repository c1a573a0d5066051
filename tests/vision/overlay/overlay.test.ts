import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cv } from "../../../vision/image/opencv.ts";
import { readColourMat } from "../../../vision/image/picture-mat.ts";
import type { LookResult, PlanRequest } from "../../../vision/index.ts";
import { drawLook, drawMeasured } from "../../../vision/overlay/index.ts";

type Mat = ReturnType<typeof readColourMat>;
type Seen = LookResult["indentations"][number];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-overlay-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function greyPicture(widthPx: number, heightPx: number): string {
  const path = join(folder, `${widthPx}.png`);
  writeFileSync(path, cv.imencode(".png", new cv.Mat(heightPx, widthPx, cv.CV_8UC1, 120)));
  return path;
}

function dent(x: number, y: number, diameter: number, flags: Partial<Seen> = {}): Seen {
  return {
    xMm: x,
    yMm: y,
    majorMm: diameter,
    minorMm: diameter,
    angleDeg: 0,
    confidence: 0.9,
    centrePx: [x, y],
    axesPx: [diameter, diameter],
    cutOff: false,
    touching: false,
    ...flags,
  };
}

function seen(widthPx: number, heightPx: number, found: Partial<LookResult> = {}): LookResult {
  return {
    widthPx,
    heightPx,
    scale: { mmPerPx: 1, from: "none" },
    state: "fit",
    reasons: [],
    regions: [],
    outline: null,
    outlinePx: null,
    indentations: [],
    plan: null,
    ms: 1,
    ...found,
  };
}

/** Draws and reads back; `zoom` tells how much a small picture was enlarged. */
function drawn(imagePath: string, found: LookResult, plan?: PlanRequest): { mat: Mat; zoom: number } {
  const path = join(folder, "overlay.png");
  drawLook({ imagePath, ...(plan === undefined ? {} : { plan }) }, found, path);
  const mat = readColourMat(path);
  return { mat, zoom: mat.cols / found.widthPx };
}

/** Pixels of a box, picture px, that are no longer grey. */
function coloured(mat: Mat, zoom: number, x: number, y: number, half: number): number {
  const bytes = mat.getData();
  let count = 0;
  for (let row = Math.floor((y - half) * zoom); row <= (y + half) * zoom; row++)
    for (let column = Math.floor((x - half) * zoom); column <= (x + half) * zoom; column++) {
      const at = 3 * (row * mat.cols + column);
      const values = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
      if (Math.max(...values) - Math.min(...values) > 40) count++;
    }
  return count;
}

describe.each([
  [340, 260],
  [2592, 1944],
  [6000, 4000],
  [9000, 3000],
])("a picture of %i × %i pixels", (widthPx, heightPx) => {
  test("has its indentation ringed on the rim and left bare inside, and words in a strip below", () => {
    const diameter = widthPx / 5;
    const [x, y] = [widthPx / 2, heightPx / 2];
    const found = seen(widthPx, heightPx, { indentations: [dent(x, y, diameter)] });
    const { mat, zoom } = drawn(greyPicture(widthPx, heightPx), found);
    expect(mat.cols).toBeGreaterThanOrEqual(1200);
    expect(mat.cols).toBeLessThanOrEqual(6000);
    expect(mat.rows).toBeGreaterThan(heightPx * zoom);
    const unit = widthPx / 1000;
    for (const angle of [0.5, 2, 3.5, 5]) {
      const rim = [x + (diameter / 2) * Math.cos(angle), y + (diameter / 2) * Math.sin(angle)] as const;
      expect(coloured(mat, zoom, ...rim, 2 * unit)).toBeGreaterThan(0);
    }
    expect(coloured(mat, zoom, x, y, diameter / 4)).toBe(0);
    const strip = mat.rows / zoom - heightPx;
    expect(coloured(mat, zoom, widthPx / 5, heightPx + strip / 2, strip / 3)).toBeGreaterThan(100);
  });
});

test("a touching one has a thicker line, one that is cut off a broken one", () => {
  const places = [300, 600, 900] as const;
  const found = seen(1200, 400, {
    indentations: [
      dent(places[0], 200, 150),
      dent(places[1], 200, 150, { touching: true }),
      dent(places[2], 200, 150, { cutOff: true }),
    ],
  });
  const { mat, zoom } = drawn(greyPicture(1200, 400), found);
  const [plain = 0, touching = 0, cutOff = 0] = places.map((x) => coloured(mat, zoom, x, 200, 78));
  expect(touching).toBeGreaterThan(1.4 * plain);
  expect(cutOff).toBeLessThan(0.8 * plain);
});

test("places to keep away from for one reason are told once, however many there are", () => {
  const speck = (n: number) => ({
    kind: "rust" as const,
    reason: "a speck of rust, 2 px across",
    polygonPx: [
      [40 * n, 100],
      [40 * n + 20, 100],
      [40 * n + 10, 130],
    ] as const,
  });
  const specks = (count: number) => Array.from({ length: count }, (_, n) => speck(n + 1));
  const picture = greyPicture(1200, 400);
  const rows = [1, 9].map((count) => {
    const reasons = specks(count).map(({ reason }) => reason);
    return drawn(picture, seen(1200, 400, { state: "rusted", reasons, regions: specks(count) })).mat.rows;
  });
  expect(rows[1]).toBe(rows[0]);
});

test("a plan is drawn where it lies", () => {
  const at = (xMm: number, yMm: number) => ({ xMm, yMm });
  const request = {
    count: 2,
    preliminary: 1,
    spares: 1,
    dentDiameterMm: 0.6,
    spacingMm: 2,
    spacingFactor: 3,
    edgeMm: 1,
    reachMm: 30,
  };
  const found = seen(1201, 801, {
    scale: { mmPerPx: 0.05, from: "calibration" },
    outline: { kind: "round", xMm: 0, yMm: 0, diameterMm: 36 },
    outlinePx: { kind: "round", xPx: 600, yPx: 400, diameterPx: 720 },
    plan: {
      preliminary: [at(-10, 0)],
      counted: [at(0, -10), at(10, 0)],
      spares: [at(0, 10)],
      evenness: 0.7,
      couldFit: 12,
    },
  });
  const { mat, zoom } = drawn(greyPicture(1201, 801), found, request);
  for (const [x, y] of [
    [400, 400],
    [600, 200],
    [800, 400],
    [600, 600],
  ] as const)
    expect(coloured(mat, zoom, x, y, 4)).toBeGreaterThan(5);
  expect(coloured(mat, zoom, 700, 300, 4), "the path from the first to the second").toBeGreaterThan(0);
  expect(coloured(mat, zoom, 600, 400, 30), "nothing in the middle").toBe(0);
});

test("whatever a result claims is drawn without harm", () => {
  const far = 1e12;
  const found = seen(400, 300, {
    reasons: ["模糊 × ≥ 3 px", ""],
    indentations: [dent(Number.NaN, 5, 10), dent(far, -far, far), dent(200, 150, 1e-9)],
    regions: [
      { kind: "stain", polygonPx: [], reason: "" },
      { kind: "scratch", polygonPx: [[far, far]], reason: "far" },
    ],
  });
  expect(drawn(greyPicture(400, 300), found).mat.cols).toBe(1200);
});

test("a place that cannot be written to is an error and leaves nothing behind", () => {
  const imagePath = greyPicture(400, 300);
  const nowhere = join(folder, "nowhere", "overlay.png");
  expect(() => drawLook({ imagePath }, seen(400, 300), nowhere)).toThrow(/nowhere/);
  expect(readdirSync(folder)).toEqual(["400.png"]);
});

test("a measured diameter is drawn across its indentation; none is drawn where none was measured", () => {
  const imagePath = greyPicture(1200, 900);
  const request = { imagePath, mmPerPx: 0.005, ballMm: 10 };
  const path = join(folder, "measured.png");
  const measured = {
    diameterMm: 3,
    horizontalMm: 3,
    verticalMm: 3,
    majorMm: 3,
    minorMm: 3,
    uncertaintyMm: 0.01,
    ratio: 0.3,
    ratioInRange: true,
    rimPx: { xPx: 600, yPx: 450, majorPx: 600, minorPx: 600, angleDeg: 0 },
    coverage: 1,
    edgePx: 2,
  };
  drawMeasured(request, { widthPx: 1200, heightPx: 900, measured, ms: 1 }, path);
  for (const [x, y] of [
    [300, 450],
    [900, 450],
    [600, 150],
    [600, 750],
    [600, 450],
  ] as const)
    expect(coloured(readColourMat(path), 1, x, y, 4)).toBeGreaterThan(5);
  const refused = { widthPx: 1200, heightPx: 900, measured: null, cannot: "no dent", ms: 1 };
  drawMeasured(request, refused, path);
  expect(coloured(readColourMat(path), 1, 600, 450, 400)).toBe(0);
});
