import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readGreyImage } from "../../../vision/image/grey-image.ts";
import { PictureFileError, readHeader } from "../../../vision/image/header.ts";
import { readColourMat } from "../../../vision/image/picture-mat.ts";
import { HEIGHT_PX, SAMPLES, turnedJpeg, WIDTH_PX } from "./sample-files.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-reading-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe.each(Object.entries(SAMPLES))("%s", (name, bytes) => {
  test("is read as grey of 8 bits, its disc dark, its ground bright", () => {
    const { widthPx, heightPx, grey } = readGreyImage(file(name, bytes));
    expect([widthPx, heightPx]).toEqual([WIDTH_PX, HEIGHT_PX]);
    expect(grey[30 * WIDTH_PX + 40]).toBeGreaterThan(52);
    expect(grey[30 * WIDTH_PX + 40]).toBeLessThan(68);
    expect(grey[5 * WIDTH_PX + 5]).toBeGreaterThan(172);
    expect(grey[5 * WIDTH_PX + 5]).toBeLessThan(188);
  });

  test("is read in colour of 8 bits", () => {
    const { cols, rows, channels } = readColourMat(file(name, bytes));
    expect([cols, rows, channels]).toEqual([WIDTH_PX, HEIGHT_PX, 3]);
  });

  test("is read whatever its name", () => {
    expect(readGreyImage(file("photograph.doc", bytes)).widthPx).toBe(WIDTH_PX);
  });

  test("cut off anywhere is refused, or was whole but for its last bytes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Math.floor(bytes.length * 0.9) }), (length) => {
        expect(() => readHeader(bytes.subarray(0, length))).toThrow(PictureFileError);
      }),
      { seed: 4, numRuns: 60 },
    );
  });

  test("with any bytes changed has a header that is read, or a reason why not", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(Math.min(bytes.length, 400) - 1), fc.nat(255)), {
          minLength: 1,
          maxLength: 6,
        }),
        (changes) => {
          const changed = Buffer.from(bytes);
          for (const [at, value] of changes) changed[at] = value;
          try {
            const { widthPx, heightPx } = readHeader(changed);
            expect(widthPx * heightPx).toBeLessThanOrEqual(120e6);
          } catch (error) {
            expect(error).toBeInstanceOf(PictureFileError);
          }
        },
      ),
      { seed: 5, numRuns: 400 },
    );
  });
});

test("a photograph taken with the camera turned is turned back", () => {
  const { widthPx, heightPx } = readGreyImage(file("turned.jpg", turnedJpeg()));
  expect([widthPx, heightPx]).toEqual([HEIGHT_PX, WIDTH_PX]);
});

describe("what is no picture is refused by name", () => {
  const png = SAMPLES["grey.png"] ?? Buffer.alloc(0);
  const enormous = Buffer.from(png);
  enormous.writeUInt32BE(30_000, 16);
  enormous.writeUInt32BE(30_000, 20);
  const thin = Buffer.from(png);
  thin.writeUInt32BE(3, 20);
  const files: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ["empty.png", Buffer.alloc(0), /is empty; save or copy/],
    [
      "paper.png",
      Buffer.from("%PDF-1.7\n%âãÏÓ\n"),
      /this is a PDF; save the picture as BMP, PNG, JPEG or TIFF/,
    ],
    ["moving.png", Buffer.from("GIF89a      "), /this is a GIF/],
    ["notes.png", Buffer.from("2007-101 HRC 61.1\n"), /this is no picture/],
    ["enormous.png", enormous, /30000 × 30000 pixels; pictures up to 20000/],
    ["thin.png", thin, /at least 32 × 32/],
    ["cut.png", png.subarray(0, png.length - 20), /is cut off: .*; save or copy it again/],
  ];
  test.each(files)("%s", (name, bytes, why) => {
    const path = file(name, bytes);
    expect(() => readGreyImage(path)).toThrow(why);
    expect(() => readGreyImage(path)).toThrow(path);
  });

  test("a folder", () => {
    expect(() => readGreyImage(folder)).toThrow(/is no file/);
  });
});
