/** `hardlab doctor` through the real program. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { stopVirtualLab } from "../../../devices/virtual/index.ts";
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

const answerSchema = z.object({
  ok: z.boolean(),
  wrong: z.number(),
  findings: z.array(
    z.object({ subject: z.string(), state: z.string(), found: z.string(), remedy: z.string() }),
  ),
});

async function doctor(words: string[]) {
  const port = words.includes("--port") ? [] : ["--port", String(await freePort())];
  const { status, stdout, stderr } = await hardlab(["doctor", "--data", data, "--json", ...port, ...words]);
  expect(stderr).toBe("");
  const answer = answerSchema.parse(JSON.parse(stdout));
  const of = (subject: string) => answer.findings.filter((finding) => finding.subject === subject);
  return { status, of, wrong: answer.findings.filter(({ state }) => state === "wrong"), ok: answer.ok };
}

test("on a new machine with the default lab nothing is wrong, the virtual lab stays asleep and no folder is made", async () => {
  const { status, wrong, of, ok } = await doctor([]);
  expect({ status, ok, wrong }).toEqual({ status: 0, ok: true, wrong: [] });
  expect(of("virtual lab")).toMatchObject([
    { state: "unchecked", remedy: expect.stringContaining("--start") },
  ]);
  for (const native of ["better-sqlite3", "opencv4nodejs", "onnxruntime-node"])
    expect(of(native)).toMatchObject([{ state: "fine" }]);
  expect(existsSync(join(folder.path, "deep"))).toBe(false);
});

test("with --start every device of the virtual lab is reached, and everything is put back", async () => {
  const { status, wrong, of } = await doctor(["--start"]);
  expect({ status, wrong }).toEqual({ status: 0, wrong: [] });
  for (const device of [
    "agv",
    "marker",
    "environment",
    "rockwell-arm",
    "rockwell-stage",
    "rockwell-camera",
    "rockwell-tester",
  ])
    expect(of(`device ${device}`)).toMatchObject([
      { state: "fine", found: expect.stringContaining("health normal") },
    ]);
  expect(of("images of rockwell-camera")).toMatchObject([{ state: "fine" }]);
  expect(existsSync(join(folder.path, "deep"))).toBe(false);
});

test("a wrong lab file is told finding by finding with its path; the rest is still looked at", async () => {
  const lab = folder.writeLab((changed) => {
    changed.agv = "nobody";
    changed.tray.slots = 4;
    for (const [name, device] of Object.entries(changed.devices))
      if (name === "rockwell-tester") delete device.resolution;
  });
  const { status, of, wrong } = await doctor(["--lab", lab]);
  expect(status).toBe(1);
  expect(of("lab file").map(({ found }) => found)).toEqual([
    expect.stringContaining('agv: there is no device "nobody"'),
    expect.stringContaining("devices.rockwell-tester.resolution"),
  ]);
  expect(wrong).toHaveLength(2);
  expect(of("disk")).toMatchObject([{ state: "fine" }]);
});

test("a busy port and devices that nobody can reach are wrong, each with what to do", async () => {
  const { port, free } = await takePort();
  const silent = await freePort();
  const lab = folder.writeLab((changed) => {
    delete changed.virtual;
    changed.lab = "real";
    for (const device of Object.values(changed.devices)) {
      device.port = silent;
      if (device.camera !== undefined) device.camera.imageUrl = `http://127.0.0.1:${silent}`;
    }
  });
  const { status, of, wrong } = await doctor(["--lab", lab, "--port", String(port)]);
  await free();
  expect(status).toBe(1);
  expect(of(`port ${port}`)).toMatchObject([{ state: "wrong", remedy: expect.stringContaining("--port") }]);
  expect(of("device agv")).toMatchObject([
    {
      state: "wrong",
      found: expect.stringContaining(`127.0.0.1:${silent}`),
      remedy: expect.stringContaining("start its server"),
    },
  ]);
  expect(of("device rockwell-arm")).toMatchObject([{ state: "wrong" }]);
  expect(of("limit table jjg-113-2013")).toMatchObject([
    { state: "wrong", found: expect.stringContaining("provisional") },
  ]);
  expect(wrong).toHaveLength(10);
  expect(existsSync(join(folder.path, "deep"))).toBe(false);
});

test("people get a table of marks, findings and remedies", async () => {
  const { status, stdout } = await hardlab([
    "doctor",
    "--data",
    data,
    "--lab",
    join(folder.path, "none.yaml"),
  ]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^✗ lab file .*none\.yaml: ENOENT.*\n +→ correct it there/m);
  expect(stdout).toMatch(/\d+ fine, 1 wrong, \d+ not looked at\./);
});
