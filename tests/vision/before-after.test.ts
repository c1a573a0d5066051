import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeBmp, renderSurface, sampleScene } from "../../devices/virtual/render/index.ts";
import { isVisionFailure, startVision, type VisionProcess } from "../../vision/index.ts";

const SEED = Number(process.env.SEED ?? 9_000);
console.log(`before and after: scenes from seed ${SEED} on (set SEED to replay others)`);

let folder: string;
let vision: VisionProcess;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-before-"));
  vision = startVision();
});
afterAll(async () => {
  await vision.close();
  rmSync(folder, { recursive: true, force: true });
});

type Scene = ReturnType<typeof sampleScene>;

/** The first scenes from the seed on that carry enough indentations. */
function scenes(count: number, leastDents: number): Scene[] {
  const found: Scene[] = [];
  for (let seed = SEED; found.length < count; seed++) {
    const scene = sampleScene(seed, "lab");
    if (scene.dents.length >= leastDents) found.push(scene);
  }
  return found;
}

test("against the picture before, each new indentation is present and each bare place absent", async () => {
  for (const [n, scene] of scenes(4, 8).entries()) {
    const olderDents = scene.dents.slice(0, -4);
    const pose = { ...scene.pose, xMm: scene.pose.xMm + 0.03, yMm: scene.pose.yMm - 0.02 };
    const write = (name: string, shown: Scene): string => {
      const path = join(folder, `${n}-${name}.bmp`);
      writeFileSync(path, encodeBmp(renderSurface(shown), shown.widthPx, shown.heightPx));
      return path;
    };
    const beforePath = write("before", { ...scene, dents: olderDents });
    const imagePath = write("after", { ...scene, pose, exposureSeed: scene.exposureSeed + 1 });
    const turn = (pose.angleDeg * Math.PI) / 180;
    const inGripper = (xMm: number, yMm: number, diameterMm: number) => ({
      xMm: pose.xMm + xMm * Math.cos(turn) - yMm * Math.sin(turn),
      yMm: pose.yMm + xMm * Math.sin(turn) + yMm * Math.cos(turn),
      diameterMm,
    });
    const made = scene.dents.slice(-4).map((dent) => inGripper(dent.xMm, dent.yMm, dent.diameterMm));
    const bare = Array.from({ length: 200 }, (_, i) => [((i * 37) % 30) - 15, ((i * 53) % 26) - 13] as const)
      .filter(([x, y]) => scene.dents.every((dent) => Math.hypot(dent.xMm - x, dent.yMm - y) > 2.5))
      .slice(0, 6)
      .map(([x, y]) => inGripper(x, y, 0.7));
    const { block } = scene;
    const answer = await vision.compare({
      imagePath,
      beforePath,
      mmPerPx: scene.mmPerPx,
      block: {
        round: block.kind === "round",
        lengthMm: block.kind === "round" ? block.diameterMm : block.lengthMm,
        widthMm: block.kind === "round" ? block.diameterMm : block.widthMm,
        offsetXMm: pose.xMm,
        offsetYMm: pose.yMm,
      },
      expected: [...made, ...bare],
      toleranceMm: 0.15,
    });
    if (isVisionFailure(answer)) throw new Error(answer.error);
    expect(answer.findings.slice(0, made.length)).toEqual(made.map(() => "present"));
    expect(answer.findings.slice(made.length)).toEqual(bare.map(() => "absent"));
  }
});
