import { describe, expect, it } from "vitest";
import {
  dentPixel,
  LAB_OPTICS,
  renderSurface,
  type SurfaceScene,
} from "../../../../devices/virtual/render/index.ts";
import { BALL, HARD_CONE, LIGHTS, QUIET, SOFT_CONE, smallScene } from "./small-scene.ts";

/** Where two pictures differ by more than `threshold` grey values: centre and area; and the strongest change anywhere. */
function difference(a: Uint8Array, b: Uint8Array, widthPx: number, threshold = 6) {
  let sum = 0;
  let sx = 0;
  let sy = 0;
  let strongest = 0;
  a.forEach((value, at) => {
    const change = Math.abs(value - (b[at] ?? 0));
    const weight = change < threshold ? 0 : 1;
    sum += weight;
    sx += weight * (at % widthPx);
    sy += weight * Math.floor(at / widthPx);
    strongest = Math.max(strongest, change);
  });
  return { xPx: sx / sum, yPx: sy / sum, areaPx: sum, strongest };
}

const withAndWithout = (scene: SurfaceScene, dent: (typeof scene.dents)[number], threshold?: number) =>
  difference(
    renderSurface({ ...scene, dents: [dent] }),
    renderSurface({ ...scene, dents: [] }),
    scene.widthPx,
    threshold,
  );

describe("a picture", () => {
  it("is the same bytes for the same scene", () => {
    const scene = smallScene({ dents: [HARD_CONE, BALL] });
    expect(renderSurface(scene)).toEqual(renderSurface(structuredClone(scene)));
  });

  it("of another exposure shows the same surface with other noise", () => {
    const first = renderSurface(smallScene());
    const second = renderSurface(smallScene({ exposureSeed: 10 }));
    expect(second).not.toEqual(first);
    const changes = [...first].map((value, at) => value - (second[at] ?? 0));
    const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
    expect(Math.abs(mean)).toBeLessThan(1);
    expect(Math.max(...changes.map(Math.abs))).toBeLessThan(25);
  });

  it("of another surface shows other marks", () => {
    const first = renderSurface(smallScene({ sensor: QUIET }));
    const second = renderSurface(smallScene({ sensor: QUIET, surfaceSeed: 6 }));
    expect(difference(first, second, 360).areaPx).toBeGreaterThan(5000);
  });

  it("has one grey value a pixel", () => {
    expect(renderSurface(smallScene()).length).toBe(360 * 300);
  });
});

/** Changes stronger than this lie inside the rim, not on the pile-up, which catches the light on one side only. */
const RIM = 70;

describe("a dent", () => {
  const poses = [
    { xMm: 0, yMm: 0, angleDeg: 0 },
    { xMm: 0.3, yMm: -0.2, angleDeg: 31 },
    { xMm: -0.4, yMm: 0.3, angleDeg: 245 },
  ];
  for (const pose of poses) {
    it(`stands where dentPixel says, block turned by ${pose.angleDeg}°`, () => {
      const scene = smallScene({ pose, sensor: QUIET, finish: "polished" });
      const [x, y] = dentPixel(scene, SOFT_CONE.xMm, SOFT_CONE.yMm);
      const seen = withAndWithout(scene, SOFT_CONE, RIM);
      expect(Math.hypot(seen.xPx - x, seen.yPx - y)).toBeLessThan(0.25);
    });
  }

  it("stands where dentPixel says through a lens that distorts", () => {
    const optics = { ...LAB_OPTICS, distortion: 0.06 };
    const scene = smallScene({ optics, sensor: QUIET, finish: "polished" });
    const dent = { ...SOFT_CONE, xMm: 3, yMm: 1.2 };
    const [x, y] = dentPixel(scene, dent.xMm, dent.yMm);
    const [plainX, plainY] = dentPixel({ ...scene, optics: LAB_OPTICS }, dent.xMm, dent.yMm);
    expect(Math.hypot(x - plainX, y - plainY)).toBeGreaterThan(0.7);
    const seen = withAndWithout(scene, dent, RIM);
    expect(Math.hypot(seen.xPx - x, seen.yPx - y)).toBeLessThan(0.25);
  });

  it("of 0.9 mm covers the area of its rim", () => {
    const seen = withAndWithout(smallScene({ sensor: QUIET, finish: "polished" }), SOFT_CONE);
    const rimPx = 0.9 / 0.037;
    const diameter = 2 * Math.sqrt(seen.areaPx / Math.PI);
    expect(diameter).toBeGreaterThan(0.95 * rimPx);
    expect(diameter).toBeLessThan(1.5 * rimPx);
  });

  for (const [name, light] of Object.entries(LIGHTS)) {
    for (const [what, dent] of Object.entries({ "60 HRC": HARD_CONE, "25 HRC": SOFT_CONE, ball: BALL })) {
      it(`(${what}) stands out from the surface in ${name} light`, () => {
        const seen = withAndWithout(smallScene({ light, sensor: QUIET }), dent);
        expect(seen.strongest).toBeGreaterThan(45);
        expect(seen.areaPx).toBeGreaterThan(0.3 * Math.PI * (dent.diameterMm / 0.074) ** 2);
      });
    }
  }

  it("is dark with a bright spot in its middle in the lab's light", () => {
    const scene = smallScene({ dents: [SOFT_CONE], sensor: QUIET, finish: "polished" });
    const grey = renderSurface(scene);
    const [x, y] = dentPixel(scene, SOFT_CONE.xMm, SOFT_CONE.yMm).map(Math.round) as [number, number];
    const at = (dx: number): number => grey[y * scene.widthPx + x + dx] ?? 0;
    expect(at(7)).toBeLessThan(70);
    expect(at(-7)).toBeLessThan(70);
    expect(at(0)).toBeGreaterThan(at(7) + 20);
  });

  it("that lies under another one is cut into by it, whatever their order", () => {
    const first = { ...BALL, xMm: 0.4 };
    const scene = smallScene({ sensor: QUIET });
    expect(renderSurface({ ...scene, dents: [first, BALL] })).toEqual(
      renderSurface({ ...scene, dents: [BALL, first] }),
    );
  });

  it("outside the picture or the block draws nothing", () => {
    const scene = smallScene({ sensor: QUIET });
    const bare = renderSurface(scene);
    expect(renderSurface({ ...scene, dents: [{ ...BALL, xMm: 40 }] })).toEqual(bare);
    expect(renderSurface({ ...scene, dents: [{ ...BALL, xMm: 6 }] })).toEqual(bare);
  });
});
