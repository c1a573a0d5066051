import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import {
  hardnessAt,
  type OrderedBlock,
  parsePhysicalFile,
  physicalTrayFor,
  referenceBlockFor,
  uniforms,
} from "../../../../devices/virtual/physics/index.ts";
import { edgeDistanceMm } from "../../../../devices/virtual/physics/outline.ts";
import { usualLimitHr } from "../../../../devices/virtual/physics/physical-tray.ts";

const BLOCKS: OrderedBlock[] = [
  { slot: 1, serial: "A-1", scale: "HRC", nominalHr: 25 },
  { slot: 2, serial: "A-2", scale: "HRC", nominalHr: 61.5, diameterMm: 60, thicknessMm: 7 },
  { slot: 7, serial: "A-3", scale: "HRBW", nominalHr: 85, shape: "round", diameterMm: 62 },
  { slot: 4, serial: "A-4", scale: "HR30N", nominalHr: 60, shape: "rectangular", lengthMm: 60, widthMm: 35 },
  { slot: 33, serial: "A-5", scale: "HR15TW", nominalHr: 80 },
];

/** Range and mean over a thousand points of the face. */
function overTheFace(block: ReturnType<typeof parsePhysicalFile>["blocks"][number]) {
  const values = Array.from({ length: 1500 }, (_, index) => uniforms("face", index))
    .map(([x, y]) => [(x - 0.5) * 70, (y - 0.5) * 70] as const)
    .filter(([x, y]) => edgeDistanceMm(block.shape, x, y) > 0)
    .map(([x, y]) => hardnessAt(block.field, x, y));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { range: Math.max(...values) - Math.min(...values), mean };
}

describe("a physical tray for an order", () => {
  it("holds each block as announced, in its slot, with the commonest size where none is given", () => {
    const physical = parsePhysicalFile("made", stringify(physicalTrayFor({ blocks: BLOCKS }, 1)));
    expect(physical.tray).toEqual(BLOCKS.map(({ slot, serial }) => ({ slot, block: serial })));
    expect(physical.blocks.map(({ id, scale, shape }) => [id, scale, shape])).toEqual([
      ["A-1", "HRC", { kind: "round", diameterMm: 64, thicknessMm: 10 }],
      ["A-2", "HRC", { kind: "round", diameterMm: 60, thicknessMm: 7 }],
      ["A-3", "HRBW", { kind: "round", diameterMm: 62, thicknessMm: 10 }],
      ["A-4", "HR30N", { kind: "rectangular", lengthMm: 60, widthMm: 35, thicknessMm: 10 }],
      ["A-5", "HR15TW", { kind: "round", diameterMm: 64, thicknessMm: 10 }],
    ]);
  });

  it("every field stays within half the usual limit, near the nominal value, on any of 10 seeds", () => {
    for (let seed = 0; seed < 10; seed++) {
      const { blocks } = parsePhysicalFile("made", stringify(physicalTrayFor({ blocks: BLOCKS }, seed)));
      for (const [index, block] of blocks.entries()) {
        const nominal = BLOCKS[index]?.nominalHr ?? Number.NaN;
        const limit = usualLimitHr(block.scale, nominal);
        const { range, mean } = overTheFace(block);
        expect(range, `seed ${seed}, ${block.id}`).toBeLessThan(limit / 2);
        expect(range, `seed ${seed}, ${block.id}`).toBeGreaterThan(limit / 40);
        expect(Math.abs(mean - nominal), `seed ${seed}, ${block.id}`).toBeLessThan(Math.max(0.3, limit / 2));
      }
    }
  });

  it("a block is the same in any slot and company; another seed gives another", () => {
    const [first] = BLOCKS;
    if (first === undefined) throw new Error("no block");
    const blockOf = (blocks: OrderedBlock[], seed: number) =>
      physicalTrayFor({ blocks }, seed).blocks.find(({ id }) => id === "A-1");
    expect(blockOf([{ ...first, slot: 9 }], 1)).toEqual(blockOf(BLOCKS, 1));
    expect(blockOf([first], 2)).not.toEqual(blockOf([first], 1));
  });

  it("the usual limits are those of the trade's table", () => {
    expect(usualLimitHr("HRC", 42)).toBeCloseTo(0.58, 9);
    expect(usualLimitHr("HRC", 61.1)).toBe(0.4);
    expect(usualLimitHr("HRBW", 60)).toBeCloseTo(1.4, 9);
    expect(usualLimitHr("HR30TW", 40)).toBeCloseTo(1.8, 9);
    expect(() => usualLimitHr("HBW", 200)).toThrow(RangeError);
  });
});

describe("a reference block for a certificate", () => {
  it("is of its size, near its value, and far more uniform than its uncertainty, on any of 10 seeds", () => {
    const certified = { serial: "REF-1", scale: "HRC", valueHr: 60.2, expandedHr: 0.3 };
    for (let seed = 0; seed < 10; seed++) {
      const block = referenceBlockFor({ ...certified, diameterMm: 60, thicknessMm: 12 }, seed);
      expect(block).toMatchObject({
        id: "REF-1",
        shape: { kind: "round", diameterMm: 60, thicknessMm: 12 },
        oldDents: [],
      });
      const { range, mean } = overTheFace(block);
      expect(range, `seed ${seed}`).toBeLessThanOrEqual(0.12);
      expect(Math.abs(mean - 60.2), `seed ${seed}`).toBeLessThan(0.15);
    }
  });
});
