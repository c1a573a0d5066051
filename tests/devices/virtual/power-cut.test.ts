import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  readTruth,
  startVirtualLab,
  stopVirtualLab,
  type VirtualLabHandle,
} from "../../../devices/virtual/index.ts";
import { isOurs } from "../../../devices/virtual/lab-process.ts";
import { TestController } from "./controller.ts";
import { type SmallLab, smallLab } from "./small-lab.ts";

/** An indentation cycle takes 22 s / 40 = 550 ms: full force stands after 275 ms. */
const SPEED = 40;

let small: SmallLab;
let lab: VirtualLabHandle;
let controller: TestController;
beforeEach(async () => {
  small = smallLab({ modbus: true });
});
afterEach(async () => {
  await controller.close();
  await stopVirtualLab(small.dataDir);
  small.remove();
});

async function powerUp(speed = SPEED): Promise<void> {
  lab = await startVirtualLab({ lab: small.lab, dataDir: small.dataDir, speed, seed: 1 });
  controller = new TestController(small.lab, lab);
}

/** kill -9, and the lab starts again. */
async function powerCycle(): Promise<void> {
  process.kill(lab.pid, "SIGKILL");
  while (isOurs(lab.pid, small.dataDir)) await sleep(5);
  await controller.close();
  await powerUp();
}

/** The block of a slot on the anvil, brought there quickly. */
async function blockOnAnvil(slot: number): Promise<void> {
  await powerUp(5000);
  await controller.blockOnAnvil(slot);
  await controller.close();
  await powerUp();
}

const newDents = () => readTruth(small.dataDir).dents.filter(({ madeBy }) => madeBy !== "old");

describe("kill -9 of the virtual lab is a power cut", () => {
  it("boots are new, jobs are forgotten, the world is as it was", async () => {
    await blockOnAnvil(1);
    await controller.well("rockwell-arm", "shift", "", { xMm: 3, yMm: 4 });
    const before = await controller.link("rockwell-arm").read();
    await powerCycle();
    const after = await controller.link("rockwell-arm").read();
    expect(after.bootId).not.toBe(before.bootId);
    expect(after).toMatchObject({ controllerId: 0, jobNumber: 0, jobState: "idle" });
    expect(after.sensors).toEqual(before.sensors);
    expect(after.readings).toEqual(before.readings);
    await controller.well("rockwell-tester", "indent", "HRC");
    expect(newDents()).toHaveLength(1);
    expect(Math.abs((newDents()[0]?.gripperXMm ?? 0) - 3)).toBeLessThan(0.1);
  });

  it("before full force: no dent, then or ever", async () => {
    await blockOnAnvil(1);
    await controller.send("rockwell-tester", "indent", "HRC");
    await sleep(20);
    await powerCycle();
    await sleep(700);
    expect(newDents()).toHaveLength(0);
    expect(readTruth(small.dataDir).jobs.at(-1)).toMatchObject({ command: "indent" });
    expect(readTruth(small.dataDir).jobs.at(-1)?.endMs).toBeUndefined();
  });

  it("after full force: the dent stays, under the name of its job and boot, and no value is shown", async () => {
    await blockOnAnvil(1);
    const { bootId } = await controller.link("rockwell-tester").read();
    const jobNumber = await controller.send("rockwell-tester", "indent", "HRC");
    while (newDents().length === 0) await sleep(2);
    await powerCycle();
    expect(newDents()[0]?.madeBy).toEqual({
      device: "rockwell-tester",
      controllerId: 4711,
      jobNumber,
      bootId,
    });
    expect((await controller.link("rockwell-tester").read()).jobState).toBe("idle");
    await sleep(700);
    expect(newDents()).toHaveLength(1);
  });

  it("a block in the gripper stays there, a tray on the AGV too", async () => {
    await blockOnAnvil(3);
    await controller.well("agv", "load", "tray");
    await powerCycle();
    const truth = readTruth(small.dataDir);
    expect(truth.blocks.map(({ place }) => place)).toEqual(["slot:1", "gripper:rockwell-arm"]);
    expect(truth.tray).toBe("agv:agv");
    expect((await controller.link("agv").read()).sensors.slice(0, 3)).toEqual([1, 4, 0]);
  });

  it("an arm cut off while it travels stands at no station", async () => {
    await blockOnAnvil(1);
    await controller.send("rockwell-arm", "move", "tray");
    await powerCycle();
    expect((await controller.link("rockwell-arm").read()).sensors[1]).toBe(0);
  });

  it("at any moment, the file is whole and holds each finished job's effect once", async () => {
    const seed = Number(process.env.HARDLAB_TEST_SEED ?? 20231017);
    console.log(`power cuts at moments of seed ${seed} (HARDLAB_TEST_SEED)`);
    let state = seed;
    const chance = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    await blockOnAnvil(1);
    let finished = 0;
    for (let cut = 0; cut < 6; cut++) {
      const xMm = -15 + 5 * cut;
      await controller.well("rockwell-arm", "shift", "", { xMm, yMm: 0 });
      await controller.well("rockwell-tester", "indent", "HRC");
      finished++;
      await controller.well("rockwell-arm", "shift", "", { xMm, yMm: 8 });
      await controller.send("rockwell-tester", "indent", "HRC");
      await sleep(600 * chance());
      await powerCycle();
      const jobs = readTruth(small.dataDir).jobs.filter(({ command }) => command === "indent");
      const dents = newDents();
      for (const job of jobs.filter(({ outcome }) => outcome === "succeeded"))
        expect(
          dents.filter(
            ({ madeBy }) =>
              madeBy !== "old" && madeBy.bootId === job.bootId && madeBy.jobNumber === job.jobNumber,
          ),
        ).toHaveLength(1);
      expect(dents.length).toBeGreaterThanOrEqual(finished);
      expect(dents.length).toBeLessThanOrEqual(jobs.length);
    }
  });
});
