/** A lab of several makes: other address maps, devices of another stack, and the same tray over all of them. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { stopVirtualLab } from "../../controller/lab/virtual-lab.ts";
import { readAddressMap, readLabFile } from "../../devices/index.ts";
import { startStranger } from "../devices/stranger/started-stranger.ts";

const LABS = resolve("calibration-data/labs");
const PROGRAM = new URL("../../controller/cli/main.ts", import.meta.url).pathname;
const SPEED = 2000;
const SEED = 1;
const BLOCKS = 2;

const folder = mkdtempSync(join(tmpdir(), "hardlab-mixed-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const resultSchema = z.object({
  blocks: z.number(),
  passed: z.number(),
  indentations: z.number(),
  truth: z.record(z.string(), z.unknown()),
});

/** Runs a short tray on a lab in a process of its own; rejects with the program's last words when it prints no result. */
async function runTray(lab: string): Promise<z.infer<typeof resultSchema>> {
  const dataDir = mkdtempSync(join(folder, "data-"));
  const options = { lab, data: dataDir, blocks: BLOCKS, seed: SEED, speed: SPEED };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  try {
    // A part of a tray is no whole trial, which the program says by its status; what it printed is what counts here.
    const { out, err } = await new Promise<{ out: string; err: string }>((done) =>
      execFile(process.execPath, [PROGRAM, "trial", "--json", ...words], (_, out, err) => done({ out, err })),
    );
    const last = out.trim().split("\n").at(-1) ?? "";
    if (!last.startsWith("{")) throw new Error(`the trial on ${lab} gave no result:\n${err.slice(-3000)}`);
    return resultSchema.parse(JSON.parse(last));
  } finally {
    await stopVirtualLab(dataDir);
  }
}

/** Both blocks passed, five counted indentations each, and the record agrees with the world. */
const ALL_WELL = {
  blocks: BLOCKS,
  passed: BLOCKS,
  indentations: 5 * BLOCKS,
  truth: { missing: [], doubled: [], misattributed: [], misplaced: [], invented: [] },
};

it("the other Modbus map differs in unit, addresses, word order, byte order of texts and encoding of numbers", () => {
  const [other, standard] = [readAddressMap("compact-modbus"), readAddressMap("hardlab-modbus")];
  if (other.transport !== "modbus" || standard.transport !== "modbus") throw new Error("not Modbus maps");
  for (const field of ["unitId", "wordOrder", "textByteOrder", "floats"] as const)
    expect(other[field]).not.toEqual(standard[field]);
  for (const frame of ["job", "control", "status"] as const)
    expect(Object.values(other[frame])).not.toContain(standard[frame].checksum);
});

it("the mixed lab has the default lab's devices, most of them behind other maps or on the other transport", () => {
  const [mixed, standard] = ["mixed", "default"].map(
    (name) => readLabFile(join(LABS, `${name}.yaml`)).devices,
  );
  if (mixed === undefined || standard === undefined) throw new Error("a lab file is missing");
  const changed = Object.keys(standard).filter((name) => mixed[name]?.map !== standard[name]?.map);
  expect(changed).toEqual(["agv", "marker", "rockwell-arm", "rockwell-stage", "rockwell-tester"]);
  const moved = changed.filter((name) => transportOf(mixed[name]?.map) !== transportOf(standard[name]?.map));
  expect(moved).toEqual(["agv", "rockwell-arm", "rockwell-stage", "rockwell-tester"]);
});

const transportOf = (map = "") => readAddressMap(map).transport;

it("a tray runs to its end on the mixed lab, and the record agrees with the truth", async () => {
  expect(await runTray(join(LABS, "mixed.yaml"))).toMatchObject(ALL_WELL);
});

it("a tray runs to its end with a stage and an environment sensor that strangers built", async () => {
  const stage = await startStranger({ kind: "stage", block: [64, 64, 10, 0, 0] });
  const environment = await startStranger({ kind: "environment" });
  const lab = parse(readFileSync(join(LABS, "default.yaml"), "utf8"));
  lab.devices["rockwell-stage"].port = stage.port;
  lab.devices.environment.port = environment.port;
  // The stranger cannot look into a virtual gripper: it says that the block lies in the middle, so it must.
  lab.virtual.gripOffsetMm = 0;
  lab.virtual.physical = resolve(LABS, lab.virtual.physical);
  const file = join(folder, "strangers.yaml");
  writeFileSync(file, stringify(lab));
  try {
    expect(await runTray(file)).toMatchObject(ALL_WELL);
    expect(stage.done.length).toBeGreaterThanOrEqual(BLOCKS);
    expect(environment.done.length).toBeGreaterThan(0);
  } finally {
    await Promise.all([stage.powerCut(), environment.powerCut()]);
  }
});
