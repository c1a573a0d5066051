import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readHeader } from "../../../vision/image/header.ts";
import { hardlab } from "./hardlab.ts";

let folder: string;
let block: string;
let closeUp: string;
let micrograph: { file: string; mmPerPx: number };
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-photographs-"));
  const render = (view: string): string => {
    const out = join(folder, view);
    mkdirSync(out);
    return out;
  };
  for (const view of ["block", "closeup", "brinell"]) {
    const ended = await hardlab([
      ..."render --n 1 --seed 6 --split fit --view".split(" "),
      view,
      "--out",
      render(view),
    ]);
    expect(ended.stderr).not.toContain("hardlab:");
  }
  block = join(folder, "block", "0001.png");
  closeUp = join(folder, "closeup", "0001.png");
  const truth: { mmPerPx: number } = JSON.parse(readFileSync(join(folder, "brinell", "0001.json"), "utf8"));
  micrograph = { file: join(folder, "brinell", "0001.png"), mmPerPx: truth.mmPerPx };
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const answerOf = (stdout: string) => JSON.parse(stdout.trim().split("\n").at(-1) ?? "");

describe("hardlab look", () => {
  test("gives one entry an image, a bad one with its error, and ends with 1", async () => {
    const paper = join(folder, "paper.png");
    writeFileSync(paper, "%PDF-1.7\n");
    const missing = join(folder, "missing.png");
    const ended = await hardlab(["look", block, paper, missing, closeUp, "--json"]);
    expect(ended.status).toBe(1);
    const { images } = answerOf(ended.stdout);
    expect(images.map(({ file }: { file: string }) => file)).toEqual([block, paper, missing, closeUp]);
    expect(images[0]).toMatchObject({
      widthPx: 2592,
      heightPx: 1944,
      error: null,
      outline: { kind: expect.stringMatching(/round|rectangular/) },
    });
    expect(images[3].indentations[0]).toEqual({
      centrePx: [expect.any(Number), expect.any(Number)],
      axesPx: [expect.any(Number), expect.any(Number)],
      angleDeg: expect.any(Number),
      confidence: expect.any(Number),
      cutOff: expect.any(Boolean),
      touching: expect.any(Boolean),
      diameterMm: null,
    });
    expect(images[1].error).toContain("this is a PDF");
    expect(images[2].error).toContain("does not exist");
    expect(images[3]).toMatchObject({ outline: null, error: null });
  }, 120_000);

  test("with a scale gives diameters in mm, and an overlay for each of two pictures of one name", async () => {
    const overlays = join(folder, "overlays");
    const ended = await hardlab([
      "look",
      closeUp,
      micrograph.file,
      ..."--block none --mm-per-px 0.01 --json --overlay".split(" "),
      overlays,
    ]);
    expect(ended.status).toBe(0);
    const [{ indentations }] = answerOf(ended.stdout).images;
    const [{ axesPx, diameterMm }] = indentations;
    expect(diameterMm).toBeCloseTo(((axesPx[0] + axesPx[1]) / 2) * 0.01, 9);
    for (const name of ["0001.overlay.png", "0001-2.overlay.png"])
      expect(readHeader(readFileSync(join(overlays, name))).widthPx).toBeGreaterThanOrEqual(1000);
    expect(existsSync(join(folder, "closeup", "0001.overlay.png"))).toBe(false);
  }, 120_000);
});

describe("hardlab measure", () => {
  test("gives two diameters, and the hardness when the force is known", async () => {
    const ended = await hardlab([
      "measure",
      micrograph.file,
      "--mm-per-px",
      String(micrograph.mmPerPx),
      ..."--ball 2.5 --force 1839 --json".split(" "),
    ]);
    expect(ended.status).toBe(0);
    const [{ measured, cannot, hbw, error }] = answerOf(ended.stdout).images;
    expect([cannot, error]).toEqual([null, null]);
    expect(measured.diameterMm).toBeCloseTo((measured.horizontalMm + measured.verticalMm) / 2, 6);
    expect(hbw).toBeGreaterThan(80);
  }, 60_000);

  test("says why when there is nothing to measure", async () => {
    const ended = await hardlab(["measure", block, ..."--mm-per-px 0.037 --ball 10".split(" ")]);
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain("cannot measure: ");
  }, 60_000);
});

describe("hardlab plan", () => {
  test("takes the scale of the lab's camera for a picture of its size", async () => {
    const ended = await hardlab(["plan", block, ..."--scale HRC --nominal 60 --json".split(" ")]);
    expect(ended.status).toBe(0);
    const [{ plan, whyNot, mmPerPx }] = answerOf(ended.stdout).images;
    expect(mmPerPx).toBe(0.037);
    expect(plan?.counted.length === 5 || typeof whyNot === "string").toBe(true);
  }, 120_000);

  test("of a picture of another size asks for the scale or the block's size", async () => {
    const ended = await hardlab(["plan", closeUp, ..."--scale HRC --nominal 60".split(" ")]);
    expect(ended.status).toBe(1);
    expect(ended.stdout).toMatch(/--mm-per-px.*--diameter/);
  }, 120_000);

  test("knows the scales there are", async () => {
    const ended = await hardlab(["plan", block, ..."--scale HRX --nominal 60".split(" ")]);
    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/--scale HRX: there are .*HRC/);
  }, 60_000);
});
