import { describe, expect, it } from "vitest";
import { sizeMismatch } from "../../../controller/computations/check-size.ts";

const announced = { slot: 1, serial: "A-1", scale: "HRC", nominalHr: 60, client: "", maker: "" };
const DISC = { ...announced, shape: "round" as const, diameterMm: 64, thicknessMm: 10 };
const BAR = { ...announced, shape: "rectangular" as const, lengthMm: 60, widthMm: 30, thicknessMm: 8 };
const TOLERANCE_MM = 0.5;

/** What the stage measured, mm. */
function measured(lengthMm: number, widthMm: number, thicknessMm: number, round = 1) {
  return { lengthMm, widthMm, thicknessMm, offsetXMm: 0.3, offsetYMm: -0.2, round };
}

describe("the block in the gripper", () => {
  it("is the announced one within the tolerance, its ends included", () => {
    expect(sizeMismatch(DISC, measured(64.5, 64.5, 9.5), TOLERANCE_MM)).toBe("");
    expect(sizeMismatch(BAR, measured(59.6, 30.4, 8, 0), TOLERANCE_MM)).toBe("");
  });

  it("is not when any size is farther off; each is named with both figures", () => {
    expect(sizeMismatch(DISC, measured(67, 67, 10), TOLERANCE_MM)).toBe(
      "not the announced block: diameter 67.00 mm instead of 64.00 mm (tolerance 0.5 mm)",
    );
    expect(sizeMismatch(BAR, measured(63, 30, 11, 0), TOLERANCE_MM)).toBe(
      "not the announced block: length 63.00 mm instead of 60.00 mm, thickness 11.00 mm instead of 8.00 mm (tolerance 0.5 mm)",
    );
    expect(sizeMismatch(BAR, measured(60, 30.51, 8, 0), TOLERANCE_MM)).toMatch(
      /width 30.51 mm instead of 30.00/,
    );
  });

  it("is not when its shape is another", () => {
    expect(sizeMismatch(DISC, measured(64, 64, 10, 0), TOLERANCE_MM)).toBe(
      "not the announced block: it is rectangular, the order says round",
    );
    expect(sizeMismatch(BAR, measured(60, 60, 8), TOLERANCE_MM)).toMatch(
      /it is round, the order says rectangular/,
    );
  });

  it("may have any size the order does not state", () => {
    const { thicknessMm: _, ...thicknessLeftOut } = DISC;
    expect(sizeMismatch(thicknessLeftOut, measured(64, 64, 22), TOLERANCE_MM)).toBe("");
    expect(sizeMismatch({ ...announced, shape: "unstated" }, measured(90, 20, 5, 0), TOLERANCE_MM)).toBe("");
  });

  it("whose size was not measured is not taken for the announced one", () => {
    expect(sizeMismatch(DISC, measured(Number.NaN, 64, 10), TOLERANCE_MM)).toMatch(/diameter NaN mm/);
  });
});
