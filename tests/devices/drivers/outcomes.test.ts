/** What devices say back, under the trade's names. */
import { describe, expect, it } from "vitest";
import {
  agvStations,
  type DeviceStatus,
  decodeResult,
  faultName,
  ResultError,
  readReadings,
  readSensors,
  setPresenceBit,
} from "../../../devices/index.ts";

const LAB = {
  tray: { columns: 3, slots: 33, rejectSlots: 6 },
  stations: { unchecked: "unchecked", marking: "marking", inspected: "inspected" },
  lines: {
    rockwell: {
      station: "rockwell",
      arm: "arm",
      stage: "stage",
      camera: "camera",
      tester: "tester",
      scales: ["HRC"],
      preliminaryIndentations: 1,
      indentations: 5,
      reachMm: 36,
    },
  },
};

const status = (changes: Partial<DeviceStatus>): DeviceStatus => ({
  contractVersion: 1,
  kindCode: 0,
  bootId: 1,
  controllerId: 1,
  jobNumber: 4,
  command: 1,
  jobState: "succeeded",
  held: false,
  faultCode: 0,
  faultText: "",
  result: [],
  resultText: "",
  refusal: { controllerId: 0, jobNumber: 0, reason: "none" },
  heartbeat: 0,
  mode: "auto",
  health: "normal",
  sensors: [],
  readings: [],
  ...changes,
});

describe("a result", () => {
  it("has the decimal numbers the device meant, not those a float32 is stored as", () => {
    const result = [Math.fround(61.37)];
    expect(result[0]).not.toBe(61.37);
    expect(decodeResult("rockwellTester", "indent", status({ result, resultText: "HRC" }))).toEqual({
      numbers: { hardness: 61.37 },
      text: "HRC",
    });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("of %d is no result", (value) => {
    const wrong = status({ result: [value] });
    expect(() => decodeResult("rockwellTester", "indent", wrong)).toThrow(ResultError);
    expect(() => decodeResult("rockwellTester", "indent", wrong)).toThrow(/job 4.*hardness = /);
  });

  it("looks at no number that is not the command's", () => {
    const result = [1, 2, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN];
    expect(decodeResult("arm", "shift", status({ result })).numbers).toEqual({ xMm: 1, yMm: 2 });
  });
});

describe("sensors", () => {
  it("of an arm say where blocks are", () => {
    const sensors = [1, 3, 0, 0, 0, 0, 0, 0];
    setPresenceBit(sensors, 2, 33, true);
    setPresenceBit(sensors, 5, 2, true);
    setPresenceBit(sensors, 6, 16, true);
    const read = readSensors("arm", status({ sensors }), LAB);
    expect(read).toMatchObject({ gripper: true, station: "camera" });
    expect(read.slots).toHaveLength(33);
    expect(read.slots.indexOf(true)).toBe(32);
    expect(read.rejectSlots).toEqual([false, true, false, false, false, false]);
    expect(read.referenceSlots).toHaveLength(16);
    expect(read.referenceSlots.indexOf(true)).toBe(15);
  });

  it("of an AGV name its station by the lab file, and none under way", () => {
    expect(agvStations(LAB)).toEqual(["unchecked", "marking", "inspected", "rockwell"]);
    expect(readSensors("agv", status({ sensors: [0, 4, 1] }), LAB)).toEqual({
      trayOnBoard: false,
      dockTray: true,
      station: "rockwell",
    });
    expect(readSensors("agv", status({ sensors: [1, 0, 0] }), LAB).station).toBeNull();
  });

  it("of the others are yes or no", () => {
    expect(readSensors("rockwellTester", status({ sensors: [1, 0] }), LAB)).toEqual({
      guardClosed: true,
      block: false,
    });
    expect(readSensors("marker", status({ sensors: [0, 1] }), LAB)).toEqual({ tray: false, supply: true });
    expect(readSensors("stage", status({ sensors: [1] }), LAB)).toEqual({ block: true });
    expect(readSensors("environment", status({}), LAB)).toEqual({});
  });
});

describe("live readings and faults", () => {
  it("have their names", () => {
    const readings = [Math.fround(22.8), Math.fround(46)];
    expect(readReadings("environment", status({ readings }))).toEqual({
      temperatureC: 22.8,
      humidityPercent: 46,
    });
    expect(faultName("arm", 100)).toBe("gripMissed");
    expect(faultName("arm", 4)).toBe("emergencyStop");
    expect(faultName("arm", 0)).toBe("none");
    expect(faultName("arm", 999)).toBe("fault999");
  });
});
