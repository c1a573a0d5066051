import { describe, expect, it } from "vitest";
import {
  LAB_LIGHT,
  LAB_OPTICS,
  LAB_SENSOR,
  renderSurface,
} from "../../../../devices/virtual/render/index.ts";
import { meanGrey, QUIET, SOFT_CONE, smallScene } from "./small-scene.ts";

const FACE = [110, 80, 250, 220] as const;
const EVEN = { ...LAB_LIGHT, gradientPer100Mm: 0 };

describe("the exposure", () => {
  it.each([60, 150, 200])("puts the bare surface at grey %i", (faceGrey) => {
    const optics = { ...LAB_OPTICS, vignetting: 0 };
    const grey = renderSurface(smallScene({ sensor: { ...LAB_SENSOR, faceGrey }, optics, light: EVEN }));
    expect(Math.abs(meanGrey(grey, 360, FACE) - faceGrey)).toBeLessThan(0.06 * faceGrey);
  });

  it("is black but for noise without light, and blown out far beyond white", () => {
    const dark = renderSurface(smallScene({ sensor: { ...LAB_SENSOR, faceGrey: LAB_SENSOR.blackGrey } }));
    expect(meanGrey(dark, 360, FACE)).toBeCloseTo(LAB_SENSOR.blackGrey, 0);
    const blown = renderSurface(smallScene({ sensor: { ...LAB_SENSOR, faceGrey: 900 } }));
    expect(meanGrey(blown, 360, FACE)).toBeGreaterThan(254);
  });

  it("carries the noise of the electrons collected and of the reading", () => {
    const optics = { ...LAB_OPTICS, vignetting: 0 };
    const sensor = { ...LAB_SENSOR, fullWellElectrons: 4000, readNoiseElectrons: 20 };
    const a = renderSurface(smallScene({ sensor, optics, exposureSeed: 1 }));
    const b = renderSurface(smallScene({ sensor, optics, exposureSeed: 2 }));
    const [left, top, right, bottom] = FACE;
    let squares = 0;
    let count = 0;
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        squares += ((a[y * 360 + x] ?? 0) - (b[y * 360 + x] ?? 0)) ** 2 / 2;
        count++;
      }
    }
    const electrons = ((meanGrey(a, 360, FACE) - sensor.blackGrey) / 255) * 4000;
    const expected = (Math.sqrt(electrons + 20 ** 2) * 255) / 4000;
    expect(Math.abs(Math.sqrt(squares / count) - expected)).toBeLessThan(0.08 * expected);
  });
});

describe("the lens", () => {
  it("loses the stated part of the light in the corners", () => {
    const scene = smallScene({ block: { kind: "round", diameterMm: 40 }, sensor: QUIET, light: EVEN });
    const grey = (vignetting: number) => renderSurface({ ...scene, optics: { ...LAB_OPTICS, vignetting } });
    const corner = [0, 0, 24, 20] as const;
    const black = LAB_SENSOR.blackGrey;
    const kept = (meanGrey(grey(0.4), 360, corner) - black) / (meanGrey(grey(0), 360, corner) - black);
    expect(kept).toBeGreaterThan(0.57);
    expect(kept).toBeLessThan(0.68);
    expect(meanGrey(grey(0.4), 360, FACE)).toBeGreaterThan(0.93 * meanGrey(grey(0), 360, FACE));
  });

  it("softens the picture with its blur and keeps its brightness", () => {
    const scene = smallScene({ dents: [SOFT_CONE], sensor: QUIET });
    const steepest = (grey: Uint8Array): number =>
      grey.reduce((most, value, at) => Math.max(most, Math.abs(value - (grey[at + 1] ?? value))), 0);
    const pictures = [0, 0.7, 2, 3].map((psfSigmaPx) =>
      renderSurface({ ...scene, optics: { ...LAB_OPTICS, psfSigmaPx } }),
    );
    const edges = pictures.map(steepest);
    expect(edges).toEqual([...edges].sort((a, b) => b - a));
    expect(edges[3]).toBeLessThan((edges[0] ?? 0) / 3);
    const means = pictures.map((grey) => meanGrey(grey, 360, FACE));
    for (const mean of means) expect(Math.abs(mean - (means[0] ?? 0))).toBeLessThan(1);
  });

  it("sees the lamp's gradient fall in its direction", () => {
    const light = { ...LAB_LIGHT, gradientPer100Mm: 2, gradientAzimuthDeg: 0 };
    const grey = renderSurface(smallScene({ light, sensor: QUIET }));
    expect(meanGrey(grey, 360, [110, 80, 160, 220])).toBeGreaterThan(
      1.05 * meanGrey(grey, 360, [200, 80, 250, 220]),
    );
  });
});
