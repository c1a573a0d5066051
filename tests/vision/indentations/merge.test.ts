import { describe, expect, it } from "vitest";
import { withoutDoubles } from "../../../vision/indentations/merge.ts";

const peak = (x: number, y: number, diameter: number, p: number) => ({
  x,
  y,
  major: diameter,
  minor: diameter,
  turn: 0,
  p,
});

describe("one dent is one dent", () => {
  it("keeps the surer of two sightings of the same one", () => {
    expect(withoutDoubles([peak(100, 100, 20, 0.8), peak(102, 101, 23, 0.9)])).toEqual([
      peak(102, 101, 23, 0.9),
    ]);
  });

  it("keeps touching dents apart", () => {
    expect(withoutDoubles([peak(100, 100, 20, 0.9), peak(119, 100, 20, 0.9)])).toHaveLength(2);
  });

  it("takes a reflection inside a dent for a part of it", () => {
    expect(withoutDoubles([peak(100, 100, 80, 0.9), peak(110, 95, 14, 0.95)])).toEqual([
      peak(100, 100, 80, 0.9),
    ]);
  });

  it("does not let an unsure large shape swallow a sure dent", () => {
    expect(withoutDoubles([peak(100, 100, 80, 0.3), peak(110, 95, 14, 0.95)])).toContainEqual(
      peak(110, 95, 14, 0.95),
    );
  });
});
