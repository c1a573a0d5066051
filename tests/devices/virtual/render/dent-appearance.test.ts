import { describe, expect, it } from "vitest";
import { sampleDentCharacter } from "../../../../devices/virtual/render/dent-character.ts";
import { dentContrast, sampleLightFor } from "../../../../devices/virtual/render/dent-contrast.ts";
import {
  type Dent,
  type Lamp,
  type Light,
  renderSurface,
  type SurfaceScene,
} from "../../../../devices/virtual/render/index.ts";
import { randomFrom } from "../../../../devices/virtual/render/random.ts";
import { meanGrey, QUIET, smallScene } from "./small-scene.ts";

const SIZE = 240;
const MIDDLE = (SIZE - 1) / 2;

function close(
  lamps: readonly Lamp[],
  dent: Partial<Dent>,
  changes: Partial<SurfaceScene> = {},
): SurfaceScene {
  const light: Light = { lamps, ambient: 0.02, gradientPer100Mm: 0, gradientAzimuthDeg: 0 };
  return smallScene({
    widthPx: SIZE,
    heightPx: SIZE,
    mmPerPx: 0.006,
    block: { kind: "round", diameterMm: 60 },
    pose: { xMm: 0, yMm: 0, angleDeg: 0 },
    dents: [
      { xMm: 0, yMm: 0, indenter: "ball", ballMm: 2, diameterMm: 1, depthMm: 0.134, lip: 0.04, ...dent },
    ],
    finish: "polished",
    light,
    optics: { psfSigmaPx: 0.6, vignetting: 0, workingDistanceMm: Number.POSITIVE_INFINITY, distortion: 0 },
    sensor: { ...QUIET, faceGrey: 90 },
    ...changes,
  });
}

const COAXIAL: Lamp = { kind: "coaxial", strength: 1, spreadDeg: 8 };
const RIM_PX = 0.5 / 0.006;

/** Mean grey of a square of ±`half` rim radii about an offset from the dent's centre, in rim radii. */
function greyAt(grey: Uint8Array, x: number, y: number, half = 0.12): number {
  const [cx, cy] = [MIDDLE + x * RIM_PX, MIDDLE + y * RIM_PX];
  return meanGrey(grey, SIZE, [
    cx - half * RIM_PX,
    cy - half * RIM_PX,
    cx + half * RIM_PX,
    cy + half * RIM_PX,
  ]);
}

describe("a dent close up", () => {
  it("is dark with a bright spot at its bottom in coaxial light", () => {
    const grey = renderSurface(close([COAXIAL], {}));
    expect(greyAt(grey, 0.8, 0)).toBeLessThan(0.4 * greyAt(grey, 1.35, 0));
    expect(greyAt(grey, 0, 0, 0.05)).toBeGreaterThan(2 * greyAt(grey, 0.8, 0));
  });

  it("is brighter than the surface in dark field", () => {
    const ring: Lamp = { kind: "ring", strength: 2, spreadDeg: 8, elevationDeg: 40 };
    const grey = renderSurface(close([ring], {}, { sensor: { ...QUIET, faceGrey: 40 } }));
    expect(greyAt(grey, 0.8, 0)).toBeGreaterThan(1.5 * greyAt(grey, 1.35, 0));
    expect(greyAt(grey, 0, -0.8)).toBeGreaterThan(1.5 * greyAt(grey, 1.35, 0));
  });

  it("is half bright, half dark in oblique light, and turns with the lamp, not with the block", () => {
    for (const angleDeg of [0, 140]) {
      const lamp: Lamp = { kind: "oblique", strength: 1, spreadDeg: 12, elevationDeg: 50, azimuthDeg: 0 };
      const grey = renderSurface(close([lamp], {}, { pose: { xMm: 0, yMm: 0, angleDeg } }));
      // The lamp stands right: the left flank faces it.
      expect(greyAt(grey, -0.75, 0)).toBeGreaterThan(1.5 * greyAt(grey, 0.75, 0));
    }
  });

  it("mirrors each lamp of a segmented ring by itself on a mirror floor", () => {
    const ring: Lamp = {
      kind: "ring",
      strength: 2,
      spreadDeg: 2,
      elevationDeg: 60,
      segments: 6,
      azimuthDeg: 0,
    };
    const grey = renderSurface(close([ring, { ...COAXIAL, strength: 0.3 }], { floor: "mirror" }));
    // The facet that mirrors a lamp at 60° has a slope of tan 15°, on a ball of 2 mm 0.26 mm from its axis.
    const radius = 0.2588 / 0.5;
    const at = (degrees: number): number =>
      greyAt(
        grey,
        radius * Math.cos((degrees * Math.PI) / 180),
        radius * Math.sin((degrees * Math.PI) / 180),
        0.04,
      );
    for (let n = 0; n < 6; n++) expect(at(60 * n)).toBeGreaterThan(1.8 * at(60 * n + 30));
  });

  it("lies in its own rim's shadow under a low lamp", () => {
    const lamp: Lamp = { kind: "oblique", strength: 1, spreadDeg: 4, elevationDeg: 15, azimuthDeg: 0 };
    const dent = { indenter: "cone", diameterMm: 1, depthMm: 0.258, floor: "matt" } as const;
    const low = renderSurface(close([lamp], dent));
    expect(greyAt(low, 0.6, 0)).toBeLessThan(0.6 * greyAt(low, -0.85, 0, 0.05));
    expect(greyAt(low, 0.6, 0)).toBeLessThan(0.8 * greyAt(low, 1.4, 0, 0.05));
  });

  it("has the area and the axes of its ellipse", () => {
    const ovality = 0.06;
    const grey = renderSurface(
      close([COAXIAL], {
        indenter: "cone",
        depthMm: 0.258,
        ovality,
        ovalAngleDeg: 30,
        floor: "satin",
        pileUp: 0,
      }),
    );
    let [area, xx, xy, yy] = [0, 0, 0, 0];
    grey.forEach((value, at) => {
      const x = (at % SIZE) - MIDDLE;
      const y = Math.floor(at / SIZE) - MIDDLE;
      // The bright spot at the tip is the dent's too.
      if (value > 55 && Math.hypot(x, y) > 0.5 * RIM_PX) return;
      area++;
      xx += x * x;
      xy += x * y;
      yy += y * y;
    });
    // Where the lip turns dark depends on the light; it is 4 % of the radius wide.
    expect(Math.abs(area / (Math.PI * RIM_PX ** 2 * (1 - ovality ** 2)) - 1)).toBeLessThan(0.04);
    const angleDeg = (0.5 * Math.atan2(2 * xy, xx - yy) * 180) / Math.PI;
    expect(Math.abs(angleDeg - 30)).toBeLessThan(3);
    const spread = Math.hypot(xx - yy, 2 * xy);
    const ratio = Math.sqrt((xx + yy + spread) / (xx + yy - spread));
    expect(Math.abs(ratio - (1 + ovality) / (1 - ovality))).toBeLessThan(0.015);
  });

  it("of a Vickers pyramid is a square of half its diagonal squared", () => {
    const dent = {
      indenter: "vickers",
      depthMm: 1 / 7,
      ovalAngleDeg: 20,
      floor: "mirror",
      pileUp: 0,
    } as const;
    const grey = renderSurface(close([COAXIAL], dent));
    const dark = grey.filter((value) => value < 50).length;
    expect(dark / (2 * RIM_PX ** 2)).toBeGreaterThan(0.96);
    expect(dark / (2 * RIM_PX ** 2)).toBeLessThan(1.03);
  });

  it("whose centre lies outside the picture is drawn as far as it reaches in", () => {
    const shift = 0.8;
    const whole = renderSurface(close([COAXIAL], {}));
    const part = renderSurface(close([COAXIAL], {}, { pose: { xMm: shift, yMm: 0, angleDeg: 0 } }));
    const shiftPx = Math.round(shift / 0.006);
    expect(MIDDLE + shiftPx).toBeGreaterThan(SIZE);
    for (const y of [0, 40, -40]) {
      const row = Math.round(MIDDLE + y);
      for (let x = SIZE - 60; x < SIZE - 5; x += 5) {
        const here = part[row * SIZE + x] ?? 0;
        const there = whole[row * SIZE + x - shiftPx] ?? 0;
        // The shift is no whole number of pixels and the two are metered over different fields.
        expect(Math.abs(here - there)).toBeLessThan(14);
      }
    }
  });
});

describe("a burr and pits", () => {
  const rough = { burr: { height: 0.05, raggedness: 0.8, seed: 3 }, pits: 20, seed: 8 } as const;

  it("change the rim and the floor, and nothing further out", () => {
    const plain = renderSurface(close([COAXIAL], { seed: 8 }));
    const torn = renderSurface(close([COAXIAL], rough));
    let [rim, floor, outside] = [0, 0, 0];
    torn.forEach((value, at) => {
      const r = Math.hypot((at % SIZE) - MIDDLE, Math.floor(at / SIZE) - MIDDLE) / RIM_PX;
      if (Math.abs(value - (plain[at] ?? 0)) < 12) return;
      if (r < 0.95) floor++;
      else if (r < 1.35) rim++;
      else outside++;
    });
    expect(rim).toBeGreaterThan(200);
    expect(floor).toBeGreaterThan(20);
    expect(outside).toBe(0);
  });
});

describe("a sampled light", () => {
  it("shows every dent of the picture", () => {
    for (let n = 0; n < 60; n++) {
      const random = randomFrom(n);
      const scene = close([COAXIAL], sampleDentCharacter(random, "rough"), {
        finish: n % 2 ? "ground" : "polished",
      });
      const seen = { finish: scene.finish, sensor: scene.sensor, angleDeg: 0 };
      const light = sampleLightFor(random, n % 2 ? "fit" : "hard", seen, scene.dents);
      for (const dent of scene.dents) expect(dentContrast(light, seen, dent)).toBeGreaterThan(10);
    }
  });
});
