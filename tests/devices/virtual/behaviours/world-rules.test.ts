import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { COMMON_FAULTS, DEVICE_KINDS, presenceBit } from "../../../../devices/wire/index.ts";
import { type SmallLab, smallLab } from "../small-lab.ts";
import { Workshop } from "../workshop.ts";

const { agv, arm, rockwellTester, stage, marker } = DEVICE_KINDS;

let small: SmallLab;
let shop: Workshop;
beforeEach(() => {
  small = smallLab();
  shop = new Workshop(small.lab, small.dataDir);
});
afterEach(() => {
  shop.world.close();
  small.remove();
});

async function fault(device: string, command: string, text = "", params: Record<string, number> = {}) {
  const outcome = await shop.run(device, command, text, { params });
  return "fault" in outcome ? outcome.fault : "no fault";
}

describe("the AGV", () => {
  it("carries the one tray from dock to dock", async () => {
    expect(shop.device("agv").sensors()).toEqual([0, 1, 1]);
    await shop.well("agv", "load", "tray");
    expect(shop.device("agv").sensors()).toEqual([1, 1, 0]);
    await shop.well("agv", "go", "rockwell");
    await shop.well("agv", "unload", "tray");
    expect(shop.device("agv").sensors()).toEqual([0, 4, 1]);
  });

  it("forbids what cannot be", async () => {
    expect(await fault("agv", "unload", "tray")).toBe(agv.faults.noTray);
    expect(await fault("agv", "go", "nowhere")).toBe(agv.faults.unknownStation);
    await shop.well("agv", "go", "marking");
    expect(await fault("agv", "load", "tray")).toBe(agv.faults.noTray);
  });
});

describe("the arm", () => {
  it("sees the tray's places only while the tray stands at its dock", async () => {
    expect(shop.device("rockwell-arm").sensors()[arm.sensors.slots]).toBe(0);
    await shop.trayTo("rockwell");
    const words = shop.device("rockwell-arm").sensors();
    expect([1, 2, 3, 4].map((slot) => presenceBit(words, arm.sensors.slots, slot))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it("without a tray at the dock, or away from it, picks nothing", async () => {
    expect(await fault("rockwell-arm", "pick", "slot:1")).toBe(arm.faults.notAtStation);
    await shop.well("rockwell-arm", "move", "tray");
    expect(await fault("rockwell-arm", "pick", "slot:1")).toBe(COMMON_FAULTS.notReady);
  });

  it("picks one block at a time, from places that hold one, into places that hold none", async () => {
    await shop.trayTo("rockwell");
    await shop.well("rockwell-arm", "move", "tray");
    expect(await fault("rockwell-arm", "pick", "slot:2")).toBe(arm.faults.placeEmpty);
    expect(await fault("rockwell-arm", "pick", "slot:5")).toBe(COMMON_FAULTS.badParameter);
    expect(await fault("rockwell-arm", "place", "slot:2")).toBe(arm.faults.gripMissed);
    await shop.well("rockwell-arm", "pick", "slot:1");
    expect(await fault("rockwell-arm", "pick", "slot:3")).toBe(arm.faults.gripperFull);
    expect(await fault("rockwell-arm", "place", "slot:3")).toBe(arm.faults.placeOccupied);
    await shop.well("rockwell-arm", "place", "reject:2");
    const words = shop.device("rockwell-arm").sensors();
    expect(presenceBit(words, arm.sensors.rejectSlots, 2)).toBe(true);
    expect(presenceBit(words, arm.sensors.slots, 1)).toBe(false);
  });

  it("knows no reference place beyond 16, and none that holds no block", async () => {
    await shop.well("rockwell-arm", "move", "tray");
    expect(await fault("rockwell-arm", "pick", "reference:1")).toBe(arm.faults.placeEmpty);
    expect(await fault("rockwell-arm", "pick", "reference:17")).toBe(COMMON_FAULTS.badParameter);
  });

  it("shifts at the tester only, and shows where it believes to be", async () => {
    expect(await fault("rockwell-arm", "shift", "", { xMm: 1, yMm: 2 })).toBe(arm.faults.notAtStation);
    await shop.well("rockwell-arm", "move", "tester");
    expect(await shop.well("rockwell-arm", "shift", "", { xMm: 1, yMm: 2 })).toEqual({ xMm: 1, yMm: 2 });
    expect(shop.device("rockwell-arm").readings()).toEqual([1, 2]);
  });
});

describe("the tester", () => {
  it("indents nothing without a block, a set-up or the right scale", async () => {
    expect(await fault("rockwell-tester", "indent", "HRC")).toBe(rockwellTester.faults.wrongScale);
    expect(await fault("rockwell-tester", "setup", "HV10")).toBe(COMMON_FAULTS.badParameter);
    await shop.well("rockwell-tester", "setup", "HRC");
    expect(await fault("rockwell-tester", "indent", "HRC")).toBe(rockwellTester.faults.noBlock);
    expect(await fault("rockwell-tester", "indent", "HRA")).toBe(rockwellTester.faults.wrongScale);
  });

  it("beside the block it makes no dent", async () => {
    await shop.blockOnAnvil(1);
    await shop.well("rockwell-arm", "shift", "", { xMm: 36, yMm: 0 });
    expect(await fault("rockwell-tester", "indent", "HRC")).toBe(rockwellTester.faults.onAnvilEdge);
  });

  it("reads the field at the dent, to its resolution", async () => {
    await shop.blockOnAnvil(1);
    const reading = await shop.indentAt(0, 0);
    expect(reading).toBeGreaterThan(59.8);
    expect(reading).toBeLessThan(60.2);
    expect(reading).toBe(Number(reading.toFixed(2)));
  });

  it("a dent into the last one reads low: bad planning shows", async () => {
    await shop.blockOnAnvil(1);
    await shop.indentAt(0, 0);
    expect(await shop.indentAt(0.1, 0)).toBeLessThan(58);
  });
});

describe("machines in each other's way", () => {
  it("the arm does not shift under the indenter, and the cycle goes on", async () => {
    shop.world.close();
    shop = new Workshop(small.lab, small.dataDir, { speed: 200 });
    await shop.blockOnAnvil(1);
    const cycle = shop.run("rockwell-tester", "indent", "HRC");
    expect(await fault("rockwell-arm", "shift", "", { xMm: 1, yMm: 0 })).toBe(COMMON_FAULTS.interlock);
    expect(await fault("rockwell-arm", "move", "tray")).toBe(COMMON_FAULTS.interlock);
    expect(await cycle).toMatchObject({ text: "HRC" });
  });
});

describe("at the dock", () => {
  it("the AGV does not take the tray from under the arm", async () => {
    shop.world.close();
    shop = new Workshop(small.lab, small.dataDir, { speed: 200 });
    await shop.trayTo("rockwell");
    await shop.well("rockwell-arm", "move", "tray");
    const pick = shop.run("rockwell-arm", "pick", "slot:1");
    expect(await fault("agv", "load", "tray")).toBe(COMMON_FAULTS.interlock);
    expect(await pick).toEqual({});
  });
});

describe("stage, marker, environment", () => {
  it("the stage measures size and offset of what lies on it", async () => {
    expect(await fault("rockwell-stage", "measure")).toBe(stage.faults.noBlock);
    await shop.trayTo("rockwell");
    await shop.well("rockwell-arm", "move", "tray");
    await shop.well("rockwell-arm", "pick", "slot:3");
    await shop.well("rockwell-arm", "move", "stage");
    const measured = await shop.well("rockwell-stage", "measure");
    expect(measured.lengthMm).toBeCloseTo(60, 1);
    expect(measured.widthMm).toBeCloseTo(40, 1);
    expect(measured.thicknessMm).toBeCloseTo(12, 1);
    expect(measured.round).toBe(0);
    expect(Math.abs(measured.offsetXMm ?? 9)).toBeLessThan(0.9);
  });

  it("the marker engraves blocks in the tray at its dock and reads them back", async () => {
    expect(await fault("marker", "engrave", "A", { slot: 1 })).toBe(marker.faults.noTray);
    await shop.trayTo("marking");
    expect(await fault("marker", "engrave", "A", { slot: 2 })).toBe(marker.faults.noBlock);
    expect(await shop.run("marker", "readBack", "", { params: { slot: 1 } })).toEqual({ text: "" });
    await shop.well("marker", "engrave", "HRC 60.0", { slot: 1 });
    await shop.well("marker", "engrave", "HRC 60.0", { slot: 1 });
    expect(await shop.run("marker", "readBack", "", { params: { slot: 1 } })).toEqual({ text: "HRC 60.0" });
    await shop.well("marker", "engrave", "HRC 61.0", { slot: 1 });
    expect(await shop.run("marker", "readBack", "", { params: { slot: 1 } })).toEqual({
      text: "(illegible)",
    });
  });

  it("the environment sensor tells the lab file's air", async () => {
    expect(await shop.well("environment", "read")).toEqual({ temperatureC: 22.8, humidityPercent: 46 });
  });
});
