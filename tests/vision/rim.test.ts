import { describe, expect, it } from "vitest";
import { fitRimEllipse } from "../../vision/rim/index.ts";
import { greyPicture } from "./indentations/grey-picture.ts";

const TRUE_RIM = { xPx: 101.3, yPx: 96.7, majorPx: 84, minorPx: 80, angleDeg: 30 };
/** As a network would place it: a tenth of the radius off, a tenth too large, and round. */
const ROUGH = { xPx: 104.5, yPx: 94, majorPx: 90, minorPx: 90, angleDeg: 0 };

/** Distance from the rim, px, negative inside; exact enough for a rim that is nearly round. */
function outside(x: number, y: number, rim = TRUE_RIM): number {
  const turn = (rim.angleDeg * Math.PI) / 180;
  const [dx, dy] = [x - rim.xPx, y - rim.yPx];
  const a = (dx * Math.cos(turn) + dy * Math.sin(turn)) / (rim.majorPx / 2);
  const b = (dy * Math.cos(turn) - dx * Math.sin(turn)) / (rim.minorPx / 2);
  const r = Math.hypot(a, b);
  return ((r - 1) * Math.hypot(dx, dy)) / Math.max(r, 1e-9);
}

/** 0 inside to 1 outside, softened over a pixel or two. */
const step = (distance: number, softPx = 1): number => 1 / (1 + Math.exp(-1.7 * (distance / softPx)));
/** Repeatable unevenness of a ground surface: streaks along x. */
const streaks = (x: number, y: number): number => 7 * Math.sin(y * 1.9 + 0.01 * x) + 4 * Math.sin(y * 0.77);

function expectRim(fit: ReturnType<typeof fitRimEllipse>, part: number, rim = TRUE_RIM): void {
  if (fit === undefined) throw new Error("no rim");
  const mean = (rim.majorPx + rim.minorPx) / 2;
  expect(Math.abs((fit.majorPx + fit.minorPx) / 2 / mean - 1)).toBeLessThan(part);
  expect(Math.hypot(fit.xPx - rim.xPx, fit.yPx - rim.yPx)).toBeLessThan(part * mean);
}

describe("a rim is found between the pixels", () => {
  const grounds = {
    "of a dark dent": (x: number, y: number) => 60 + 90 * step(outside(x, y)),
    "of a bright dent": (x: number, y: number) => 190 - 90 * step(outside(x, y)),
    "of a dent half dark, half bright": (x: number, y: number) =>
      120 + 60 * (1 - step(outside(x, y))) * Math.tanh((x - TRUE_RIM.xPx) / 15),
    "of a dent with a ring lamp's image inside": (x: number, y: number) =>
      50 + 90 * step(outside(x, y)) + 180 * Math.exp(-(((outside(x, y) + 16) / 2) ** 2)),
    "of a floor as bright as the surface with a dark rim on one side": (x: number, y: number) =>
      140 - 90 * Math.exp(-(((outside(x, y) + 2.1) / 3) ** 2)) * (x < TRUE_RIM.xPx + 20 ? 1 : 0.15),
  };
  for (const [what, grey] of Object.entries(grounds))
    it(what, () => {
      const image = greyPicture(200, 190, (x, y) => grey(x, y) + streaks(x, y));
      expectRim(fitRimEllipse(image, ROUGH), 0.04);
    });

  it("to a fiftieth of a pixel where nothing disturbs it", () => {
    const image = greyPicture(200, 190, (x, y) => 60 + 120 * step(outside(x, y)));
    const fit = fitRimEllipse(image, ROUGH);
    expectRim(fit, 0.0015);
    expect(Math.abs((fit?.angleDeg ?? 0) - TRUE_RIM.angleDeg)).toBeLessThan(3);
    expect(fit?.coverage).toBe(1);
    expect(fit?.polarity).toBeLessThan(-0.95);
  });

  it("of a dent eight pixels wide", () => {
    const small = { xPx: 20.3, yPx: 19.6, majorPx: 8, minorPx: 8, angleDeg: 0 };
    const image = greyPicture(40, 40, (x, y) => 60 + 90 * step(outside(x, y, small), 0.8));
    expectRim(fitRimEllipse(image, { ...small, xPx: 20.6, majorPx: 8.8, minorPx: 8.8 }), 0.06, small);
  });
});

it("says how much of a rim lies within the picture", () => {
  const cut = { ...TRUE_RIM, xPx: 10 };
  const image = greyPicture(200, 190, (x, y) => 60 + 90 * step(outside(x, y, cut)));
  const fit = fitRimEllipse(image, { ...cut, majorPx: 88, minorPx: 76 });
  expectRim(fit, 0.02, cut);
  expect(fit?.visible).toBeGreaterThan(0.4);
  expect(fit?.visible).toBeLessThan(0.75);
});

it("finds no rim on one even grey", () => {
  expect(fitRimEllipse(greyPicture(200, 190), ROUGH)).toBeUndefined();
});

it("answers nothing to an ellipse of no size or outside the picture", () => {
  const image = greyPicture(64, 64);
  expect(fitRimEllipse(image, { ...ROUGH, majorPx: 0, minorPx: 0 })).toBeUndefined();
  expect(fitRimEllipse(image, { ...ROUGH, xPx: 5000 })).toBeUndefined();
  expect(fitRimEllipse(image, { ...ROUGH, xPx: Number.NaN })).toBeUndefined();
});
