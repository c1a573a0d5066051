import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  controllerOf,
  hostApi,
  overviewSchema,
  type RunningServer,
  steeringSchema,
} from "../../../controller/server/index.ts";
import {
  readWhereabouts,
  removeWhereabouts,
  writeWhereabouts,
} from "../../../controller/server/whereabouts.ts";
import { type FakeLab, fakeLab } from "./fake-lab.ts";
import { midway } from "./rows.ts";

let lab: FakeLab;
let api: RunningServer | undefined;
beforeEach(() => {
  lab = fakeLab();
});
afterEach(async () => {
  await api?.close();
  api = undefined;
  await lab.close();
});

const host = async (): Promise<RunningServer> => {
  api = await hostApi(lab, lab.dataDir, () => undefined);
  return api;
};
const NONE = () => `no controller runs on ${lab.dataDir}; start it with hardlab serve --data ${lab.dataDir}`;
/** Above what Linux hands out by default. */
const NO_PROCESS = 2 ** 30;

describe("finding the controller of a data folder", () => {
  test("a controller leaves word where it listens, and takes it back when it ends", async () => {
    const { url } = await host();
    expect(readWhereabouts(lab.dataDir)).toEqual({ pid: process.pid, url });
    expect(readdirSync(lab.dataDir).filter((name) => name.endsWith(".part"))).toEqual([]);
    await api?.close();
    api = undefined;
    expect(existsSync(join(lab.dataDir, "controller.json"))).toBe(false);
  });

  test("orders go to it and come back as its answers", async () => {
    midway(lab, 2);
    await host();
    const controller = await controllerOf(lab.dataDir);
    const paused = await controller.post(
      "/api/v1/batches/B-0001/steering",
      { command: "pause", by: "Li Wei" },
      steeringSchema,
    );
    expect(paused.flow).toBe("paused");
    expect((await controller.get("/api/v1/overview", overviewSchema)).lines[0]?.batch?.flow).toBe("paused");
    await expect(
      controller.post("/api/v1/batches/B-0001/steering", { command: "pause", by: "Li Wei" }, steeringSchema),
    ).rejects.toThrow("batch B-0001 is already paused");
  });

  test.each([
    ["no word", () => undefined],
    [
      "word of a process that is gone",
      () => writeWhereabouts(lab.dataDir, { pid: NO_PROCESS, url: "http://127.0.0.1:9" }),
    ],
    [
      "word of a process that no longer listens",
      () => writeWhereabouts(lab.dataDir, { pid: process.pid, url: "http://127.0.0.1:9" }),
    ],
    ["a damaged file", () => writeFileSync(join(lab.dataDir, "controller.json"), '{"pid": 1')],
  ])("%s: none runs there, and how to start one", async (_what, prepare) => {
    prepare();
    await expect(controllerOf(lab.dataDir)).rejects.toThrow(NONE());
  });

  test("another controller that got the same port is not taken for this folder's", async () => {
    const other = createServer((_request, response) => response.end('{"alive":true,"pid":1}'));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    writeWhereabouts(lab.dataDir, { pid: process.pid, url: `http://127.0.0.1:${address.port}` });
    await expect(controllerOf(lab.dataDir)).rejects.toThrow(NONE());
    other.close();
  });

  test("word of another process stays", () => {
    writeWhereabouts(lab.dataDir, { pid: process.ppid, url: "http://127.0.0.1:9" });
    removeWhereabouts(lab.dataDir, process.pid);
    expect(readWhereabouts(lab.dataDir)?.pid).toBe(process.ppid);
  });
});
