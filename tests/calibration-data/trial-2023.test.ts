import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { REFERENCE, SCALE, trialBlocks } from "../../calibration-data/trial-2023/blocks.ts";
import { drawsFrom } from "../../calibration-data/trial-2023/draws.ts";
import {
  orderYaml,
  physicalYaml,
  publishedBlocks,
  surfaceOf,
  trialTable,
} from "../../calibration-data/trial-2023/generate.ts";
import { cunningRange, meetBlock, roomFor } from "../../calibration-data/trial-2023/survey.ts";
import { isUsable } from "../../calibration-data/trial-2023/usable-surface.ts";
import { dentDiameterMm, roundHalfEven } from "../../controller/metrology/index.ts";
import { readLabFile } from "../../devices/lab-file.ts";
import { hardnessAt } from "../../devices/virtual/physics/field.ts";
import { type PhysicalBlock, readPhysicalFile } from "../../devices/virtual/physics/physical-file.ts";

const path = (name: string) => new URL(`../../calibration-data/trial-2023/${name}`, import.meta.url).pathname;
const text = (name: string) => readFileSync(path(name), "utf8");

const table = trialTable();
const published = publishedBlocks();
const blocks = trialBlocks(published);
const physical = readPhysicalFile(path("physical.yaml"));
const trulyOf = (serial: string): PhysicalBlock => {
  const block = physical.blocks.find(({ id }) => id === serial);
  if (block === undefined) throw new Error(`no block ${serial}`);
  return block;
};

const orderSchema = z.object({
  order: z.string(),
  blocks: z.array(
    z
      .object({
        slot: z.number(),
        serial: z.string(),
        scale: z.string(),
        nominalHr: z.number(),
        shape: z.enum(["round", "rectangular"]),
        diameterMm: z.number().optional(),
        lengthMm: z.number().optional(),
        widthMm: z.number().optional(),
        thicknessMm: z.number(),
        client: z.string(),
        maker: z.string(),
      })
      .strict(),
  ),
});
const order = orderSchema.parse(parse(text("order.yaml")));

/** Mean and range of a field over a block's usable surface, by a plain square net. */
function overNet(serial: string): { mean: number; range: number } {
  const block = [...blocks, REFERENCE].find((candidate) => candidate.serial === serial);
  if (block === undefined) throw new Error(`no block ${serial}`);
  const surface = surfaceOf(table, block);
  const found: number[] = [];
  for (let x = -32; x <= 32; x += 0.1)
    for (let y = -32; y <= 32; y += 0.1)
      if (isUsable(surface, [x, y])) found.push(hardnessAt(trulyOf(serial).field, x, y));
  const mean = found.reduce((sum, hardness) => sum + hardness, 0) / found.length;
  const [least, greatest] = found.reduce(
    ([low, high], hardness) => [Math.min(low, hardness), Math.max(high, hardness)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return { mean, range: greatest - least };
}

describe("the trial's files", () => {
  test("are what the generator writes, to the byte", () => {
    expect(physicalYaml(table, blocks)).toBe(text("physical.yaml"));
    expect(orderYaml(blocks)).toBe(text("order.yaml"));
  });

  test("agree on 33 blocks, their slots and sizes", () => {
    expect(order.blocks.map(({ slot }) => slot)).toEqual(Array.from({ length: 33 }, (_, index) => index + 1));
    expect(physical.tray).toEqual(order.blocks.map(({ slot, serial }) => ({ slot, block: serial })));
    for (const { serial, scale, shape: kind, diameterMm, lengthMm, widthMm, thicknessMm } of order.blocks) {
      const truly = trulyOf(serial);
      expect(truly.scale).toBe(scale);
      const size = kind === "round" ? { diameterMm } : { lengthMm, widthMm };
      expect(truly.shape).toEqual({ kind, ...size, thicknessMm });
      expect(thicknessMm).toBeGreaterThanOrEqual(table.thickness.atLeastMm);
    }
  });

  test("name a value on each block that is its mean's whole number", () => {
    for (const { serial, nominalHr } of order.blocks)
      expect(roundHalfEven(overAim(serial), 0).toNumber()).toBe(nominalHr);
  });

  test("hold the twelve published blocks", () => {
    expect(published).toHaveLength(12);
    expect(published[11]).toEqual({ serial: "2007-112", meanHr: 42, uniformityHr: 0.5 });
  });
});

function overAim(serial: string): number {
  return blocks.find((block) => block.serial === serial)?.aim.meanHr ?? Number.NaN;
}

describe("the blocks' hardness", () => {
  test.each(published)(
    "$serial has the published manual mean $meanHr and uniformity $uniformityHr",
    (block) => {
      const { mean, range } = overNet(block.serial);
      expect(Math.abs(mean - block.meanHr)).toBeLessThan(0.001);
      expect(range).toBeLessThanOrEqual(block.uniformityHr + 1e-5);
      expect(range).toBeGreaterThan(block.uniformityHr - 0.005);
    },
  );

  test("21 more run from 20 to 65 HRC; 19 of them use half their limit at most", () => {
    const own = blocks.filter(({ serial }) => serial.startsWith("2023-"));
    expect(own).toHaveLength(21);
    expect(Math.min(...own.map(({ aim }) => aim.meanHr))).toBeLessThan(22);
    expect(Math.max(...own.map(({ aim }) => aim.meanHr))).toBeGreaterThan(64);
    const even = own.filter(({ aim }) => aim.kind === "even");
    expect(even).toHaveLength(19);
    for (const { serial, aim } of even) {
      const limit = Math.max(0.4, (100 - aim.meanHr) / 100);
      expect(overNet(serial).range).toBeLessThanOrEqual(0.5 * limit + 1e-5);
    }
  });

  test("31 pass wherever five dents are made and two fail wherever five are well spread, noise and all", () => {
    const seed = Number(process.env.HARDLAB_SEED ?? Date.now() % 2 ** 31);
    console.log(`HARDLAB_SEED=${seed}`);
    const draw = drawsFrom(seed);
    let margin = Number.POSITIVE_INFINITY;
    // A cluster of dents can hide a slope; a planner spreads them.
    for (const block of blocks)
      for (const wellSpread of block.aim.kind === "tilted" ? [true] : [false, true]) {
        const met = meetBlock(table, block, { layouts: 60, wellSpread, draw });
        const passes = block.aim.kind === "tilted" ? 0 : met.layouts;
        expect(`${block.serial} passed ${met.passed}`).toBe(`${block.serial} passed ${passes}`);
        if (block.aim.kind === "even") margin = Math.min(margin, met.leastMarginHr);
      }
    console.log(`least margin of a good block: ${margin} HR`);
  });

  test("five well-spread dents on a block that is not uniform show more than 1.6 times the limit, even when sought not to", () => {
    const seed = Number(process.env.HARDLAB_SEED ?? Date.now() % 2 ** 31);
    console.log(`HARDLAB_SEED=${seed}`);
    const tilted = blocks.filter(({ aim }) => aim.kind === "tilted");
    expect(tilted.map(({ slot }) => slot)).toEqual([9, 26]);
    for (const block of tilted) expect(cunningRange(table, block, 20, drawsFrom(seed))).toBeGreaterThan(1.6);
  });
});

describe("the line's reference block", () => {
  const lab = readLabFile(new URL("../../calibration-data/labs/default.yaml", import.meta.url).pathname);
  const [certified, ...others] = lab.lines.rockwell?.references ?? [];

  test("stands where the default lab's file says, is what it says, and carries no dent", () => {
    expect(others).toEqual([]);
    expect(physical.references).toEqual([{ place: certified?.place, block: certified?.serial }]);
    const { scale, shape, oldDents } = trulyOf(certified?.serial ?? "");
    expect({ scale, ...shape }).toEqual({
      scale: certified?.scale,
      kind: certified?.shape,
      diameterMm: certified?.diameterMm,
      thicknessMm: certified?.thicknessMm,
    });
    expect(oldDents).toEqual([]);
  });

  test("is within its certificate everywhere, and far more uniform than any block of the tray", () => {
    const { mean, range } = overNet(REFERENCE.serial);
    const { valueHr = Number.NaN, expandedHr = Number.NaN } = certified ?? {};
    expect(Math.abs(mean - valueHr) + range).toBeLessThan(expandedHr);
    expect(range).toBeLessThanOrEqual(0.15);
  });
});

describe("old dents", () => {
  test("keep their distances from each other and the edge", () => {
    for (const block of blocks) {
      const { oldDents, field } = trulyOf(block.serial);
      const surface = surfaceOf(table, block);
      oldDents.forEach(({ xMm, yMm }, index) => {
        expect(isUsable(surface, [xMm, yMm])).toBe(true);
        const spacing = table.spacing.timesDiameter * dentDiameterMm(SCALE, hardnessAt(field, xMm, yMm));
        for (const other of oldDents.slice(0, index))
          expect(Math.hypot(xMm - other.xMm, yMm - other.yMm)).toBeGreaterThan(spacing);
      });
    }
  });

  test("stand on several blocks; one is crowded and has room for seven more, distances a quarter larger", () => {
    const numbers = blocks.map(({ serial }) => trulyOf(serial).oldDents.length);
    expect(numbers.filter((number) => number >= 5 && number <= 30).length).toBeGreaterThanOrEqual(8);
    const crowded = blocks.filter(({ serial }) => trulyOf(serial).oldDents.length > 100);
    expect(crowded.map(({ serial }) => serial)).toEqual(["2023-202"]);
    for (const block of crowded) {
      expect(roomFor(table, block)).toBeLessThan(60);
      expect(roomFor(table, block, 1.25)).toBeGreaterThanOrEqual(7);
    }
  });
});
