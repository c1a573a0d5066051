import { describe, expect, it } from "vitest";
import { type Defect, renderSurface } from "../../../../devices/virtual/render/index.ts";
import { meanGrey, QUIET, smallScene } from "./small-scene.ts";

const scene = smallScene({ sensor: QUIET, pose: { xMm: 0, yMm: 0, angleDeg: 0 }, finish: "polished" });
const bare = renderSurface(scene);
const marred = (defect: Defect): Uint8Array => renderSurface({ ...scene, defects: [defect] });
const MIDDLE = [170, 140, 190, 160] as const;
const changed = (grey: Uint8Array): number =>
  grey.filter((value, at) => Math.abs(value - (bare[at] ?? 0)) > 5).length;

const at = { xMm: 0, yMm: 0 };
const DEFECTS: Readonly<Record<string, Defect>> = {
  scratch: { kind: "scratch", fromMm: [-3, -1], toMm: [3, 1], bowMm: 0, widthMm: 0.15, slope: 0.5 },
  stain: { kind: "stain", ...at, radiusMm: 1.5, strength: 0.4, seed: 1 },
  rust: { kind: "rust", ...at, radiusMm: 1.5, strength: 0.9, seed: 1 },
  arc: {
    kind: "arc",
    xMm: -1,
    yMm: 0,
    radiusMm: 1.2,
    fromDeg: -60,
    sweepDeg: 120,
    widthMm: 0.15,
    slope: 0.5,
  },
  gouge: { kind: "gouge", fromMm: [-2, -1], toMm: [2, 1], widthMm: 0.8, slope: 0.6, seed: 2 },
  wear: { kind: "wear", ...at, radiusMm: 1.5, directionDeg: 20, strength: 0.9, seed: 1 },
  "rust speck": { kind: "rustSpeck", ...at, radiusMm: 0.3, strength: 0.9, seed: 1 },
  pit: { kind: "pit", ...at, radiusMm: 0.3, slope: 0.6, seed: 1 },
  engraving: { kind: "engraving", ...at, text: "8", heightMm: 1.2, angleDeg: 10, widthMm: 0.12, slope: 0.7 },
  "dark dust": { kind: "dust", ...at, radiusMm: 0.25, brightness: 0.2 },
};

describe("a defect", () => {
  for (const [name, defect] of Object.entries(DEFECTS)) {
    it(`(${name}) darkens the surface where it lies and leaves the rest alone`, () => {
      const grey = marred(defect);
      expect(meanGrey(grey, 360, MIDDLE)).toBeLessThan(0.93 * meanGrey(bare, 360, MIDDLE));
      expect(changed(grey)).toBeLessThan(0.5 * bare.length);
      expect(meanGrey(grey, 360, [0, 0, 40, 40])).toBe(meanGrey(bare, 360, [0, 0, 40, 40]));
    });
  }

  it("(glare) adds light to block and surroundings, in the camera's frame", () => {
    const glare: Defect = { kind: "glare", xMm: 2, yMm: 0, radiusMm: 1, strength: 0.5 };
    const around = [224, 140, 244, 160] as const;
    expect(meanGrey(marred(glare), 360, around)).toBeGreaterThan(meanGrey(bare, 360, around) + 40);
    const turned = { ...scene, pose: { ...scene.pose, angleDeg: 90 } };
    const added =
      meanGrey(renderSurface({ ...turned, defects: [glare] }), 360, around) -
      meanGrey(renderSurface(turned), 360, around);
    expect(added).toBeGreaterThan(40);
  });

  it("(edge dent) lies on the block's rim", () => {
    const grey = marred({ kind: "edgeDent", xMm: 4.75, yMm: 0, radiusMm: 0.8, slope: 0.8, seed: 1 });
    expect(changed(grey)).toBeGreaterThan(200);
    expect(meanGrey(grey, 360, MIDDLE)).toBe(meanGrey(bare, 360, MIDDLE));
  });

  it("(shadow) takes light beyond its border, and none before it", () => {
    const grey = marred({ kind: "shadow", xMm: 1, yMm: 0, azimuthDeg: 0, depth: 0.5, softMm: 0.5 });
    expect(meanGrey(grey, 360, [240, 140, 270, 160])).toBeLessThan(
      0.6 * meanGrey(bare, 360, [240, 140, 270, 160]),
    );
    expect(meanGrey(grey, 360, [120, 140, 190, 160])).toBe(meanGrey(bare, 360, [120, 140, 190, 160]));
  });

  it("(fibre) is a thin line of about its length", () => {
    const fibre: Defect = {
      kind: "fibre",
      xMm: -1,
      yMm: 0,
      lengthMm: 3,
      widthMm: 0.06,
      brightness: 0.3,
      seed: 4,
    };
    const pixels = changed(marred(fibre));
    expect(pixels).toBeGreaterThan(3 / 0.037);
    expect(pixels).toBeLessThan((8 * 3) / 0.037);
  });

  it("(dust, scratch) beside the block draws nothing", () => {
    expect(marred({ kind: "dust", xMm: 9, yMm: 9, radiusMm: 0.3, brightness: 2 })).toEqual(bare);
    expect(
      marred({ kind: "scratch", fromMm: [8, 0], toMm: [9, 3], bowMm: 0, widthMm: 0.2, slope: 1 }),
    ).toEqual(bare);
  });
});
