import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  blockHistory,
  correctionsOf,
  enterCorrection,
  enterEquipment,
  searchVerdicts,
  type Wanted,
} from "../../../controller/infobase/index.ts";
import { type RecordedLab, recordedLab } from "./recorded-lab.ts";

let lab: RecordedLab;
beforeEach(() => {
  lab = recordedLab();
  const day = (n: number) => `2026-03-0${n}T10:00:00.000Z`;
  lab.addBlock({ serial: "2007-101", means: [61, 61.2], recordedAt: day(1) });
  lab.addBlock({ serial: "2007-102", means: [55, 55.2], client: "Client B", recordedAt: day(2) });
  lab.addBlock({
    serial: "2010-001",
    means: [80, 82],
    scale: "HRBW",
    outcome: "rejected",
    recordedAt: day(3),
  });
});
afterEach(() => lab.close());

const serials = (wanted: Wanted) => searchVerdicts(lab.base, wanted, 10).verdicts.map(({ serial }) => serial);

describe("a search", () => {
  it.each<[string, Wanted, string[]]>([
    ["nothing in particular", {}, ["2010-001", "2007-102", "2007-101"]],
    ["a serial", { serial: "2007-101" }, ["2007-101"]],
    ["the beginning of a serial", { serial: "2007*" }, ["2007-102", "2007-101"]],
    ["a client", { client: "Client B" }, ["2007-102"]],
    ["the beginning of a client", { client: "客户*" }, ["2010-001", "2007-101"]],
    ["a batch", { batch: "B-0001" }, ["2010-001", "2007-102", "2007-101"]],
    ["a scale", { scale: "HRBW" }, ["2010-001"]],
    ["an outcome", { outcome: "rejected" }, ["2010-001"]],
    ["a day", { from: "2026-03-02", to: "2026-03-02" }, ["2007-102"]],
    ["means", { meanFrom: 55.1, meanTo: 61.1 }, ["2007-102", "2007-101"]],
    ["what is not there", { serial: "x", outcome: "passed" }, []],
    ["text that means something to SQL", { client: "' OR 1=1 --" }, []],
  ])("for %s", (_what, wanted, expected) => {
    expect(serials(wanted)).toEqual(expected);
  });

  it("goes on page by page and gives each verdict once", () => {
    const first = searchVerdicts(lab.base, {}, 2);
    expect(first.next).not.toBeNull();
    const second = searchVerdicts(lab.base, {}, 2, first.next ?? undefined);
    expect([...first.verdicts, ...second.verdicts].map(({ serial }) => serial)).toEqual(serials({}));
    expect(second.next).toBeNull();
  });
});

describe("a block's history", () => {
  it("of a block nobody knows is none", () => {
    expect(blockHistory(lab.base, "nobody")).toBeUndefined();
  });

  it("has its verifications side by side with their indentations", () => {
    const [verification] = blockHistory(lab.base, "2007-101")?.verifications ?? [];
    expect(verification).toMatchObject({ meanValue: 61.1, stability: null, client: "客户甲" });
    expect(verification?.indentations.map(({ value }) => value)).toEqual([61, 61.2]);
  });

  it("has what corrects it, while the wrong row stays", () => {
    const correction = {
      subject: "verdict",
      key: "1",
      corrected: { client: "客户乙" },
      reason: "order form misread",
      by: "王芳",
    };
    enterCorrection(lab.base, correction, "2026-04-01T00:00:00.000Z");
    expect(blockHistory(lab.base, "2007-101")?.verifications[0]).toMatchObject({
      client: "客户甲",
      corrections: [{ corrected: { client: "客户乙" }, by: "王芳" }],
    });
    expect(correctionsOf(lab.base, "verdict", "1")).toHaveLength(1);
    for (const wrong of [
      { key: "99" },
      { subject: "nothing" },
      { corrected: { colour: "red" } },
      { reason: " " },
    ])
      expect(() => enterCorrection(lab.base, { ...correction, ...wrong }, "")).toThrow();
  });
});

describe("equipment", () => {
  const tester = {
    kind: "device",
    subject: "rockwell-tester",
    certificate: "C-1",
    calibratedOn: null,
    validUntil: "2027-01-01",
    value: null,
    expandedUncertainty: 0.3,
    unit: "HR",
  } as const;
  const enter = (certificate: string) =>
    enterEquipment(
      lab.base,
      { devices: [], calibrations: [{ ...tester, certificate }], limitTables: [] },
      "2026-01-01T00:00:00.000Z",
    );

  it("gets a new row only when something changed", () => {
    enter("C-1");
    enter("C-1");
    enter("C-2");
    enter("C-1");
    expect(lab.base.prepare("SELECT certificate FROM calibration ORDER BY id").pluck().all()).toEqual([
      "C-1",
      "C-2",
      "C-1",
    ]);
  });
});
