import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  isVirtualLabAlive,
  readTruth,
  startVirtualLab,
  stopVirtualLab,
  VirtualLabError,
  type VirtualLabHandle,
} from "../../../devices/virtual/index.ts";
import { isOurs } from "../../../devices/virtual/lab-process.ts";
import { whenPortIsFree } from "../../../devices/virtual/serving.ts";
import { type SmallLab, smallLab } from "./small-lab.ts";

let small: SmallLab;
beforeEach(() => {
  small = smallLab({ modbus: true });
});
afterEach(async () => {
  await stopVirtualLab(small.dataDir);
  small.remove();
});

function start(options: { speed?: number; seed?: number } = {}): Promise<VirtualLabHandle> {
  return startVirtualLab({ lab: small.lab, dataDir: small.dataDir, speed: 100, ...options });
}

async function untilGone(pid: number): Promise<void> {
  while (isOurs(pid, small.dataDir)) await sleep(10);
}

describe("starting the virtual lab", () => {
  it("serves every device of the lab file; a second start attaches; stop ends it", async () => {
    expect(isVirtualLabAlive(small.dataDir)).toBe(false);
    const first = await start({ seed: 3 });
    expect(first.attached).toBe(false);
    expect(Object.keys(first.addresses)).toEqual(Object.keys(small.lab.devices));
    expect(Object.keys(first.imageUrls)).toEqual(["rockwell-camera"]);
    expect(await start()).toEqual({ ...first, attached: true });
    expect(isVirtualLabAlive(small.dataDir)).toBe(true);
    await stopVirtualLab(small.dataDir);
    expect(isVirtualLabAlive(small.dataDir)).toBe(false);
    await stopVirtualLab(small.dataDir);
    expect(readTruth(small.dataDir).seed).toBe(3);
  });

  it("is found again under the same addresses after it was killed", async () => {
    const first = await start();
    process.kill(first.pid, "SIGKILL");
    await untilGone(first.pid);
    const second = await start();
    expect(second.attached).toBe(false);
    expect(second.pid).not.toBe(first.pid);
    expect(second.addresses).toEqual(first.addresses);
    expect(second.imageUrls).toEqual(first.imageUrls);
  });

  it("two starts at once make one process", async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.pid).toBe(other.pid);
    expect(isVirtualLabAlive(small.dataDir)).toBe(true);
  });

  it("another speed restarts it from its truth; another seed is refused", async () => {
    const first = await start({ seed: 3 });
    const faster = await start({ speed: 200 });
    expect(faster.pid).not.toBe(first.pid);
    expect(faster).toMatchObject({ speed: 200, seed: 3, addresses: first.addresses });
    await expect(start({ seed: 4 })).rejects.toThrow(/seed 3, not 4/);
  });

  it("a stranger's process with the noted number is not taken for it", async () => {
    const { pid } = await start();
    process.kill(pid, "SIGKILL");
    await untilGone(pid);
    const file = join(small.dataDir, "virtual", "lab.json");
    const left = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...left, pid: process.pid }));
    expect(isVirtualLabAlive(small.dataDir)).toBe(false);
    await stopVirtualLab(small.dataDir);
    expect((await start()).pid).not.toBe(process.pid);
  });
});

describe("when it cannot start or go on", () => {
  it("tells the end of the log of a lab that died", async () => {
    rmSync(join(small.folder, "physical.yaml"));
    const failure = await start().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(VirtualLabError);
    expect(String(failure)).toContain("ended before it was ready (status 1)");
    expect(String(failure)).toContain("physical.yaml cannot be used");
  });

  it("says which seed the world has when a dead lab is started with another", async () => {
    await start({ seed: 3 });
    await stopVirtualLab(small.dataDir);
    await expect(start({ seed: 4 })).rejects.toThrow(/holds a world of seed 3, not 4/);
  });

  it("ends by itself when its data folder disappears", async () => {
    const { pid } = await start();
    const log = join(small.dataDir, "virtual", "virtual.log");
    const keptLog = join(small.folder, "kept.log");
    const { linkSync } = await import("node:fs");
    linkSync(log, keptLog);
    rmSync(small.dataDir, { recursive: true });
    const isAlive = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    while (isAlive()) await sleep(20);
    expect(readFileSync(keptLog, "utf8")).toContain("without its data folder");
    mkdirSync(small.dataDir, { recursive: true });
  });

  it("waits for a port to come free, and says so when it does not", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await new Promise((ready) => squatter.once("listening", ready));
    const address = squatter.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const bind = () =>
      new Promise<number>((resolve, reject) => {
        const server = createServer()
          .once("error", reject)
          .listen(address.port, "127.0.0.1", () => server.close(() => resolve(address.port)));
      });
    await expect(whenPortIsFree("agv", address.port, bind, 150)).rejects.toThrow(
      `agv: port ${address.port} is taken by another program`,
    );
    setTimeout(() => squatter.close(), 100);
    expect(await whenPortIsFree("agv", address.port, bind)).toBe(address.port);
  });
});
