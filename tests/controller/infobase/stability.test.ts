import { expect, it } from "vitest";
import { type FoundVerdict, stability } from "../../../controller/infobase/index.ts";

const verdict = (
  meanValue: number | null,
  expandedUncertainty: number | null,
  scale = "HRC",
): FoundVerdict => ({
  id: 1,
  batch: "B-0001",
  serial: "2007-101",
  attempt: 1,
  line: "rockwell",
  scale,
  nominalValue: 60,
  outcome: "passed",
  reason: "",
  place: "slot:1",
  client: "",
  maker: "",
  meanValue,
  uniformity: 0.2,
  limitValue: 0.4,
  expandedUncertainty,
  provisional: false,
  limitTable: null,
  limitTableRevision: null,
  decidedAt: "2026-01-01T00:00:00.000Z",
});

it("a block that drifted by no more than both uncertainties is stable", () => {
  expect(stability(verdict(60.5, 0.3), [verdict(60, 0.4)])).toMatchObject({
    difference: 0.5,
    uncertainty: 0.5,
    agrees: true,
  });
});

it("one that drifted further is not", () => {
  expect(stability(verdict(60.51, 0.3), [verdict(60, 0.4)])).toMatchObject({ agrees: false });
});

it("without both uncertainties nothing is said but the difference", () => {
  expect(stability(verdict(60.5, null), [verdict(60, 0.4)])).toMatchObject({
    difference: 0.5,
    uncertainty: null,
    agrees: null,
  });
});

it("only a verification on the same scale that reached a mean is compared with", () => {
  const before = [verdict(59, 0.3), verdict(90, 0.3, "HRBW"), verdict(null, null)];
  expect(stability(verdict(60, 0.3), before)).toMatchObject({ difference: 1 });
  expect(stability(verdict(null, null), before)).toBeNull();
  expect(stability(verdict(60, 0.3), [])).toBeNull();
});
