import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { levelsOf, MOST_KNOWN_PX, normedTile } from "../../../vision/indentations/levels.ts";
import { greyPicture } from "./grey-picture.ts";

const SEED = Number(process.env.HARDLAB_TEST_SEED ?? 20261125);

describe("a picture at several sizes", () => {
  it(`gives every place to exactly one tile of each level (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 32, max: 1500 }),
        fc.integer({ min: 32, max: 900 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (widthPx, heightPx, across, down) => {
          const box = { left: 0, top: 0, width: widthPx, height: heightPx };
          for (const level of levelsOf(greyPicture(widthPx, heightPx), box, 1000, () => true)) {
            const x = across * (level.widthPx - 1);
            const y = down * (level.heightPx - 1);
            const owners = level.tiles.filter(
              ({ own }) =>
                x >= own.left - 0.5 &&
                x < own.left + own.width - 0.5 &&
                y >= own.top - 0.5 &&
                y < own.top + own.height - 0.5,
            );
            expect(owners).toHaveLength(1);
          }
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
  });

  it("ends where the largest dent asked for is no larger than the network knows", () => {
    const levels = levelsOf(
      greyPicture(2000, 1500),
      { left: 0, top: 0, width: 2000, height: 1500 },
      1500,
      () => true,
    );
    const last = levels.at(-1);
    expect(1500 / (last?.shrunkBy ?? 1)).toBeLessThanOrEqual(MOST_KNOWN_PX);
    expect(levels.map(({ shrunkBy }) => shrunkBy)).toEqual([1, 2, 4, 8, 16, 32, 64]);
  });

  it("norms a tile by what of it lies in the picture, and is 0 beyond", () => {
    const image = greyPicture(64, 64, (x) => 100 + 20 * (x % 2));
    const [level] = levelsOf(image, { left: 0, top: 0, width: 64, height: 64 }, 64, () => true);
    const tile = level?.tiles[0];
    if (level === undefined || tile === undefined) throw new Error("no tile");
    const normed = normedTile(level, tile);
    expect(tile.left).toBeLessThan(0);
    expect(normed[0]).toBe(0);
    const at = -tile.top * tile.width - tile.left;
    expect(normed[at]).toBeCloseTo(-1, 5);
    expect(normed[at + 1]).toBeCloseTo(1, 5);
  });
});
