import { describe, expect, it } from "vitest";
import { peaksOf } from "../../../vision/indentations/peaks.ts";

/** Cells that say nothing, save for what is set. */
function cells(columns: number, rows: number, set: Record<string, number>) {
  const values = new Float32Array(9 * columns * rows);
  values.fill(-9, 0, 4 * columns * rows);
  for (const [key, value] of Object.entries(set)) {
    const [output, column, row] = key.split(",").map(Number);
    values[((output ?? 0) * rows + (row ?? 0)) * columns + (column ?? 0)] = value;
  }
  return { columns, rows, values };
}

describe("peaks of the network's cells", () => {
  it("reads place, size, ovality and turn in pixels", () => {
    const [peak, ...others] = peaksOf(
      cells(8, 6, { "3,2,1": 2, "4,2,1": 0.25, "5,2,1": -0.5, "6,2,1": 1, "7,2,1": 0, "8,2,1": 2 }),
      0.5,
    );
    expect(others).toEqual([]);
    expect(peak).toMatchObject({ x: 2.75 * 4 - 0.5, y: 1 * 4 - 0.5 });
    expect(peak?.p).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    expect(Math.sqrt((peak?.major ?? 0) * (peak?.minor ?? 0))).toBeCloseTo(32, 5);
    expect((peak?.major ?? 0) / (peak?.minor ?? 1)).toBeCloseTo(1.2 / 0.8, 5);
    expect(peak?.turn).toBeCloseTo(Math.PI / 4, 6);
  });

  it("finds two peaks in neighbouring cells, and one where neighbours are weaker", () => {
    expect(peaksOf(cells(8, 8, { "0,2,2": 3, "0,3,2": 3 }), 0.5)).toHaveLength(2);
    expect(peaksOf(cells(8, 8, { "1,2,2": 3, "0,3,2": 2.9 }), 0.5)).toHaveLength(1);
  });

  it("counts a plateau once, and leaves out what is unlikely", () => {
    expect(peaksOf(cells(8, 8, { "0,2,2": 3, "1,2,2": 3, "2,2,2": 3, "3,2,2": 3 }), 0.5)).toHaveLength(1);
    expect(peaksOf(cells(8, 8, { "0,2,2": -1 }), 0.5)).toEqual([]);
  });
});
