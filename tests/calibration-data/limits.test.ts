import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseLimitTable, SCALE_NAMES } from "../../controller/metrology/index.ts";
import { readLabFile } from "../../devices/lab-file.ts";
import { limitFile } from "../metrology/limit-files.ts";

const folder = new URL("../../calibration-data/limits/", import.meta.url);
const ids = readdirSync(folder).map((file) => file.replace(/\.yaml$/, ""));
const lab = readLabFile(new URL("../../calibration-data/labs/default.yaml", import.meta.url).pathname);

describe("the limit tables on file", () => {
  test.each(ids)("%s can be used, is named as its file, and does not pretend to have been read", (id) => {
    const table = parseLimitTable(limitFile(id));
    expect(table.id).toBe(id);
    expect(table.status).toBe("unread");
    expect(table.rows.every(({ status }) => status === "unread")).toBe(true);
    expect(table.approvals.map(({ lab: scope, ground }) => `${scope} ${ground}`)).toEqual([
      "virtual-default virtualLab",
    ]);
  });

  test("JJG 113-2013 has a limit for each scale exactly once", () => {
    const { rows } = parseLimitTable(limitFile("jjg-113-2013"));
    expect(rows.flatMap(({ scales }) => [...scales]).sort()).toEqual([...SCALE_NAMES].sort());
  });

  test("the default lab's table is on file and its scales are known", () => {
    expect(ids).toContain(lab.limitTables.rockwell);
    for (const line of Object.values(lab.lines))
      expect(SCALE_NAMES).toEqual(expect.arrayContaining(line.scales));
  });
});
