import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  enterImage,
  enterImageResult,
  type InfoBase,
  imageResults,
  keepImageFile,
  openInfoBase,
} from "../../../controller/infobase/index.ts";

let folder: string;
let base: InfoBase;
let sha256: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hardlab-image-results-"));
  base = openInfoBase(folder);
  const bytes = Buffer.from("BM, a picture");
  const kept = keepImageFile(folder, bytes);
  enterImage(base, kept, bytes.length);
  ({ sha256 } = kept);
});
afterEach(() => {
  base.close();
  rmSync(folder, { recursive: true, force: true });
});

const found = (vision: string, mmPerPx: number) => ({
  sha256,
  kind: "look" as const,
  request: { mmPerPx },
  vision,
  result: { state: "fit" },
});

test("the same question to the same vision is kept once", () => {
  for (let n = 0; n < 2; n++) enterImageResult(base, found("2-abc", 0.037));
  expect(imageResults(base, sha256)).toMatchObject([
    { kind: "look", vision: "2-abc", request: { mmPerPx: 0.037 }, result: { state: "fit" } },
  ]);
});

test("another question or another vision is kept beside it", () => {
  for (const one of [found("2-abc", 0.037), found("2-abc", 0.02), found("3-def", 0.037)])
    enterImageResult(base, one);
  expect(imageResults(base, sha256)).toHaveLength(3);
});

test("no result is kept of an image that is not, and none is ever changed", () => {
  expect(() => enterImageResult(base, { ...found("2-abc", 1), sha256: "0".repeat(64) })).toThrow();
  enterImageResult(base, found("2-abc", 0.037));
  expect(() => base.exec("UPDATE image_result SET result = '{}'")).toThrow(/never changed/);
});
