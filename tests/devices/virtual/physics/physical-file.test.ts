import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { PhysicalFileError, readPhysicalFile } from "../../../../devices/virtual/physics/index.ts";
import { BAR, ROUND } from "../small-lab.ts";

const folder = mkdtempSync(join(tmpdir(), "hardlab-physical-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: unknown) {
  const file = join(folder, "physical.yaml");
  writeFileSync(file, stringify(content));
  return readPhysicalFile(file);
}

const TRAY = [{ slot: 1, block: ROUND.id }];
const REFERENCE = { place: 1, block: BAR.id };

describe("the physical file", () => {
  it("gives blocks with defaults filled in", () => {
    const { blocks } = read({ tray: [...TRAY, { slot: 2, block: BAR.id }], blocks: [ROUND, BAR] });
    expect(blocks.map(({ id, oldDents, thetaDeg }) => [id, oldDents.length, thetaDeg])).toEqual([
      ["R-1", 0, 30],
      ["B-2", 1, 0],
    ]);
  });

  it.each([
    ["a block nobody placed", { tray: TRAY, blocks: [ROUND, BAR] }, 'block "B-2" has no slot'],
    [
      "a slot taken twice",
      { tray: [...TRAY, { slot: 1, block: "B-2" }], blocks: [ROUND, BAR] },
      "slot 1 is taken twice",
    ],
    ["an unknown block", { tray: [{ slot: 1, block: "X" }], blocks: [ROUND] }, 'no block "X"'],
    ["the same block twice", { tray: TRAY, blocks: [ROUND, ROUND] }, '"R-1" is there twice'],
    ["no Rockwell scale", { tray: TRAY, blocks: [{ ...ROUND, scale: "HV10" }] }, "not a Rockwell scale"],
    [
      "an unknown reference block",
      { tray: TRAY, references: [REFERENCE], blocks: [ROUND] },
      'no block "B-2"',
    ],
    [
      "a reference place taken twice",
      {
        tray: TRAY,
        references: [REFERENCE, { place: 1, block: "B-3" }],
        blocks: [ROUND, BAR, { ...BAR, id: "B-3" }],
      },
      "place 1 is taken twice",
    ],
    [
      "a block in the tray and at a line",
      { tray: TRAY, references: [{ place: 1, block: "R-1" }], blocks: [ROUND] },
      '"R-1" is placed twice',
    ],
    [
      "an old dent beside the block",
      { tray: TRAY, blocks: [{ ...ROUND, oldDents: [{ xMm: 33, yMm: 0, scale: "HRC" }] }] },
      "lies beside the block",
    ],
  ])("refuses %s and says so", (_, content, finding) => {
    expect(() => read(content)).toThrow(PhysicalFileError);
    expect(() => read(content)).toThrow(finding);
  });
});
