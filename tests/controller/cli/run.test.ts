/** `hardlab run` through the real program: whatever is wrong ends in one clear message, and nothing is half done. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  listBatches,
  lockDataFolder,
  openInfoBase,
  openInfoBaseForReading,
  queueBatch,
} from "../../../controller/infobase/index.ts";
import { readLabFile } from "../../../devices/index.ts";
import { isVirtualLabAlive, startVirtualLab, stopVirtualLab } from "../../../devices/virtual/index.ts";
import { startStranger } from "../../devices/stranger/started-stranger.ts";
import { freePort, hardlab, type TestFolder, takePort, testFolder } from "./hardlab.ts";

let folder: TestFolder;
let data = "";
beforeEach(() => {
  folder = testFolder();
  data = join(folder.path, "deep", "data");
});
afterEach(async () => {
  await stopVirtualLab(data);
  folder.remove();
});

/** Above every process number that Linux gives. */
const NO_PROCESS = 2 ** 22 + 1;
const HEADINGS = "slot,block,scale,nominal,diameter,thickness,customer";
const block = (slot: number) => `${slot},2007-${100 + slot},HRC,61,64,10,Client A`;
const manifest = (...rows: string[]) => folder.write("tray.csv", `${[HEADINGS, ...rows].join("\r\n")}\r\n`);
const run = (file: string, words: string[] = [], diskPages?: number) =>
  hardlab(
    ["run", file, "--line", "rockwell", "--data", data, "--speed", "2000", ...words],
    diskPages === undefined ? {} : { diskPages },
  );
const nothingLeft = () => expect(existsSync(join(folder.path, "deep"))).toBe(false);
const messages = (stderr: string) => stderr.match(/^hardlab: /gm)?.length ?? 0;

test("a broken manifest names every bad cell and starts nothing", async () => {
  const { status, stdout, stderr } = await run(manifest("1,A1,HRC,61,64,10,", "1,A2,HRC,75,64,10,"));
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toContain("line 3, column A (slot): slot 1 is in line 2 already");
  expect(stderr).toContain("line 3, column D (nominal): 75 is not from 20 to 70 HRC");
  expect(messages(stderr)).toBe(1);
  expect(stderr).not.toContain(" at ");
  nothingLeft();
});

test("a manifest that is not there, an unknown line and a wrong lab file are said, each with its place", async () => {
  const missing = await run(join(folder.path, "none.csv"));
  expect(missing).toMatchObject({ status: 1, stdout: "" });
  expect(missing.stderr).toMatch(/^hardlab: the manifest cannot be read: ENOENT/);
  const file = manifest(block(1));
  const line = await hardlab(["run", file, "--line", "brinell", "--data", data]);
  expect(line).toMatchObject({ status: 1 });
  expect(line.stderr).toContain('has no line "brinell"; it has rockwell');
  const lab = folder.writeLab((changed) => {
    changed.agv = "rockwell-arm";
    changed.tray.slots = 4;
  });
  const wrong = await run(file, ["--lab", lab]);
  expect(wrong).toMatchObject({ status: 1, stdout: "" });
  expect(wrong.stderr).toContain('agv: "rockwell-arm" is a arm, not a agv');
  expect(messages(wrong.stderr)).toBe(1);
  nothingLeft();
});

test("a device that nobody can reach is named with its address, and nothing is queued", async () => {
  const port = await freePort();
  const lab = folder.writeLab((changed) => {
    delete changed.virtual;
    changed.speed = 1;
    for (const device of Object.values(changed.devices)) {
      device.port = port;
      device.map = "hardlab-modbus";
      if (device.camera !== undefined) device.camera.imageUrl = `http://127.0.0.1:${port}`;
    }
  });
  const { status, stderr } = await run(manifest(block(1)), ["--lab", lab]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^hardlab: 7 devices do not answer as the lab file says; nothing was queued:$/m);
  expect(stderr).toContain(`rockwell-arm at 127.0.0.1:${port}: no answer within 10 s (connect ECONNREFUSED`);
  nothingLeft();
});

test("a port that the lab file gives belongs to a device elsewhere: it is used, not refused", async () => {
  const environment = await startStranger({ kind: "environment" });
  const lab = folder.writeLab((changed) => {
    for (const [name, device] of Object.entries(changed.devices))
      if (name === "environment") device.port = environment.port;
  });
  const { status } = await run(manifest(block(1)), ["--lab", lab, "--json"]);
  await environment.powerCut();
  expect(status).toBe(0);
  expect(environment.done.length).toBeGreaterThan(0);
});

test("a program at such a port that is no device is named with its address, and nothing is left", async () => {
  const { port, free } = await takePort();
  const lab = folder.writeLab((changed) => {
    for (const [name, device] of Object.entries(changed.devices)) if (name === "agv") device.port = port;
  });
  const { status, stderr } = await run(manifest(block(1)), ["--lab", lab]);
  await free();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^hardlab: a device does not answer as the lab file says; nothing was queued:$/m);
  expect(stderr).toContain(`agv at 127.0.0.1:${port}: no answer within 10 s`);
  expect(messages(stderr)).toBe(1);
  nothingLeft();
});

test("a port on which the virtual lab served before and another program serves now is named, and nothing is queued", async () => {
  openInfoBase(data).close();
  const { port, free } = await takePort();
  mkdirSync(join(data, "virtual"));
  writeFileSync(
    join(data, "virtual", "lab.json"),
    JSON.stringify({
      pid: NO_PROCESS,
      speed: 2000,
      seed: 1,
      addresses: { agv: { host: "127.0.0.1", port } },
      imageUrls: {},
    }),
  );
  const { status, stderr } = await run(manifest(block(1)));
  await free();
  expect(status).toBe(1);
  expect(stderr).toMatch(/^hardlab: the virtual lab of .* cannot start; nothing was queued:$/m);
  expect(stderr).toContain(`port of agv: 127.0.0.1:${port} cannot be served: another program has it`);
  expect(stderr).toContain(`remove ${join(data, "virtual", "lab.json")}`);
  expect(messages(stderr)).toBe(1);
  const base = openInfoBaseForReading(data);
  expect(listBatches(base)).toEqual([]);
  base.close();
});

test("serve on a port that is taken says so before anything is begun", async () => {
  const { port, free } = await takePort();
  const { status, stdout, stderr } = await hardlab(["serve", "--data", data, "--port", String(port)]);
  await free();
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(
    new RegExp(`^hardlab: port ${port} on 127\\.0\\.0\\.1 is in use already.*--port\\n$`),
  );
  nothingLeft();
});

test("an order under a limit table that is not approved for the lab says provisional, and runs", async () => {
  const lab = folder.writeLab((changed) => {
    changed.lab = "institute";
  });
  const { status, stdout, stderr } = await run(manifest(block(1)), ["--lab", lab, "--json"]);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^provisional: limit table .* is not approved for institute\. The batch runs/);
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    provisional: expect.stringMatching(/no certificate is released/),
  });
});

test("a disk that is full at the start leaves no data folder", async () => {
  const { status, stderr } = await run(manifest(block(1)), [], 3);
  expect(status).toBe(1);
  expect(stderr).toMatch(/could not be written, nothing was queued: the disk is full/);
  expect(messages(stderr)).toBe(1);
  nothingLeft();
});

test("a disk that is full when the tray is to be queued leaves no batch", async () => {
  const empty = openInfoBase(data);
  empty.exec("VACUUM");
  const pages = Number(empty.pragma("page_count", { simple: true }));
  empty.close();
  const rows = Array.from({ length: 33 }, (_, index) => block(index + 1));
  const { status, stderr } = await run(manifest(...rows), [], pages);
  expect(status).toBe(1);
  expect(stderr).toMatch(/could not be written, nothing was queued: the disk is full/);
  const base = openInfoBaseForReading(data);
  expect(listBatches(base)).toEqual([]);
  base.close();
});

test("a live batch with one of the blocks is named, and nothing is started", async () => {
  const base = openInfoBase(data);
  const order = { blocks: [{ serial: "2007-102" }, { serial: "X" }] };
  const id = queueBatch(base, { line: "rockwell", order, workflowVersion: 1 });
  const { status, stderr } = await run(manifest(block(1), block(2)));
  expect(status).toBe(1);
  expect(stderr).toContain(
    `batch ${id} is queued and holds block 2007-102 of this order too; nothing was queued`,
  );
  expect(listBatches(base)).toHaveLength(1);
  expect(existsSync(join(data, "virtual"))).toBe(false);
  base.close();
});

test("a data folder that another controller has is left to it, its virtual lab too", async () => {
  const lab = folder.writeLab(() => undefined);
  await startVirtualLab({ lab: readLabFile(lab), dataDir: data, speed: 2000, seed: 1 });
  const lock = lockDataFolder(data);
  const { status, stderr } = await run(manifest(block(1)), ["--lab", lab]);
  expect(status).toBe(1);
  expect(stderr).toContain("another controller already runs on");
  expect(existsSync(join(data, "hardlab.sqlite"))).toBe(false);
  expect(isVirtualLabAlive(data)).toBe(true);
  lock.release();
});

test("a tray runs from start to sorted, and its record agrees with the truth", async () => {
  const { status, stdout, stderr } = await run(manifest(block(1), block(2)), ["--json"]);
  expect({ status, stderr: messages(stderr) }).toEqual({ status: 0, stderr: 0 });
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    ok: true,
    batch: "B-0001",
    blocks: 2,
    passed: 2,
    rejected: [],
    left: [],
    indentations: 10,
    kind: "done",
    truth: { missing: [], doubled: [], misattributed: [], misplaced: [], invented: [] },
  });
});
