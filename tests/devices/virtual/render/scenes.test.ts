import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BlockShape,
  type SampledScene,
  SPLITS,
  sampleScene,
} from "../../../../devices/virtual/render/index.ts";
import { printedSeed } from "./small-scene.ts";

const replay = { seed: printedSeed(), numRuns: 150 };
const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anySplit = fc.constantFrom(...SPLITS);

/** Distance from a point to the block's edge, mm, worked out another way than the renderer does. */
function toEdgeMm(block: BlockShape, xMm: number, yMm: number): number {
  return block.kind === "round"
    ? block.diameterMm / 2 - Math.hypot(xMm, yMm)
    : Math.min(block.lengthMm / 2 - Math.abs(xMm), block.widthMm / 2 - Math.abs(yMm));
}

function closest({ dents }: SampledScene): number {
  let least = Number.POSITIVE_INFINITY;
  dents.forEach((dent, n) => {
    for (const other of dents.slice(n + 1)) {
      const radii = (dent.diameterMm + other.diameterMm) / 2;
      least = Math.min(least, Math.hypot(dent.xMm - other.xMm, dent.yMm - other.yMm) / radii);
    }
  });
  return least;
}

describe("a sampled scene", () => {
  it("is the same for the same seed and split", () => {
    fc.assert(
      fc.property(anySeed, anySplit, (seed, split) => {
        expect(sampleScene(seed, split)).toEqual(sampleScene(seed, split));
      }),
      { ...replay, numRuns: 30 },
    );
  });

  it("has every dent wholly on the flat face", () => {
    fc.assert(
      fc.property(anySeed, anySplit, (seed, split) => {
        const { dents, block, fixture } = sampleScene(seed, split);
        for (const dent of dents)
          expect(toEdgeMm(block, dent.xMm, dent.yMm)).toBeGreaterThan(
            (fixture?.chamferMm ?? 0) + dent.diameterMm / 2,
          );
      }),
      replay,
    );
  });

  it("has no dents that touch, save in the hard split", () => {
    fc.assert(
      fc.property(anySeed, fc.constantFrom("lab", "fit"), (seed, split) => {
        expect(closest(sampleScene(seed, split))).toBeGreaterThan(1.1);
      }),
      replay,
    );
    const hard = Array.from({ length: 40 }, (_, n) => closest(sampleScene(n, "hard")));
    expect(hard.filter((least) => least < 1.05).length).toBeGreaterThan(10);
  });

  it("has a block of 50 to 65 mm, or about 60 × 40 mm, whole in the picture save at times in the hard split", () => {
    fc.assert(
      fc.property(anySeed, fc.constantFrom("lab", "fit"), (seed, split) => {
        const { block, pose, widthPx, heightPx, mmPerPx } = sampleScene(seed, split);
        const angle = (pose.angleDeg * Math.PI) / 180;
        const [halfX, halfY] =
          block.kind === "round"
            ? [block.diameterMm / 2, block.diameterMm / 2]
            : [
                (block.lengthMm * Math.abs(Math.cos(angle)) + block.widthMm * Math.abs(Math.sin(angle))) / 2,
                (block.lengthMm * Math.abs(Math.sin(angle)) + block.widthMm * Math.abs(Math.cos(angle))) / 2,
              ];
        if (block.kind === "round") {
          expect(block.diameterMm).toBeGreaterThanOrEqual(50);
          expect(block.diameterMm).toBeLessThanOrEqual(65);
        }
        expect(Math.abs(pose.xMm) + halfX).toBeLessThan((widthPx * mmPerPx) / 2);
        expect(Math.abs(pose.yMm) + halfY).toBeLessThan((heightPx * mmPerPx) / 2);
      }),
      replay,
    );
  });

  it("has dents no wider than their ball and as deep as their indenter's shape says", () => {
    fc.assert(
      fc.property(anySeed, anySplit, (seed, split) => {
        for (const dent of sampleScene(seed, split).dents) {
          expect(dent.depthMm).toBeGreaterThan(0);
          if (dent.indenter === "ball") expect(dent.diameterMm).toBeLessThan(dent.ballMm ?? 0);
          else expect(dent.depthMm).toBeLessThan(dent.diameterMm / 2);
        }
      }),
      replay,
    );
  });

  it("has no defects in the lab split and every kind of them in the hard one", () => {
    const kinds = (split: "lab" | "hard") =>
      new Set(
        Array.from({ length: 200 }, (_, n) => sampleScene(n, split).defects.map(({ kind }) => kind)).flat(),
      );
    expect(kinds("lab")).toEqual(new Set());
    expect(kinds("hard")).toEqual(
      new Set([
        "arc",
        "dust",
        "edgeDent",
        "engraving",
        "fibre",
        "glare",
        "gouge",
        "handlingMark",
        "pit",
        "rust",
        "rustSpeck",
        "scratch",
        "shadow",
        "stain",
        "wear",
      ]),
    );
  });

  it("covers bare and crowded blocks, both shapes, all finishes and both indenters", () => {
    const scenes = Array.from({ length: 150 }, (_, n) => sampleScene(n, "lab"));
    expect(scenes.some(({ dents }) => dents.length === 0)).toBe(true);
    expect(scenes.some(({ dents }) => dents.length >= 35)).toBe(true);
    expect(new Set(scenes.map(({ block }) => block.kind)).size).toBe(2);
    expect(new Set(scenes.map(({ finish }) => finish)).size).toBe(3);
    expect(new Set(scenes.flatMap(({ dents }) => dents.map(({ indenter }) => indenter))).size).toBe(2);
  });
});
