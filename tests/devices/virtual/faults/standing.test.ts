import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { type DeviceStatus, faultName, presenceBit } from "../../../../devices/index.ts";
import { type ServedLab, servedLab } from "./served-lab.ts";

const [arm, tester] = ["rockwell-arm", "rockwell-tester"];

let lab: ServedLab;
afterEach(() => lab.close());

/** An indentation takes 22 s / 100 = 220 ms: full force stands after 110 ms. */
const onAnvil = () => servedLab({ speed: 100, prepare: (shop) => shop.blockOnAnvil(1) });

const nameOf = (device: string, { faultCode }: DeviceStatus) =>
  faultName(lab.controller.link(device).kind, faultCode);

async function untilDented(): Promise<void> {
  while (lab.newDents().length === 0) await sleep(5);
}

describe("emergencyStop", () => {
  it("breaks the job off before full force without a dent, and forbids jobs until a reset", async () => {
    lab = await onAnvil();
    const job = await lab.controller.send(tester, "indent", "HRC");
    await lab.fault(tester, "emergencyStop");
    const broken = await lab.controller.over(tester, job);
    expect([broken.jobState, nameOf(tester, broken), broken.mode]).toEqual([
      "failed",
      "emergencyStop",
      "emergencyStop",
    ]);
    await sleep(150);
    expect(lab.newDents()).toHaveLength(0);
    expect(nameOf(tester, await lab.controller.run(tester, "indent", "HRC"))).toBe("emergencyStop");
    await lab.controller.control(tester, "reset");
    expect((await lab.controller.link(tester).read()).mode).toBe("auto");
    await lab.controller.well(tester, "indent", "HRC");
    expect(await lab.states()).toEqual(["emergencyStop over"]);
  });

  it("still pressed, it cannot be reset; after full force the dent stays", async () => {
    lab = await onAnvil();
    const job = await lab.controller.send(tester, "indent", "HRC");
    await untilDented();
    await lab.fault(tester, "emergencyStop", { seconds: 600 });
    expect(nameOf(tester, await lab.controller.over(tester, job))).toBe("emergencyStop");
    await lab.controller.control(tester, "reset");
    expect((await lab.controller.link(tester).read()).mode).toBe("emergencyStop");
    expect(lab.newDents()).toHaveLength(1);
    await lab.clear();
    expect((await lab.controller.link(tester).read()).mode).toBe("auto");
  });

  it("breaks off a job that is on hold too", async () => {
    lab = await onAnvil();
    const job = await lab.controller.send(tester, "indent", "HRC");
    await lab.controller.control(tester, "hold", job);
    await sleep(150);
    await lab.fault(tester, "emergencyStop");
    expect(nameOf(tester, await lab.controller.over(tester, job))).toBe("emergencyStop");
    expect(lab.newDents()).toHaveLength(0);
  });
});

describe("guardOpen", () => {
  it("at a job: opens before full force; no job runs until it is closed, and the sensor shows it", async () => {
    lab = await onAnvil();
    await lab.fault(tester, "guardOpen", { command: "indent", seconds: 0.3 });
    const broken = await lab.controller.run(tester, "indent", "HRC");
    expect([nameOf(tester, broken), broken.sensors[0]]).toEqual(["guardOpen", 0]);
    expect(nameOf(tester, await lab.controller.run(tester, "setup", "HRC"))).toBe("guardOpen");
    await lab.controller.link(tester).watch(({ sensors }) => sensors[0] === 1, 0);
    expect(lab.newDents()).toHaveLength(0);
    await lab.controller.well(tester, "indent", "HRC");
  });

  it("of another machine is an interlock", async () => {
    lab = await onAnvil();
    await lab.fault(arm, "guardOpen", { seconds: 600 });
    expect(nameOf(arm, await lab.controller.run(arm, "shift", "", { xMm: 1, yMm: 1 }))).toBe("interlock");
  });
});

describe("manualMode", () => {
  it("breaks the job off and fails those after it until the key is turned back", async () => {
    lab = await onAnvil();
    const job = await lab.controller.send(tester, "indent", "HRC");
    await untilDented();
    await lab.fault(tester, "manualMode");
    const broken = await lab.controller.over(tester, job);
    expect([nameOf(tester, broken), broken.mode]).toEqual(["notInAuto", "manual"]);
    expect(nameOf(tester, await lab.controller.run(tester, "setup", "HRC"))).toBe("notInAuto");
    expect(await lab.states()).toEqual(["manualMode standing"]);
    await lab.clear();
    await lab.controller.well(tester, "setup", "HRC");
    expect(lab.newDents()).toHaveLength(1);
  });
});

describe("markerEmpty", () => {
  it("engraves nothing and shows it, reads back all the same, until it is refilled", async () => {
    lab = await servedLab({ prepare: (shop) => shop.trayTo("marking") });
    await lab.fault("marker", "markerEmpty");
    expect((await lab.controller.link("marker").read()).sensors.slice(0, 2)).toEqual([1, 0]);
    expect(nameOf("marker", await lab.controller.run("marker", "engrave", "A", { slot: 1 }))).toBe("empty");
    expect((await lab.controller.well("marker", "readBack", "", { slot: 1 })).resultText).toBe("");
    await lab.clear();
    await lab.controller.well("marker", "engrave", "A", { slot: 1 });
    expect(lab.truth().engravings).toHaveLength(1);
  });

  it("may run out at the second block", async () => {
    lab = await servedLab({ prepare: (shop) => shop.trayTo("marking") });
    await lab.fault("marker", "markerEmpty", { command: "engrave", nth: 2 });
    await lab.controller.well("marker", "engrave", "A", { slot: 1 });
    expect(nameOf("marker", await lab.controller.run("marker", "engrave", "B", { slot: 3 }))).toBe("empty");
  });
});

describe("wrongPlaceSensor", () => {
  it("shows the opposite of what is in a place or in the gripper; the world stays", async () => {
    lab = await servedLab({ prepare: (shop) => shop.trayTo("rockwell") });
    await lab.fault(arm, "wrongPlaceSensor");
    await lab.fault(arm, "wrongPlaceSensor", { value: "slot:1" });
    await lab.fault(arm, "wrongPlaceSensor", { value: "reject:2" });
    const { sensors } = await lab.controller.link(arm).read();
    expect(sensors[0]).toBe(1);
    expect([1, 2, 3].map((slot) => presenceBit(sensors, 2, slot))).toEqual([false, false, true]);
    expect([1, 2].map((slot) => presenceBit(sensors, 5, slot))).toEqual([false, true]);
    await lab.controller.well(arm, "move", "tray");
    await lab.controller.well(arm, "pick", "slot:1");
    expect((await lab.controller.link(arm).read()).sensors[0]).toBe(0);
  });
});

describe("powerCycle", () => {
  it.each([
    ["now", 0],
    ["beforeEffect", 0],
    ["afterEffect", 1],
  ])(
    "%s of an indentation: the job is forgotten, %i dents, and the log has no end of it",
    async (value, dents) => {
      lab = await onAnvil();
      const { bootId } = await lab.controller.link(tester).read();
      await lab.fault(tester, "powerCycle", { command: "indent", value });
      const { answer } = await lab.controller.offer(tester, "indent", "HRC");
      expect(answer.kind).toBe(value === "now" ? "unknown" : "accepted");
      const after = await lab.controller.link(tester).watch((status) => status.bootId !== bootId, 0);
      expect(after).toMatchObject({ jobNumber: 0, jobState: "idle" });
      await sleep(250);
      expect(lab.newDents()).toHaveLength(dents);
      expect(lab.truth().jobs.at(-1)).toMatchObject({ command: "indent" });
      expect(lab.truth().jobs.at(-1)?.endMs).toBeUndefined();
      expect((await lab.controller.link(arm).read()).jobState).toBe("idle");
    },
  );

  it("at once, without a job, closes the connections", async () => {
    lab = await servedLab();
    const { bootId } = await lab.controller.link("agv").read();
    await lab.fault("agv", "powerCycle");
    while (lab.controller.link("agv").state === "connected") await sleep(2);
    expect((await lab.controller.link("agv").read()).bootId).not.toBe(bootId);
  });

  it("an engraving made before the cut stays", async () => {
    lab = await servedLab({ prepare: (shop) => shop.trayTo("marking") });
    const { bootId } = await lab.controller.link("marker").read();
    await lab.fault("marker", "powerCycle", { value: "afterEffect" });
    await lab.controller.send("marker", "engrave", "A", { slot: 1 });
    await lab.controller.link("marker").watch((status) => status.bootId !== bootId, 0);
    expect((await lab.controller.well("marker", "readBack", "", { slot: 1 })).resultText).toBe("A");
  });
});

describe("an abort by the controller", () => {
  it("before full force leaves no dent; after it the dent stays; the job is aborted either way", async () => {
    lab = await onAnvil();
    const early = await lab.controller.send(tester, "indent", "HRC");
    await lab.controller.control(tester, "abort", early);
    const broken = await lab.controller.over(tester, early);
    expect([broken.jobState, nameOf(tester, broken)]).toEqual(["aborted", "abortedByRequest"]);
    await sleep(150);
    expect(lab.newDents()).toHaveLength(0);
    const late = await lab.controller.send(tester, "indent", "HRC");
    await untilDented();
    await lab.controller.control(tester, "abort", late);
    const stopped = await lab.controller.over(tester, late);
    expect([stopped.jobState, nameOf(tester, stopped)]).toEqual(["aborted", "abortedByRequest"]);
    expect(lab.newDents()).toHaveLength(1);
    expect(lab.newDents()[0]?.madeBy).toMatchObject({ jobNumber: late });
  });
});

describe("over OPC UA too", () => {
  it("links are dropped, half open, late; frames refused; the power goes", async () => {
    lab = await servedLab({ speed: 100, opcua: [tester] });
    const link = lab.controller.link(tester);
    const { bootId } = await link.read();
    await lab.fault(tester, "linkDropped");
    while (link.state === "connected") await sleep(2);
    expect((await link.read()).bootId).toBe(bootId);
    await lab.fault(tester, "lateAnswer", { value: 150, seconds: 600 });
    await link.read();
    const begun = performance.now();
    await link.read();
    expect(performance.now() - begun).toBeGreaterThan(140);
    await lab.clear();
    await lab.fault(tester, "refuses");
    expect((await lab.controller.offer(tester, "setup", "HRC")).answer).toEqual({
      kind: "refused",
      reason: "busy",
    });
    await lab.fault(tester, "linkHalfOpen", { command: "setup", seconds: 1.2 });
    const { answer, jobNumber } = await lab.controller.offer(tester, "setup", "HRC");
    expect(answer.kind).toBe("unknown");
    expect((await lab.controller.over(tester, jobNumber)).jobState).toBe("succeeded");
    await lab.fault(tester, "powerCycle");
    const after = await link.watch((status) => status.bootId !== bootId, 0);
    expect(after.jobState).toBe("idle");
  });
});
