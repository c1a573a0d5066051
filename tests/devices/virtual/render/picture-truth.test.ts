import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  encodePicture,
  type PictureTruth,
  renderPicture,
  type SampledScene,
  type Split,
  sampleView,
} from "../../../../devices/virtual/render/index.ts";
import { pictureTruth } from "../../../../devices/virtual/render/picture-truth.ts";
import { printedSeed } from "./small-scene.ts";

const replay = { seed: printedSeed(), numRuns: 200 };
const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anyView = fc.constantFrom("block" as const, "closeup" as const, "brinell" as const);
const anySplit = fc.constantFrom<Split[]>("lab", "fit", "hard");

function truthOf(scene: SampledScene): PictureTruth {
  // As if each dent stood out well: contrasts come from drawing, which takes its time.
  const contrasts = scene.dents.map(() => 50);
  return pictureTruth(scene, contrasts, { image: "0001.png", split: "hard", seed: 1 });
}

/** Half the sides of the box around an ellipse. */
function halfBox({ axesPx, angleDeg }: PictureTruth["dents"][number]): [number, number] {
  const angle = (angleDeg * Math.PI) / 180;
  const [a, b] = [axesPx[0] / 2, axesPx[1] / 2];
  return [
    Math.hypot(a * Math.cos(angle), b * Math.sin(angle)),
    Math.hypot(a * Math.sin(angle), b * Math.cos(angle)),
  ];
}

describe("the truth of a picture", () => {
  it("has each dent inside the surface shown, or says that it is cut off", () => {
    fc.assert(
      fc.property(anySeed, anyView, anySplit, (seed, view, split) => {
        const truth = truthOf(sampleView(view, seed, split, "lab"));
        const [left, top, right, bottom] = truth.surfaceBoxPx;
        for (const dent of truth.dents) {
          const [x, y] = dent.centrePx;
          const [halfX, halfY] = halfBox(dent);
          const over = Math.max(left - x + halfX, top - y + halfY, x + halfX - right, y + halfY - bottom);
          // A rim that passes the border by less than a tenth of a pixel between two of its points is let go.
          if (dent.cutOff) expect(over).toBeGreaterThan(0.5);
          else expect(over).toBeLessThan(0.6);
          expect(dent.axesPx[0]).toBeGreaterThanOrEqual(dent.axesPx[1]);
          expect(dent.angleDeg).toBeGreaterThanOrEqual(0);
          expect(dent.angleDeg).toBeLessThan(180);
          const hidden = truth.defects.some(
            ({ kind }) => kind === "rust" || kind === "gouge" || kind === "edgeDent",
          );
          if (dent.barelyVisible && !hidden) expect(dent.cutOff).toBe(true);
        }
      }),
      replay,
    );
  });

  it("has no dent that touches alone, and none that touches at a distance", () => {
    fc.assert(
      fc.property(anySeed, anyView, anySplit, (seed, view, split) => {
        const { dents } = truthOf(sampleView(view, seed, split, "lab"));
        const near = (a: (typeof dents)[number], b: (typeof dents)[number], factor: number): boolean =>
          Math.hypot(a.centrePx[0] - b.centrePx[0], a.centrePx[1] - b.centrePx[1]) <
          (factor * (a.axesPx[0] + b.axesPx[0])) / 2;
        for (const dent of dents) {
          const others = dents.filter((other) => other !== dent);
          if (dent.touching)
            expect(others.some((other) => other.touching && near(dent, other, 1.05))).toBe(true);
          else expect(others.some((other) => near(dent, other, 0.85))).toBe(false);
        }
      }),
      replay,
    );
  });

  it("names outline, state and room of a block, and none of a close-up", () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const block = truthOf(sampleView("block", seed, "hard", "lab"));
        expect(block.outline.kind === "none").toBe(block.unreadable === "empty");
        expect(block.state === "unreadable").toBe(block.unreadable !== undefined);
        if (block.state === "full") expect(block.room?.places).toBeLessThan(5);
        const closeup = truthOf(sampleView("closeup", seed, "hard", "lab"));
        expect(closeup.outline).toEqual({ kind: "none" });
        expect(closeup.mmPerPx).toBeGreaterThanOrEqual(0.001);
        expect(closeup.mmPerPx).toBeLessThanOrEqual(0.05);
      }),
      { ...replay, numRuns: 100 },
    );
  });

  it("meets every state in the hard split, fit most often", () => {
    const seen = new Map<string, number>();
    for (let seed = 0; seed < 200; seed++) {
      const { state } = truthOf(sampleView("block", seed, "hard", "lab"));
      seen.set(state, (seen.get(state) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual(
      ["damaged", "fit", "full", "rusted", "scratched", "stained", "unreadable"].sort(),
    );
    expect(Math.max(...seen.values())).toBe(seen.get("fit"));
  });

  it("states a Brinell test within the standard's range, with d the mean of the rim's axes", () => {
    fc.assert(
      fc.property(anySeed, anySplit, (seed, split) => {
        const { brinell, dents, mmPerPx } = truthOf(sampleView("brinell", seed, split, "lab"));
        if (brinell === undefined) throw new Error("no Brinell test");
        const { ballMm, diameterMm, forceN, hbw } = brinell;
        expect(diameterMm / ballMm).toBeGreaterThanOrEqual(0.24);
        expect(diameterMm / ballMm).toBeLessThanOrEqual(0.6);
        const depthMm = (ballMm - Math.sqrt(ballMm ** 2 - diameterMm ** 2)) / 2;
        expect(hbw).toBeCloseTo((0.102 * forceN) / (Math.PI * ballMm * depthMm), 6);
        expect(brinell.measurable).toBe(brinell.unmeasurable === undefined);
        for (const { axesPx, cutOff } of dents) {
          expect(((axesPx[0] + axesPx[1]) / 2) * mmPerPx).toBeCloseTo(diameterMm, 9);
          if (brinell.measurable) expect(cutOff).toBe(false);
        }
      }),
      replay,
    );
  });
});

describe("a drawn picture", () => {
  it("has the same bytes for the same seed", () => {
    fc.assert(
      fc.property(anySeed, fc.constantFrom("fit", "hard"), (seed, split) => {
        const draw = (): Uint8Array => {
          const scene = sampleView("closeup", seed, split, "lab");
          return encodePicture(renderPicture(scene).picture, "png");
        };
        expect(Buffer.compare(draw(), draw())).toBe(0);
      }),
      { ...replay, numRuns: 4 },
    );
  });

  it("shows nearly every dent of the fit split well", () => {
    let [dentCount, lost] = [0, 0];
    for (let seed = 0; seed < 15; seed++) {
      const scene = sampleView("closeup", seed, "fit", "lab");
      const { contrastsGrey } = renderPicture(scene);
      dentCount += contrastsGrey.length;
      lost += contrastsGrey.filter((grey) => grey < 6).length;
    }
    expect(dentCount).toBeGreaterThan(30);
    expect(lost / dentCount).toBeLessThan(0.05);
  });
});
