import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startVision, type VisionProcess } from "../../vision/index.ts";
import { SAMPLES } from "./image/sample-files.ts";

/** Changed bytes in the header, where decoders decide what to allocate, and anywhere else. */
const changes = fc.array(
  fc.tuple(fc.oneof(fc.nat(120), fc.nat(4_000)), fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.nat(255))),
  { minLength: 1, maxLength: 8 },
);
const hostileFiles = fc.tuple(fc.constantFrom(...Object.entries(SAMPLES)), changes);

let folder: string;
let vision: VisionProcess;
const deaths: object[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-hostile-"));
  vision = startVision({
    log: (line) => {
      if ("code" in line) deaths.push(line);
    },
  });
});
afterAll(async () => {
  await vision.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  { kind: "thumbnail" as const, numRuns: 300, seed: 41 },
  { kind: "look" as const, numRuns: 40, seed: 42 },
])(
  "pictures with damaged bytes cost a $kind an answer each, never the next one",
  async (given) => {
    const { kind, numRuns, seed } = given;
    let n = 0;
    await fc.assert(
      fc.asyncProperty(hostileFiles, async ([[name, bytes], changed]) => {
        const damaged = Buffer.from(bytes);
        for (const [at, value] of changed) if (at < damaged.length) damaged[at] = value;
        const imagePath = join(folder, `${kind}-${n++}-${name}`);
        writeFileSync(imagePath, damaged);
        const answer =
          kind === "look"
            ? await vision.look({ imagePath })
            : await vision.thumbnail({ imagePath, thumbnailPath: `${imagePath}.small.jpg` });
        if ("error" in answer) expect(answer.error).toContain(imagePath);
        else expect(answer.ms).toBeGreaterThanOrEqual(0);
        rmSync(imagePath);
      }),
      { numRuns, seed },
    );
    const sound = join(folder, "sound.png");
    writeFileSync(sound, SAMPLES["grey.png"] ?? Buffer.alloc(0));
    expect(
      await vision.thumbnail({ imagePath: sound, thumbnailPath: `${sound}.jpg`, widthPx: 48 }),
    ).toMatchObject({
      widthPx: 48,
      heightPx: 32,
    });
  },
  240_000,
);

test("no child had to be made anew", () => {
  expect(deaths).toEqual([]);
});
