import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isFinished } from "../../../../devices/index.ts";
import {
  type FaultRequest,
  physicalTrayFor,
  readTruth,
  startVirtualLab,
  stopVirtualLab,
  type VirtualLabHandle,
} from "../../../../devices/virtual/index.ts";
import { isOurs } from "../../../../devices/virtual/lab-process.ts";
import { TestController } from "../controller.ts";
import { type SmallLab, smallLab } from "../small-lab.ts";

const HARDLAB = fileURLToPath(new URL("../../../../controller/cli/main.ts", import.meta.url));

let small: SmallLab;
beforeEach(() => {
  small = smallLab({ modbus: true });
});
afterEach(async () => {
  await stopVirtualLab(small.dataDir);
  small.remove();
});

type Extra = Pick<Parameters<typeof startVirtualLab>[0], "physical" | "scenario">;
const start = (extra: Extra = {}): Promise<VirtualLabHandle> =>
  startVirtualLab({ lab: small.lab, dataDir: small.dataDir, speed: 2000, seed: 1, ...extra });

/** Runs `hardlab fault …` on this lab's data folder. */
function hardlab(...words: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const args = [HARDLAB, "fault", ...words, "--data", small.dataDir];
    execFile(process.execPath, args, (error, out, err) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, out, err });
    });
  });
}

async function faultsOf({ controlUrl }: VirtualLabHandle): Promise<{ fault: string; state: string }[]> {
  const response = await fetch(`${controlUrl}/faults`);
  const answer: { faults: { fault: string; state: string }[] } = JSON.parse(await response.text());
  return answer.faults;
}

describe("a lab started with more than its lab file", () => {
  it("takes its first blocks from the given content, keeps them, and forgets faults when it is killed", async () => {
    const order = { blocks: [{ slot: 4, serial: "P-9", scale: "HRC", nominalHr: 33 }] };
    const scenario: FaultRequest[] = [{ device: "agv", fault: "agvBlocked" }];
    const first = await start({ physical: physicalTrayFor(order, 5), scenario });
    expect(readTruth(small.dataDir).blocks.map(({ id, place }) => [id, place])).toEqual([
      ["P-9", "slot:4"],
      ["REF-HRC-60", "reference:1"],
    ]);
    expect(await faultsOf(first)).toMatchObject([{ fault: "agvBlocked", state: "waiting" }]);
    expect(await start({ scenario })).toEqual({ ...first, attached: true });
    expect(await start()).toEqual({ ...first, attached: true });
    process.kill(first.pid, "SIGKILL");
    while (isOurs(first.pid, small.dataDir)) await new Promise((later) => setTimeout(later, 10));
    const second = await start();
    expect(await faultsOf(second)).toEqual([]);
    expect(readTruth(small.dataDir).blocks).toHaveLength(2);
    const third = await start({ scenario });
    expect(third.pid).not.toBe(second.pid);
    expect(await faultsOf(third)).toHaveLength(1);
  });

  it("a scenario with a mistake keeps it from starting, told with its place", async () => {
    const file = join(small.folder, "night.yaml");
    writeFileSync(file, "- { device: agv, fault: agvBlocked }\n- { device: agv, fault: outlier }\n");
    await expect(start({ scenario: file })).rejects.toThrow(
      /night\.yaml cannot be used: \[1\]\.fault: "outlier"/,
    );
  });
});

describe("hardlab fault", () => {
  it("without a lab says so; the list is there all the same", async () => {
    const refused = await hardlab("agv", "agvBlocked");
    expect(refused).toMatchObject({ status: 1, out: "" });
    expect(refused.err).toContain(`no virtual lab runs on ${small.dataDir}`);
    expect(refused.err).not.toContain("    at ");
    const list = await hardlab("--list", "--json");
    expect(JSON.parse(list.out)).toMatchObject({
      kinds: expect.arrayContaining([expect.objectContaining({ fault: "agvBlocked", on: "agv" })]),
      faults: null,
    });
  });

  it("arranges, shows, takes back; a device meets it; mistakes list what there is", async () => {
    const lab = await start();
    const arranged = await hardlab("agv", "agvBlocked", "--nth", "2", "--json");
    expect(JSON.parse(arranged.out)).toMatchObject({ id: 1, fault: "agvBlocked", nth: 2, state: "waiting" });
    const controller = new TestController(small.lab, lab);
    await controller.well("agv", "go", "marking");
    expect(isFinished((await controller.run("agv", "go", "rockwell")).jobState)).toBe(true);
    await controller.close();
    expect((await hardlab("--list")).out).toContain("1: agv agvBlocked at the second go: over, met 1");
    expect((await hardlab("rockwell-tester", "outlier", "--value=-4.5")).out).toBe(
      "2: rockwell-tester outlier (-4.5) at the next indent: waiting\n",
    );
    expect((await hardlab("--clear", "rockwell-tester")).out).toBe("Taken back: 1.\n");
    expect((await hardlab("robot", "outlier")).err).toMatch(/there is no device "robot"; there are agv, /);
    expect((await hardlab("agv")).err).toMatch(/there is no fault ""; an agv can have linkDropped, /);
    expect((await hardlab()).err).toMatch(/give a DEVICE and a FAULT/);
  });
});
