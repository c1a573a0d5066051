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

/** Where each format's header holds its width and height, and how. */
const SIZES: readonly { readonly name: string; readonly write: (bytes: Buffer, sidePx: number) => void }[] = [
  {
    name: "grey.bmp",
    write: (bytes, sidePx) => {
      bytes.writeInt32LE(sidePx, 18);
      bytes.writeInt32LE(sidePx, 22);
    },
  },
  {
    name: "grey.png",
    write: (bytes, sidePx) => {
      bytes.writeUInt32BE(sidePx, 16);
      bytes.writeUInt32BE(sidePx, 20);
    },
  },
  {
    name: "grey.jpg",
    write: (bytes, sidePx) => {
      const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
      bytes.writeUInt16BE(sidePx, frame + 5);
      bytes.writeUInt16BE(sidePx, frame + 7);
    },
  },
  {
    name: "grey.tif",
    write: (bytes, sidePx) => {
      const directory = bytes.readUInt32LE(4);
      for (let n = 0; n < bytes.readUInt16LE(directory); n++) {
        const at = directory + 2 + 12 * n;
        if ([256, 257].includes(bytes.readUInt16LE(at))) bytes.writeUInt16LE(sidePx, at + 8);
      }
    },
  },
];

/** Names the file and tells the reason. */
async function refused(name: string, bytes: Buffer, why: RegExp): Promise<void> {
  const imagePath = join(folder, name);
  writeFileSync(imagePath, bytes);
  const answer = await vision.look({ imagePath });
  expect(answer).toEqual({ error: expect.stringContaining(imagePath) });
  expect(answer).toEqual({ error: expect.stringMatching(why) });
}

test.each(SIZES)("a header of 30,000 × 30,000 in $name is believed by nobody", async ({ name, write }) => {
  const bytes = Buffer.from(SAMPLES[name] ?? Buffer.alloc(0));
  write(bytes, 30_000);
  await refused(`enormous-${name}`, bytes, /30000 × 30000 pixels; pictures up to 20000/);
});

test.each(SIZES)(
  "a header of 9,000 × 9,000 over the few pixels of $name costs one answer",
  async ({ name, write }) => {
    const bytes = Buffer.from(SAMPLES[name] ?? Buffer.alloc(0));
    write(bytes, 9_000);
    const imagePath = join(folder, `large-${name}`);
    writeFileSync(imagePath, bytes);
    const answer = await vision.thumbnail({ imagePath, thumbnailPath: `${imagePath}.small.jpg` });
    if ("error" in answer) expect(answer.error).toContain(imagePath);
  },
);

test("no bytes, a paper and words named as pictures are told apart", async () => {
  await refused("empty.png", Buffer.alloc(0), /is empty/);
  await refused("paper.png", Buffer.from("%PDF-1.7\n"), /this is a PDF/);
  await refused("words.tif", Buffer.from("2007-101 HRC 61.1\n"), /this is no picture/);
});

test("pictures with a cut tail cost an answer each", async () => {
  const cuts = fc.tuple(
    fc.constantFrom(...Object.entries(SAMPLES)),
    fc.double({ min: 0, max: 0.9, noNaN: true }),
  );
  await fc.assert(
    fc.asyncProperty(cuts, async ([[name, bytes], part]) => {
      await refused(
        `cut-${name}`,
        bytes.subarray(0, Math.floor(part * bytes.length)),
        /empty|no picture|cut off|damaged|decoded/,
      );
    }),
    { numRuns: 120, seed: 43 },
  );
}, 120_000);

test("no child had to be made anew", () => {
  expect(deaths).toEqual([]);
});
