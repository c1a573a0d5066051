/** Address maps: what cannot work is refused when the map is read, not when the first job is sent. */
import { describe, expect, it } from "vitest";
import {
  AddressMapError,
  modbusFrames,
  presenceBit,
  readAddressMap,
  setPresenceBit,
} from "../../../devices/index.ts";

const standard = readAddressMap("hardlab-modbus");
if (standard.transport !== "modbus") throw new Error("not a Modbus map");

describe("an address map", () => {
  it("may lay words out in another order and leave gaps", () => {
    const job = { ...standard.job, command: 0, controllerId: 2, jobNumber: 4, bootId: 6, params: 9 };
    expect(() => modbusFrames({ ...standard, job: { ...job, text: 26, checksum: 60 } })).not.toThrow();
  });

  it("must not let words overlap", () => {
    const job = { ...standard.job, bootId: 3 };
    expect(() => modbusFrames({ ...standard, job })).toThrow(
      'job frame: "bootId" at register 3 overlaps "jobNumber"',
    );
  });

  it("must have the checksum last", () => {
    const job = { ...standard.job, text: 80 };
    expect(() => modbusFrames({ ...standard, job })).toThrow("the checksum must be the last word");
  });

  it("must fit each frame into one request", () => {
    const status = { ...standard.status, checksum: 125 };
    expect(() => modbusFrames({ ...standard, status })).toThrow("126 registers do not fit");
  });

  it("that does not exist is named with its file", () => {
    expect(() => readAddressMap("no-such-make")).toThrow(AddressMapError);
    expect(() => readAddressMap("no-such-make")).toThrow(/maps\/no-such-make\.yaml/);
  });
});

describe("presence bits", () => {
  it("count from bit 0 of the first word over the words", () => {
    const words = [0, 0, 0, 0];
    for (const number of [1, 16, 17, 33]) setPresenceBit(words, 1, number, true);
    expect(words).toEqual([0, 0x8001, 0x0001, 0x0001]);
    expect([1, 2, 16, 17, 33].map((number) => presenceBit(words, 1, number))).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
    setPresenceBit(words, 1, 16, false);
    expect(presenceBit(words, 1, 16)).toBe(false);
  });
});
