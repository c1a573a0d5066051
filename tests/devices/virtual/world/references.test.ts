import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readLabFile } from "../../../../devices/lab-file.ts";
import { readTruth } from "../../../../devices/virtual/index.ts";
import { virtualFolder } from "../../../../devices/virtual/lab-process.ts";
import { parsePhysicalFile } from "../../../../devices/virtual/physics/index.ts";
import { bringTray, openWorld, truthFile } from "../../../../devices/virtual/world/index.ts";
import { DEVICE_KINDS, presenceBit } from "../../../../devices/wire/index.ts";
import { BAR, ROUND, type SmallLab, smallLab } from "../small-lab.ts";
import { Workshop } from "../workshop.ts";

const REFERENCE = { ...ROUND, id: "REF-9", surfaceSeed: 9 };
const TRAY = [{ slot: 1, block: ROUND.id }];
const WITH_REFERENCE = {
  tray: TRAY,
  references: [{ place: 2, block: "REF-9", line: "rockwell" }],
  blocks: [ROUND, REFERENCE],
};

let small: SmallLab;
beforeEach(() => {
  small = smallLab();
  mkdirSync(virtualFolder(small.dataDir), { recursive: true });
});
afterEach(() => small.remove());

function physical(content: object): void {
  writeFileSync(join(small.folder, "physical.yaml"), stringify(content));
}

const blocks = () =>
  readTruth(small.dataDir).blocks.map(({ id, tray, home, place }) => [id, tray, home, place]);

describe("reference blocks", () => {
  it("stand where the physical file says, in no tray", () => {
    physical(WITH_REFERENCE);
    openWorld(truthFile(small.dataDir), small.lab, 1).file.close();
    expect(blocks()).toEqual([
      ["R-1", 1, "slot:1", "slot:1"],
      ["REF-9", 0, "reference:2", "reference:2"],
    ]);
  });

  it("of the lab file are made when the physical file says nothing of any; an empty list says there are none", () => {
    physical({ tray: TRAY, blocks: [ROUND] });
    openWorld(truthFile(small.dataDir), small.lab, 1).file.close();
    expect(blocks()[1]).toEqual(["REF-HRC-60", 0, "reference:1", "reference:1"]);
    small.remove();
    small = smallLab();
    mkdirSync(virtualFolder(small.dataDir), { recursive: true });
    openWorld(truthFile(small.dataDir), small.lab, 1).file.close();
    expect(blocks().map(([id]) => id)).toEqual(["R-1", "B-2"]);
  });

  it("of a line that is not there, or of none, keep the world from being made", () => {
    const file = truthFile(small.dataDir);
    physical({ ...WITH_REFERENCE, references: [{ place: 2, block: "REF-9", line: "brinell" }] });
    expect(() => openWorld(file, small.lab, 1)).toThrow(
      /belongs to the line "brinell", but small has rockwell/,
    );
    const { rockwell } = small.lab.lines;
    if (rockwell === undefined) throw new Error("no line");
    const two = { ...small.lab, lines: { rockwell, other: rockwell } };
    physical({ ...WITH_REFERENCE, references: [{ place: 2, block: "REF-9" }] });
    expect(() => openWorld(file, two, 1)).toThrow(/no line of small names reference block REF-9/);
  });

  it("are picked, indented and put back with and without a tray at the dock; sensors show them throughout", async () => {
    physical(WITH_REFERENCE);
    const shop = new Workshop(small.lab, small.dataDir);
    const { sensors } = DEVICE_KINDS.arm;
    const shown = () => presenceBit(shop.device("rockwell-arm").sensors(), sensors.referenceSlots, 2);
    expect(shown()).toBe(true);
    for (const docked of [false, true]) {
      if (docked) await shop.trayTo("rockwell");
      await shop.well("rockwell-arm", "move", "tray");
      await shop.well("rockwell-arm", "pick", "reference:2");
      expect(shown()).toBe(false);
      await shop.well("rockwell-arm", "move", "tester");
      await shop.well("rockwell-tester", "setup", "HRC");
      expect(Math.abs((await shop.indentAt(docked ? 5 : 0, 0)) - 60)).toBeLessThan(0.3);
      await shop.well("rockwell-arm", "move", "tray");
      await shop.well("rockwell-arm", "place", "reference:2");
      expect(shown()).toBe(true);
    }
    shop.world.close();
    const { dents, moves } = readTruth(small.dataDir);
    expect(dents.map(({ block, n }) => [block, n])).toEqual([
      ["REF-9", 1],
      ["REF-9", 2],
    ]);
    expect(moves.filter(({ block }) => block === "REF-9").map(({ place }) => place)).toEqual(
      Array.from({ length: 4 }, () => "reference:2"),
    );
  });

  it("stay at their line when the next tray comes, and cannot come in it", async () => {
    physical(WITH_REFERENCE);
    const shop = new Workshop(small.lab, small.dataDir);
    await shop.trayTo("inspected");
    const next = (content: object) => parsePhysicalFile("next", stringify(content));
    expect(() =>
      bringTray(shop.world, small.lab, next({ tray: [{ slot: 1, block: "REF-9" }], blocks: [REFERENCE] })),
    ).toThrow(/REF-9 is a reference block of rockwell-arm/);
    const tray = { ...WITH_REFERENCE, tray: [{ slot: 3, block: BAR.id }], blocks: [BAR, REFERENCE] };
    expect(bringTray(shop.world, small.lab, next(tray))).toBe(2);
    shop.world.close();
    expect(blocks()).toEqual([
      ["R-1", 1, "slot:1", "slot:1"],
      ["REF-9", 0, "reference:2", "reference:2"],
      ["B-2", 2, "slot:3", "slot:3"],
    ]);
  });

  it("are known by the lab file's name of their line when the physical file gives none", () => {
    const { file: _, ...lab } = small.lab;
    const [reference] = lab.lines.rockwell?.references ?? [];
    if (reference === undefined) throw new Error("the default lab has no reference block");
    const { rockwell } = lab.lines;
    writeFileSync(
      small.labFile,
      stringify({ ...lab, lines: { other: { ...rockwell, references: [] }, rockwell } }),
    );
    physical({
      tray: TRAY,
      references: [{ place: 1, block: reference.serial }],
      blocks: [ROUND, { ...REFERENCE, id: reference.serial }],
    });
    openWorld(truthFile(small.dataDir), readLabFile(small.labFile), 1).file.close();
    expect(blocks()[1]).toEqual([reference.serial, 0, "reference:1", "reference:1"]);
  });
});
