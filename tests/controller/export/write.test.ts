import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { csv, ExportError, exportedVerdicts, writeExport } from "../../../controller/export/index.ts";
import { type RecordedLab, recordedLab } from "../infobase/recorded-lab.ts";

let lab: RecordedLab;
let folder: string;
beforeEach(() => {
  lab = recordedLab();
  lab.addBlock({ serial: "2007-101", means: [61, 61.2, 61.1], client: "=1+1" });
  folder = mkdtempSync(join(tmpdir(), "hardlab-export-"));
});
afterEach(() => {
  lab.close();
  rmSync(folder, { recursive: true, force: true });
});

const written = async (name: string): Promise<Buffer> => {
  const file = join(folder, name);
  await writeExport(file, [...exportedVerdicts(lab.base, {})]);
  return readFileSync(file);
};

describe("an export", () => {
  it("as CSV begins with a byte order mark and lets no text become a formula", async () => {
    const bytes = await written("found.csv");
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [heading, line] = bytes.toString("utf8").split("\r\n");
    expect(heading).toContain("serial");
    expect(heading).toMatch(/reading 1,reading 2,reading 3$/);
    expect(line).toContain("'=1+1");
    expect(line).toMatch(/,61,61.2,61.1$/);
  });

  it("as CSV quotes what would break a line", () => {
    expect(csv([['a "b", c\nd', null, -1, true]])).toBe('\uFEFF"a ""b"", c\nd",,-1,true\r\n');
  });

  it("as XLSX is a workbook", async () => {
    expect((await written("found.xlsx")).subarray(0, 2).toString()).toBe("PK");
  });

  it("as JSON has every verdict with its readings", async () => {
    expect(JSON.parse((await written("found.json")).toString())).toMatchObject({
      verdicts: [{ serial: "2007-101", unit: "HR", readings: [61, 61.2, 61.1] }],
    });
  });

  it("in a format nobody knows says which there are", async () => {
    await expect(writeExport(join(folder, "found.pdf"), [])).rejects.toThrow(ExportError);
  });
});
