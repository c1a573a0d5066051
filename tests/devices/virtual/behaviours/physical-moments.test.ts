import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readTruth } from "../../../../devices/virtual/index.ts";
import { type SmallLab, smallLab } from "../small-lab.ts";
import { Workshop } from "../workshop.ts";

let small: SmallLab;
beforeEach(() => {
  small = smallLab();
});
afterEach(() => small.remove());

const newDents = () => readTruth(small.dataDir).dents.filter(({ madeBy }) => madeBy !== "old");

describe("the physical moment", () => {
  it("the dent is there in the middle of the cycle, long before its value", async () => {
    const preparing = new Workshop(small.lab, small.dataDir);
    await preparing.blockOnAnvil(1);
    preparing.world.close();
    const shop = new Workshop(small.lab, small.dataDir, { speed: 22 });
    let ended = false;
    const cycle = shop.run("rockwell-tester", "indent", "HRC").then(() => {
      ended = true;
    });
    expect(newDents()).toHaveLength(0);
    while (newDents().length === 0) await sleep(10);
    expect(ended).toBe(false);
    await cycle;
    const [dent] = newDents();
    const job = readTruth(small.dataDir).jobs.findLast(({ command }) => command === "indent");
    expect(dent?.atMs).toBeGreaterThan((job?.startMs ?? 0) + 450);
    expect(dent?.atMs).toBeLessThan((job?.endMs ?? 0) - 400);
    shop.world.close();
  });

  it("a cycle aborted before full force leaves no dent, one aborted after it does; neither has an end in the log", async () => {
    const preparing = new Workshop(small.lab, small.dataDir);
    await preparing.blockOnAnvil(1);
    preparing.world.close();
    const shop = new Workshop(small.lab, small.dataDir, { speed: 55 });
    const early = new AbortController();
    const first = shop.run("rockwell-tester", "indent", "HRC", { signal: early.signal });
    early.abort();
    await expect(first).rejects.toThrow();
    expect(newDents()).toHaveLength(0);
    const late = new AbortController();
    const second = shop.run("rockwell-tester", "indent", "HRC", { signal: late.signal });
    while (newDents().length === 0) await sleep(5);
    late.abort();
    await expect(second).rejects.toThrow();
    expect(newDents()).toHaveLength(1);
    const ends = readTruth(small.dataDir).jobs.filter(({ command }) => command === "indent");
    expect(ends.map(({ endMs }) => endMs)).toEqual([undefined, undefined]);
    expect(await shop.run("rockwell-tester", "indent", "HRC")).toMatchObject({ text: "HRC" });
    shop.world.close();
  });

  it("a held cycle makes its dent after the hold", async () => {
    const shop = new Workshop(small.lab, small.dataDir);
    await shop.blockOnAnvil(1);
    const lifted = Promise.withResolvers<void>();
    const cycle = shop.run("rockwell-tester", "indent", "HRC", { unlessHeld: () => lifted.promise });
    await sleep(30);
    expect(newDents()).toHaveLength(0);
    lifted.resolve();
    await cycle;
    expect(newDents()).toHaveLength(1);
    shop.world.close();
  });

  it("a dent names its job and lies where the block truly was under the indenter", async () => {
    const shop = new Workshop(small.lab, small.dataDir);
    await shop.blockOnAnvil(3);
    const reading = await shop.indentAt(-10, 5);
    const [dent] = newDents();
    expect(dent).toMatchObject({ block: "B-2", n: 2, scale: "HRC", readingHr: reading, disturbanceHr: 0 });
    expect(dent?.madeBy).toMatchObject({ device: "rockwell-tester", controllerId: 7, bootId: 99 });
    expect(Math.abs((dent?.gripperXMm ?? 0) + 10)).toBeLessThan(0.1);
    expect(Math.abs((dent?.xMm ?? 0) + 10)).toBeLessThan(1.5);
    expect(dent?.fieldHr).toBeCloseTo(40 + 0.1 * Math.cos(0.1 * (dent?.xMm ?? 0)), 9);
    shop.world.close();
  });
});

describe("a seed replays a world", () => {
  async function readings(seed: number, idle: number): Promise<number[]> {
    const lab = smallLab();
    const shop = new Workshop(lab.lab, lab.dataDir, { seed });
    await shop.blockOnAnvil(1);
    const values: number[] = [];
    for (const xMm of [-8, 0, 8]) {
      for (let again = 0; again < idle; again++)
        await shop.well("rockwell-arm", "shift", "", { xMm, yMm: 1 });
      values.push(await shop.indentAt(xMm, 1));
    }
    values.push(...readTruth(lab.dataDir).dents.map(({ xMm }) => xMm));
    shop.world.close();
    lab.remove();
    return values;
  }

  it("readings and positions are the same, however often a shift was repeated; another seed gives others", async () => {
    const once = await readings(3, 0);
    expect(await readings(3, 2)).toEqual(once);
    expect(await readings(4, 0)).not.toEqual(once);
  });
});
