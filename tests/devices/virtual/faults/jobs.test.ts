import { afterEach, describe, expect, it } from "vitest";
import { decodeResult, faultName, ResultError } from "../../../../devices/index.ts";
import { type ServedLab, servedLab } from "./served-lab.ts";

const [arm, stage, tester] = ["rockwell-arm", "rockwell-stage", "rockwell-tester"];

let lab: ServedLab;
afterEach(() => lab.close());

const onAnvil = () => servedLab({ prepare: (shop) => shop.blockOnAnvil(1) });
const atDock = () =>
  servedLab({
    prepare: async (shop) => {
      await shop.trayTo("rockwell");
      await shop.well(arm, "move", "tray");
    },
  });

async function faultOf(device: string, command: string, text = "", params: Record<string, number> = {}) {
  const status = await lab.controller.run(device, command, text, params);
  return faultName(lab.controller.link(device).kind, status.faultCode);
}

const placeOf = (block: string) => lab.truth().blocks.find(({ id }) => id === block)?.place;

describe("which job a fault meets", () => {
  it("the next one, once; or the nth, so many times in a row, of one command", async () => {
    lab = await onAnvil();
    await lab.fault(tester, "valueMissing", { nth: 2, times: 2 });
    const faults: string[] = [];
    for (const xMm of [-12, -4, 4, 12]) {
      await lab.controller.well(arm, "shift", "", { xMm, yMm: 0 });
      faults.push(await faultOf(tester, "indent", "HRC"));
    }
    expect(faults).toEqual(["none", "noValue", "noValue", "none"]);
    expect(await lab.states()).toEqual(["valueMissing over"]);
  });

  it("only those on one block, by its number or the slot it came in", async () => {
    lab = await atDock();
    await lab.fault(arm, "gripMissed", { when: { block: "B-2" } });
    await lab.fault(arm, "stuckJob", { command: "place", when: { slot: 1 } });
    expect(await faultOf(arm, "pick", "slot:1")).toBe("none");
    const place = await lab.controller.send(arm, "place", "slot:1");
    await lab.controller.control(arm, "abort", place);
    expect((await lab.controller.over(arm, place)).jobState).toBe("aborted");
    expect(await faultOf(arm, "place", "slot:1")).toBe("none");
    expect(await faultOf(arm, "pick", "slot:3")).toBe("gripMissed");
  });

  it("none before its time", async () => {
    lab = await servedLab();
    await lab.fault("environment", "nanResult", { when: { afterS: 0.5 } });
    await lab.controller.well("environment", "read");
    expect(await lab.states()).toEqual(["nanResult waiting"]);
    while (!lab.logged.some((entry) => "event" in entry && entry.event === "fault due"))
      await new Promise((later) => setTimeout(later, 10));
    expect((await lab.controller.run("environment", "read")).result[0]).toBeNaN();
  });
});

describe("the tester", () => {
  it("valueMissing: the dent is there, its value is not", async () => {
    lab = await onAnvil();
    await lab.fault(tester, "valueMissing");
    expect(await faultOf(tester, "indent", "HRC")).toBe("noValue");
    expect(lab.newDents()).toHaveLength(1);
    expect(lab.newDents()[0]?.readingHr).toBeUndefined();
  });

  it("valueOutOfRange and outlier: it shows what the truth says that it read", async () => {
    lab = await onAnvil();
    await lab.fault(tester, "valueOutOfRange", { value: 140 });
    await lab.fault(tester, "outlier", { value: -4, nth: 2 });
    const far = await lab.controller.well(tester, "indent", "HRC");
    expect(decodeResult("rockwellTester", "indent", far).numbers.hardness).toBe(140);
    await lab.controller.well(arm, "shift", "", { xMm: 9, yMm: 0 });
    const low = await lab.controller.well(tester, "indent", "HRC");
    const { hardness = 0 } = decodeResult("rockwellTester", "indent", low).numbers;
    expect(hardness).toBeGreaterThan(55.9);
    expect(hardness).toBeLessThan(56.3);
    expect(lab.newDents().map(({ readingHr }) => readingHr)).toEqual([140, hardness]);
  });

  it("nanResult: a job that succeeded with no number", async () => {
    lab = await onAnvil();
    await lab.fault(tester, "nanResult");
    const status = await lab.controller.well(tester, "indent", "HRC");
    expect(() => decodeResult("rockwellTester", "indent", status)).toThrow(ResultError);
    expect(status.resultText).toBe("HRC");
    expect(lab.newDents()).toHaveLength(1);
  });
});

describe("a job that does not end", () => {
  it.each([
    ["beforeEffect", 0],
    ["afterEffect", 1],
  ])("stuckJob %s stays running until it is aborted, with %i dents", async (value, dents) => {
    lab = await onAnvil();
    await lab.fault(tester, "stuckJob", { value });
    const job = await lab.controller.send(tester, "indent", "HRC");
    await new Promise((later) => setTimeout(later, 150));
    expect((await lab.controller.link(tester).read()).jobState).toBe("running");
    expect(lab.newDents()).toHaveLength(dents);
    await lab.controller.control(tester, "abort", job);
    expect(await lab.controller.over(tester, job)).toMatchObject({ jobState: "aborted" });
    await lab.controller.well(arm, "shift", "", { xMm: 9, yMm: 0 });
    expect(await faultOf(tester, "indent", "HRC")).toBe("none");
  });
});

describe("arm and AGV", () => {
  it("gripMissed: the block stays, and the next grip holds it", async () => {
    lab = await atDock();
    await lab.fault(arm, "gripMissed");
    expect(await faultOf(arm, "pick", "slot:1")).toBe("gripMissed");
    expect(placeOf("R-1")).toBe("slot:1");
    expect(await faultOf(arm, "pick", "slot:1")).toBe("none");
  });

  it("slotEmpty: the block is gone before the pick, or at once from a place", async () => {
    lab = await atDock();
    await lab.fault(arm, "slotEmpty");
    expect(await faultOf(arm, "pick", "slot:1")).toBe("placeEmpty");
    await lab.fault(arm, "slotEmpty", { value: "slot:3" });
    expect((await lab.controller.link(arm).read()).sensors[2]).toBe(0);
    expect([placeOf("R-1"), placeOf("B-2")]).toEqual(["away", "away"]);
    await expect(lab.fault(arm, "slotEmpty", { value: "slot:3" })).rejects.toThrow(/no block in slot:3/);
  });

  it("otherBlock: larger than announced, as the stage finds; or one of another number", async () => {
    lab = await atDock();
    await lab.fault(arm, "otherBlock");
    await lab.fault(arm, "otherBlock", { value: "serial", nth: 2 });
    await lab.controller.well(arm, "pick", "slot:1");
    await lab.controller.well(arm, "move", "stage");
    const measured = decodeResult("stage", "measure", await lab.controller.well(stage, "measure"));
    expect(measured.numbers.lengthMm).toBeCloseTo(67, 1);
    await lab.controller.well(arm, "move", "tray");
    await lab.controller.well(arm, "place", "reject:1");
    await lab.controller.well(arm, "pick", "slot:3");
    expect([placeOf("B-2"), placeOf("B-2-other")]).toEqual(["away", "gripper:rockwell-arm"]);
  });

  it("rejectSlotTaken: the first free one, or the one that is named, seen by its sensor", async () => {
    lab = await atDock();
    await lab.fault(arm, "rejectSlotTaken");
    expect((await lab.controller.link(arm).read()).sensors[5]).toBe(0b01);
    await lab.fault(arm, "rejectSlotTaken", { value: "reject:2", command: "place" });
    await lab.controller.well(arm, "pick", "slot:1");
    expect(await faultOf(arm, "place", "reject:2")).toBe("placeOccupied");
    await expect(lab.fault(arm, "rejectSlotTaken")).rejects.toThrow(/every reject slot is taken/);
  });

  it("agvBlocked: it stands between stations until it is sent again", async () => {
    lab = await servedLab();
    await lab.fault("agv", "agvBlocked");
    expect(await faultOf("agv", "go", "rockwell")).toBe("blocked");
    expect((await lab.controller.link("agv").read()).sensors[1]).toBe(0);
    expect(await faultOf("agv", "go", "rockwell")).toBe("none");
  });
});

describe("the stage", () => {
  it("measureOff: sizes off by the value, offsets true", async () => {
    lab = await servedLab({ prepare: (shop) => shop.blockOnAnvil(3) });
    await lab.controller.well(arm, "move", "stage");
    const measure = async () =>
      decodeResult("stage", "measure", await lab.controller.well(stage, "measure")).numbers;
    await lab.fault(stage, "measureOff", { value: -0.8 });
    const [off, right] = [await measure(), await measure()];
    for (const size of ["lengthMm", "widthMm", "thicknessMm"])
      expect(off[size]).toBeCloseTo((right[size] ?? 0) - 0.8, 4);
    expect([off.offsetXMm, off.round]).toEqual([right.offsetXMm, right.round]);
  });
});
