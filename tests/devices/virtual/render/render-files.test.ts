import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode } from "fast-png";
import { afterEach, describe, expect, it } from "vitest";
import {
  type PictureTruth,
  RenderFolderError,
  writeRenders,
} from "../../../../devices/virtual/render/index.ts";

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "hardlab-render-"));
  folders.push(made);
  return made;
}
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});
const quiet = { log: () => undefined };

describe("rendered files", () => {
  it("are pictures with their truth beside them, the same for the same seed", async () => {
    const [one, two] = [join(folder(), "new", "deep"), folder()];
    const lines: string[] = [];
    await writeRenders({ outDir: one, count: 2, seed: 4, log: (line) => lines.push(line) });
    await writeRenders({ outDir: two, count: 1, seed: 4, ...quiet });
    expect(readdirSync(one).sort()).toEqual(["0001.json", "0001.png", "0002.json", "0002.png"]);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^0002\.png of 2: \d+ dents, fit$/);
    for (const file of ["0001.json", "0001.png"])
      expect(readFileSync(join(two, file)).equals(readFileSync(join(one, file)))).toBe(true);
    const png = decode(readFileSync(join(one, "0002.png")));
    const truth: PictureTruth = JSON.parse(readFileSync(join(one, "0002.json"), "utf8"));
    expect([png.width, png.height, png.channels, png.depth]).toEqual([2592, 1944, 1, 8]);
    expect([truth.widthPx, truth.heightPx, truth.mmPerPx, truth.image]).toEqual([
      2592,
      1944,
      0.037,
      "0002.png",
    ]);
    expect(truth.state).toBe("fit");
  });

  it("name the dents where the picture shows them", async () => {
    const outDir = folder();
    await writeRenders({ outDir, count: 1, seed: 21, split: "lab", ...quiet });
    const { data } = decode(readFileSync(join(outDir, "0001.png")));
    const truth: PictureTruth = JSON.parse(readFileSync(join(outDir, "0001.json"), "utf8"));
    expect(truth.dents.length).toBeGreaterThan(3);
    for (const { centrePx, axesPx, centreMm, diameterMm } of truth.dents) {
      const [x, y] = centrePx;
      expect(axesPx[0]).toBeCloseTo(diameterMm / 0.037, 6);
      expect(centreMm[0]).toBeCloseTo((x - 1295.5) * 0.037, 6);
      expect(centreMm[1]).toBeCloseTo((y - 971.5) * 0.037, 6);
      const ring = (radiusPx: number): number => {
        const samples = Array.from({ length: 36 }, (_, n) => {
          const angle = (n * Math.PI) / 18;
          const column = Math.round(x + radiusPx * Math.cos(angle));
          return Number(data[Math.round(y + radiusPx * Math.sin(angle)) * 2592 + column]);
        });
        return samples.reduce((sum, value) => sum + value, 0) / samples.length;
      };
      expect(ring(0.4 * axesPx[0])).toBeLessThan(ring(0.75 * axesPx[0]) - 20);
    }
  });

  it("can be BMPs, as the lab's camera delivers them", async () => {
    const outDir = folder();
    await writeRenders({ outDir, count: 1, seed: 1, split: "hard", format: "bmp", ...quiet });
    expect(readdirSync(outDir).sort()).toEqual(["0001.bmp", "0001.json"]);
    expect(readFileSync(join(outDir, "0001.bmp")).length).toBe(54 + 1024 + 2592 * 1944);
  });

  it("are refused with the reason where the folder takes none", async () => {
    const file = join(folder(), "taken");
    writeFileSync(file, "");
    const attempt = writeRenders({ outDir: file, count: 1, seed: 1, ...quiet });
    await expect(attempt).rejects.toThrow(RenderFolderError);
    await expect(attempt).rejects.toThrow(/cannot be written into .*taken/);
  });

  it("are refused at once where no folder can be made", async () => {
    const file = join(folder(), "taken");
    writeFileSync(file, "");
    for (const outDir of [join(file, "below"), "/proc/hardlab-none/below"])
      await expect(writeRenders({ outDir, count: 1, seed: 1, ...quiet })).rejects.toThrow(RenderFolderError);
  });

  it.each([
    [0, 1, "number of pictures"],
    [1.5, 1, "number of pictures"],
    [1, Number.NaN, "seed"],
  ])("are refused for count %d and seed %d", async (count, seed, why) => {
    await expect(writeRenders({ outDir: folder(), count, seed, ...quiet })).rejects.toThrow(why);
  });
});
