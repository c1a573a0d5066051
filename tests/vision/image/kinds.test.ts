import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readGreyImage } from "../../../vision/image/grey-image.ts";
import { pngOf, tiffOf } from "./made-files.ts";

const WIDTH_PX = 96;
const HEIGHT_PX = 64;
const GREY = 60;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-kinds-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Entry 0 white, entry 1 the grey. */
const PALETTE = [255, 255, 255, GREY, GREY, GREY];
const png = (row: Buffer, kind: Parameters<typeof pngOf>[3]) => pngOf(WIDTH_PX, HEIGHT_PX, row, kind);
const tiff = (value: number, bits: 8 | 16, whiteIsZero: boolean) =>
  tiffOf(WIDTH_PX, HEIGHT_PX, value, { bits, whiteIsZero });

test.each([
  ["a palette PNG", png(Buffer.alloc(WIDTH_PX, 1), { bits: 8, colourType: 3, palette: PALETTE }), GREY],
  [
    "a palette PNG of one bit",
    png(Buffer.alloc(WIDTH_PX / 8, 0xff), { bits: 1, colourType: 3, palette: PALETTE }),
    GREY,
  ],
  ["a black-and-white PNG", png(Buffer.alloc(WIDTH_PX / 8, 0xff), { bits: 1, colourType: 0 }), 255],
  [
    "a PNG of 16 bits with alpha, all 16 in use",
    png(Buffer.alloc(4 * WIDTH_PX, Buffer.from([0xff, 0xff, 0xff, 0xff])), { bits: 16, colourType: 4 }),
    255,
  ],
  ["a TIFF", tiff(GREY, 8, false), GREY],
  ["a TIFF whose 0 is white", tiff(255 - GREY, 8, true), GREY],
  ["a TIFF of 16 bits", tiff(0xffff, 16, false), 255],
  ["a TIFF of 16 bits whose 0 is white", tiff(0xffff, 16, true), 0],
  ["a dark TIFF of 16 bits stays dark", tiff(100, 16, false), 25],
])("%s", (name, bytes, expected) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  const { widthPx, heightPx, grey } = readGreyImage(path);
  expect([widthPx, heightPx]).toEqual([WIDTH_PX, HEIGHT_PX]);
  expect(new Set(grey)).toEqual(new Set([expected]));
});
