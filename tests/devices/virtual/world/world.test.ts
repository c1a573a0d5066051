import { mkdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readTruth } from "../../../../devices/virtual/index.ts";
import { virtualFolder } from "../../../../devices/virtual/lab-process.ts";
import { openWorld, TruthFileError, truthFile } from "../../../../devices/virtual/world/index.ts";
import { type SmallLab, smallLab } from "../small-lab.ts";
import { Workshop } from "../workshop.ts";

let small: SmallLab;
beforeEach(() => {
  small = smallLab();
  mkdirSync(virtualFolder(small.dataDir), { recursive: true });
});
afterEach(() => small.remove());

describe("the world's file", () => {
  it("begins as the physical file says, old dents included", () => {
    openWorld(truthFile(small.dataDir), small.lab, 5).file.close();
    const truth = readTruth(small.dataDir);
    expect(truth).toMatchObject({ lab: "small", seed: 5, tray: "unchecked", moves: [], jobs: [] });
    expect(truth.blocks.map(({ id, home, place }) => [id, home, place])).toEqual([
      ["R-1", "slot:1", "slot:1"],
      ["B-2", "slot:3", "slot:3"],
    ]);
    expect(truth.dents).toHaveLength(1);
    expect(truth.dents[0]).toMatchObject({ block: "B-2", n: 1, madeBy: "old", xMm: 5, yMm: -3 });
    expect(truth.dents[0]?.readingHr).toBeUndefined();
  });

  it("keeps its seed: another one is refused, none is fine", () => {
    const file = truthFile(small.dataDir);
    openWorld(file, small.lab, 5).file.close();
    expect(() => openWorld(file, small.lab, 6)).toThrow(/seed 5, not 6/);
    const again = openWorld(file, small.lab, undefined);
    expect(again.seed).toBe(5);
    again.file.close();
  });

  it("belongs to one lab", () => {
    const file = truthFile(small.dataDir);
    openWorld(file, small.lab, 5).file.close();
    expect(() => openWorld(file, { ...small.lab, lab: "other" }, undefined)).toThrow(TruthFileError);
  });

  it("that cannot be filled is not there at all", () => {
    const file = truthFile(small.dataDir);
    const tiny = { ...small.lab, tray: { ...small.lab.tray, slots: 2 } };
    expect(() => openWorld(file, tiny, 1)).toThrow(/slot 3, but the tray of small has 2/);
    expect(() => readTruth(small.dataDir)).toThrow(TruthFileError);
    openWorld(file, small.lab, 1).file.close();
  });

  it("says so when there is none", () => {
    expect(() => readTruth(small.dataDir)).toThrow(/no virtual lab has left its truth/);
  });

  it("is opened again as it was left: station, shift, block in the gripper, set-up", async () => {
    const before = new Workshop(small.lab, small.dataDir);
    await before.blockOnAnvil(1);
    await before.well("rockwell-arm", "shift", "", { xMm: 4, yMm: -2 });
    before.world.close();
    const after = new Workshop(small.lab, small.dataDir);
    expect(after.device("rockwell-arm").sensors().slice(0, 2)).toEqual([1, 4]);
    expect(after.device("rockwell-arm").readings()).toEqual([4, -2]);
    await after.well("rockwell-tester", "indent", "HRC");
    after.world.close();
    const truth = readTruth(small.dataDir);
    expect(truth.blocks[0]?.place).toBe("gripper:rockwell-arm");
    expect(Math.abs((truth.dents[0]?.gripperXMm ?? 0) - 4)).toBeLessThan(0.1);
  });
});
