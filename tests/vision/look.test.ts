import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type CompareResult,
  isVisionFailure,
  type LookResult,
  startVision,
  type VisionFailure,
  type VisionProcess,
} from "../../vision/index.ts";
import { boxBlur, type Picture, renderPictures, spoilt } from "./pictures.ts";
import { TESTER_PLAN } from "./tester-plan.ts";

const SEED = Number(process.env.SEED ?? 4_711);
console.log(`vision on renders: seed ${SEED} (set SEED to replay another)`);

const PLAN = TESTER_PLAN;
/** What the lab's tester makes over HRC 20 to 65, and more: all of these must be seen. */
const TESTER_MM = 0.4;
const MM_PER_PX = 0.037;

let folder: string;
let vision: VisionProcess;
let pictures: Picture[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-look-"));
  vision = startVision();
  pictures = await renderPictures(folder, 8, SEED);
});
afterAll(async () => {
  await vision.close();
  rmSync(folder, { recursive: true, force: true });
});

function seen<T extends object>(answer: T | VisionFailure): T {
  if (isVisionFailure(answer)) throw new Error(answer.error);
  return answer;
}
const lookAt = async (picture: Picture): Promise<LookResult> =>
  seen<LookResult>(
    await vision.look({ imagePath: picture.path, mmPerPx: MM_PER_PX, block: picture.block, plan: PLAN }),
  );

describe("a sound block under the lab's camera", () => {
  test("shows its outline to a twentieth of a millimetre", async () => {
    for (const picture of pictures) {
      const { outline } = await lookAt(picture);
      const truth = picture.truth.outline;
      expect(outline?.kind).toBe(truth.kind);
      if (outline === null) continue;
      expect(Math.hypot(outline.xMm - truth.centreMm[0], outline.yMm - truth.centreMm[1])).toBeLessThan(0.05);
      if (outline.kind === "round" && truth.kind === "round")
        expect(Math.abs(outline.diameterMm - truth.diameterMm)).toBeLessThan(0.05);
      if (outline.kind === "rectangular" && truth.kind === "rectangular") {
        expect(Math.abs(outline.lengthMm - truth.lengthMm)).toBeLessThan(0.05);
        expect(Math.abs(outline.widthMm - truth.widthMm)).toBeLessThan(0.05);
        expect(Math.abs(outline.angleDeg - truth.angleDeg)).toBeLessThan(0.05);
      }
    }
  });

  test("shows the same outline when the stage has measured nothing", async () => {
    for (const picture of pictures.slice(0, 4)) {
      const request = { imagePath: picture.path, mmPerPx: MM_PER_PX };
      const { outline } = seen<LookResult>(await vision.look(request));
      expect(outline?.kind).toBe(picture.truth.outline.kind);
      const [xMm, yMm] = picture.truth.outline.centreMm;
      expect(Math.hypot((outline?.xMm ?? 9) - xMm, (outline?.yMm ?? 9) - yMm)).toBeLessThan(0.05);
    }
  });

  test("hides none of the indentations a tester makes", async () => {
    for (const picture of pictures) {
      const { indentations, state } = await lookAt(picture);
      expect(["fit", "full"]).toContain(state);
      for (const dent of picture.truth.dents.filter((one) => one.diameterMm >= TESTER_MM)) {
        const [xMm, yMm] = dent.centreMm;
        const near = indentations.find((one) => Math.hypot(one.xMm - xMm, one.yMm - yMm) < 0.1);
        expect(near, `${dent.scale} of ${dent.diameterMm} mm in ${picture.path}`).toBeDefined();
        if (near === undefined) continue;
        const mean = (near.majorMm + near.minorMm) / 2;
        expect(Math.abs(mean - dent.diameterMm)).toBeLessThan(0.12 * dent.diameterMm);
      }
    }
  });

  test("gets a plan that keeps its distances from what is truly there", async () => {
    for (const picture of pictures) {
      const { plan } = await lookAt(picture);
      expect(plan).not.toBeNull();
      for (const p of [...(plan?.counted ?? []), ...(plan?.preliminary ?? []), ...(plan?.spares ?? [])])
        for (const dent of picture.truth.dents.filter((one) => one.diameterMm >= TESTER_MM))
          expect(Math.hypot(p.xMm - dent.centreMm[0], p.yMm - dent.centreMm[1])).toBeGreaterThan(
            Math.max(PLAN.spacingMm, PLAN.spacingFactor * dent.diameterMm) - 0.1,
          );
    }
  });

  test("looks the same when it is looked at again", async () => {
    const [first] = pictures;
    if (first === undefined) throw new Error("no picture");
    const { ms: _first, ...once } = await lookAt(first);
    const { ms: _second, ...again } = await lookAt(first);
    expect(again).toEqual(once);
  });
});

describe("looking again for expected indentations", () => {
  const compare = async (
    picture: Picture,
    expected: { xMm: number; yMm: number; diameterMm: number }[],
  ): Promise<CompareResult> =>
    seen<CompareResult>(
      await vision.compare({
        imagePath: picture.path,
        mmPerPx: MM_PER_PX,
        block: picture.block,
        expected,
        toleranceMm: 0.15,
      }),
    );
  const dentsOf = (picture: Picture): { xMm: number; yMm: number; diameterMm: number }[] =>
    picture.truth.dents
      .filter((dent) => dent.diameterMm >= TESTER_MM)
      .map((dent) => ({
        xMm: dent.centreMm[0] + 0.04,
        yMm: dent.centreMm[1] - 0.04,
        diameterMm: dent.diameterMm,
      }));

  test("none that is there is called absent", async () => {
    for (const picture of pictures) {
      const { findings } = await compare(picture, dentsOf(picture));
      expect(findings.filter((finding) => finding !== "present")).toEqual([]);
    }
  });

  test("the bare surface of planned places is called absent, hardly ever unsure", async () => {
    let absent = 0;
    let all = 0;
    for (const picture of pictures) {
      const { plan } = await lookAt(picture);
      const places = [...(plan?.counted ?? []), ...(plan?.spares ?? [])].map((p) => ({
        ...p,
        diameterMm: 0.7,
      }));
      const { findings } = await compare(picture, places);
      expect(findings).not.toContain("present");
      absent += findings.filter((finding) => finding === "absent").length;
      all += findings.length;
    }
    expect(absent / all).toBeGreaterThan(0.9);
  });

  test("on a picture that cannot be read everything is unsure", async () => {
    const [first] = pictures;
    if (first === undefined) throw new Error("no picture");
    const dark = spoilt(first, join(folder, "dark-again.bmp"), (grey) => grey.map((value) => value / 12));
    const places = [...dentsOf(first), { xMm: 1, yMm: 1, diameterMm: 0.7 }];
    expect(new Set((await compare(dark, places)).findings)).toEqual(new Set(["unsure"]));
  });

  test("nor is anything absent where the block does not lie where the stage says", async () => {
    const [first] = pictures;
    if (first === undefined) throw new Error("no picture");
    const moved = { ...first, block: { ...first.block, offsetXMm: first.block.offsetXMm + 1 } };
    const { findings } = await compare(moved, [{ xMm: 1, yMm: 1, diameterMm: 0.7 }]);
    expect(findings).not.toContain("absent");
  });
});

describe("a picture that cannot be read", () => {
  const unreadable: Record<string, (grey: Uint8Array, widthPx: number, heightPx: number) => Uint8Array> = {
    dark: (grey) => grey.map((value) => value / 10),
    black: (grey) => grey.map(() => 0),
    "blown out": (grey) => grey.map((value) => Math.min(255, 2 * value)),
    blurred: (grey, widthPx, heightPx) => boxBlur(grey, widthPx, heightPx, 7),
    empty: (grey) => grey.map((_, i) => 14 + ((i * 7_919) % 5)),
  };

  test.each(Object.keys(unreadable))("%s: says so and plans nothing", async (name) => {
    const [first] = pictures;
    const change = unreadable[name];
    if (first === undefined || change === undefined) throw new Error("no picture");
    const result = await lookAt(spoilt(first, join(folder, `${name}.bmp`), change));
    expect(result.state).toBe("unreadable");
    expect(result.reasons.length).toBeGreaterThan(0);
    expect(result.plan).toBeNull();
    expect(result.whyNot).toBeDefined();
  });
});
