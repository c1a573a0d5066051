import { describe, expect, test } from "vitest";
import {
  type Approval,
  approvalFor,
  LimitTableError,
  parseLimitTable,
  requiredDistances,
} from "../../controller/metrology/index.ts";
import { limitFile, rockwellTable } from "./limit-files.ts";

const approval = (change: Partial<Approval> = {}): Approval => ({
  by: "Second person",
  on: "2026-11-25",
  lab: "institute",
  revision: 1,
  ground: "regulation",
  ...change,
});

function findingsOf(content: unknown): readonly string[] {
  try {
    parseLimitTable(content);
  } catch (error) {
    if (error instanceof LimitTableError) return error.findings;
    throw error;
  }
  return [];
}

/** The Rockwell table after somebody read the regulation. */
const read = {
  ...rockwellTable,
  status: "read",
  clause: "5.2",
  readBy: { by: "First person", on: "2026-11-24" },
  indentations: { ...rockwellTable.indentations, status: "read" },
  spacing: { ...rockwellTable.spacing, status: "read" },
  edge: { ...rockwellTable.edge, status: "read" },
  thickness: { ...rockwellTable.thickness, status: "read" },
  temperatureC: { ...rockwellTable.temperatureC, status: "read" },
  rows: rockwellTable.rows.map((row) => ({ ...row, status: "read" })),
};

describe("a limit table is a controlled document", () => {
  test("an approval holds for its lab and revision alone", () => {
    expect(approvalFor(rockwellTable, "virtual-default").kind).toBe("approved");
    expect(approvalFor(rockwellTable, "virtual-other").kind).toBe("provisional");
    expect(approvalFor({ ...rockwellTable, revision: 2 }, "virtual-default")).toEqual({
      kind: "provisional",
      why: "limit table jjg-113-2013 revision 2 is not approved for virtual-default; revision 1 was",
    });
  });

  test("no approval makes a table good for a real lab that nobody has read", () => {
    expect(approvalFor(rockwellTable, "institute", [approval()])).toEqual({
      kind: "provisional",
      why: "limit table jjg-113-2013 revision 1 is unread: it must be read and approved",
    });
  });

  test("read and approved by a second person, it is good for the real lab", () => {
    const table = parseLimitTable({ ...read, status: "approved", approvals: [approval()] });
    expect(approvalFor(table, "institute")).toEqual({ kind: "approved", approval: approval() });
    expect(approvalFor(table, "virtual-default").kind).toBe("provisional");
  });

  test("whoever read it cannot approve it", () => {
    const own = { ...read, status: "approved", approvals: [approval({ by: "First person" })] };
    expect(findingsOf(own)).toContainEqual(expect.stringMatching(/approvals.0.by: whoever read/));
  });

  test("a table that claims to be read has every rule read, with clause and reader", () => {
    expect(findingsOf({ ...rockwellTable, status: "read" })).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^readBy: /),
        expect.stringMatching(/^clause: /),
        expect.stringMatching(/^spacing.status: is unread/),
        expect.stringMatching(/^temperatureC.status: is unread/),
        expect.stringMatching(/^rows.0.status: is unread/),
      ]),
    );
    expect(findingsOf(read)).toEqual([]);
  });

  test("a derived limit stands in no table that was read", () => {
    const brinell = { ...limitFile("jjg-147-2017"), status: "read" };
    expect(findingsOf(brinell)).toContainEqual(expect.stringMatching(/^rows.1.derived: /));
  });

  test("a scale with two limits, a future approval and a misspelt field are found", () => {
    const [first] = rockwellTable.rows;
    expect(findingsOf({ ...rockwellTable, rows: [first, first] })).toEqual([
      "rows.1.scales: HRA has a limit already",
    ]);
    expect(findingsOf({ ...rockwellTable, approvals: [approval({ revision: 2 })] })).toHaveLength(1);
    expect(findingsOf({ ...rockwellTable, spaceing: 3 })).toHaveLength(1);
  });
});

describe("required distances", () => {
  test("at 60 HRC: three diameters between centres, two and a half to the edge", () => {
    const { dentDiameterMm, spacingMm, spacingFactor, edgeMm } = requiredDistances(rockwellTable, "HRC", 60);
    expect(dentDiameterMm).toBeCloseTo(0.538, 3);
    expect(spacingMm).toBeCloseTo(3 * dentDiameterMm, 10);
    expect(spacingFactor).toBe(3);
    expect(edgeMm).toBeCloseTo(2.5 * dentDiameterMm, 10);
  });

  test("a table's least distance holds for small dents", () => {
    expect(requiredDistances(rockwellTable, "HR15N", 92).edgeMm).toBe(1);
  });
});
