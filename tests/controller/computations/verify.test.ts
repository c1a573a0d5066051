import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  needVerificationComputation,
  recordVerificationComputation,
  verification,
  verifyComputation,
} from "../../../controller/computations/verify.ts";
import { listSuspicions, listVerifications } from "../../../controller/infobase/index.ts";
import type { Lab } from "../../../devices/index.ts";
import { compute, DEFAULT_LAB, Desk, withLine } from "./default-lab.ts";

describe("a verification", () => {
  // U_c = 0.3 and U_m = 0.4 allow √(0.09 + 0.16) = 0.5 HR, free of binary dust.
  const certificate = { valueHr: 60.2, expandedHr: 0.3 };
  const rule = { testerExpandedHr: 0.4, rangeLimitHr: 0.4 };
  const verify = (...readings: number[]) => verification(certificate, rule, 0.01, readings);

  it("passes with the mean on the limit, and fails a hundredth beyond it, either way", () => {
    expect(verify(60.7, 60.7, 60.7, 60.7, 60.7)).toMatchObject({ passed: true, meanHr: 60.7 });
    expect(verify(59.7, 59.7, 59.7, 59.7, 59.7).passed).toBe(true);
    expect(verify(60.7, 60.7, 60.7, 60.7, 60.71).passed).toBe(false);
    expect(verify(59.7, 59.7, 59.7, 59.7, 59.69).passed).toBe(false);
  });

  it("passes with the range on its limit, and fails a hundredth beyond it, however right the mean", () => {
    expect(verify(60.0, 60.2, 60.2, 60.2, 60.4)).toMatchObject({ passed: true, uniformityHr: 0.4 });
    expect(verify(60.0, 60.2, 60.2, 60.2, 60.41)).toMatchObject({ passed: false, uniformityHr: 0.41 });
  });

  it("says which of the two decided", () => {
    expect(verify(60.0, 60.2, 60.2, 60.2, 60.5).decisive).toMatch(/\(≤ 0.50\), range 0.5 \(> 0.4\)/);
    expect(verify(61, 61, 61, 61, 61).decisive).toBe("mean 61 is 0.8 HR from 60.2 (> 0.50), range 0 (≤ 0.4)");
  });
});

let desk: Desk;
let lab: Lab;
beforeEach(() => {
  desk = new Desk();
  lab = DEFAULT_LAB;
});
afterEach(() => desk.close());

const need = (scale = "HRC") =>
  compute(needVerificationComputation({ lab, base: desk.base, nowMs: desk.nowMs }), {
    line: "rockwell",
    scale,
  });

function record(batch: string, verdict: { passed: boolean } | null, scale = "HRC") {
  const { base, nowMs } = desk;
  return compute(recordVerificationComputation({ base, nowMs }), {
    line: "rockwell",
    batch,
    outcome: verdict?.passed ? "passed" : "rejected",
    block: { serial: "REF-HRC-60", scale },
    verdict,
  });
}

const VERIFIED = { reference: null, refusal: "" };
const GOOD = { passed: true };
const BAD = { passed: false };

describe("a scale", () => {
  it("is verified with the line's reference block once a day", async () => {
    expect(await need()).toMatchObject({
      reference: { serial: "REF-HRC-60", slot: 1, nominalHr: 60.2, shape: "round", diameterMm: 64 },
      refusal: "",
    });
    await record(desk.batch(), GOOD);
    expect(await need()).toEqual(VERIFIED);
    desk.itIs(new Date(2026, 2, 5, 0, 1));
    expect(await need()).toMatchObject({ reference: { serial: "REF-HRC-60" } });
  });

  it("is verified again the same day after a verification that failed", async () => {
    const batch = desk.batch();
    await record(batch, GOOD);
    await record(batch, BAD);
    expect(await need()).toMatchObject({ reference: { serial: "REF-HRC-60" } });
    expect(listVerifications(desk.base, batch).map(({ passed }) => passed)).toEqual([true, false]);
  });

  it("needs none where the lab file asks for none", async () => {
    lab = withLine({ dailyVerification: undefined });
    expect(await need()).toEqual(VERIFIED);
  });

  it("without a reference block, or with one past its date, does not start; who can mend it is said", async () => {
    expect(await need("HRBW")).toEqual({
      reference: null,
      refusal: expect.stringMatching(/no reference block for HRBW; the calibration officer/),
    });
    desk.itIs(new Date(2031, 0, 1));
    expect(await need()).toEqual({
      reference: null,
      refusal: expect.stringMatching(/VL-REF-HRC-60 of reference block REF-HRC-60 ended on 2030-12-31/),
    });
  });

  it("is judged against its certificate by the lab file's rule", async () => {
    const readings = [60.2, 60.3, 60.2, 60.1, 60.2];
    const input = { line: "rockwell", serial: "REF-HRC-60", resolutionHr: 0.01, readings };
    const verify = verifyComputation({ lab });
    expect(await compute(verify, { ...input, scale: "HRC" })).toMatchObject({ passed: true, limitHr: 0.4 });
    await expect(compute(verify, { ...input, scale: "HRBW" })).rejects.toThrow("noReference");
  });
});

describe("when a verification fails", () => {
  const suspects = () => listSuspicions(desk.base).map(({ batch, serial }) => `${batch} ${serial}`);
  /** Records carry the millisecond they were written in: what follows is later. */
  const later = () => new Promise((resolve) => setTimeout(resolve, 2));

  it("every block judged since the last good one is suspect, and none before it", async () => {
    const [early, late] = [desk.batch(), desk.batch()];
    desk.judged(early, "E-1");
    await later();
    await record(late, GOOD);
    await later();
    desk.judged(early, "E-2", "rejected");
    desk.judged(late, "L-1");
    desk.judged(late, "L-2", "incomplete");
    desk.judged(late, "L-3", "passed", "HRBW");
    await record(late, BAD);
    expect(suspects()).toEqual([`${early} E-2`, `${late} L-1`]);
  });

  it("and none was ever good, every block of the scale is suspect", async () => {
    const batch = desk.batch();
    desk.judged(batch, "E-1");
    await record(batch, BAD);
    expect(listSuspicions(desk.base)).toMatchObject([
      { batch, serial: "E-1", attempt: 1, day: "2026-03-04", scale: "HRC", verifiedIn: batch },
    ]);
  });

  it("on another scale, nothing is", async () => {
    const batch = desk.batch();
    desk.judged(batch, "E-1");
    await record(batch, BAD, "HRBW");
    expect(suspects()).toEqual([]);
  });

  it("because the reference block could not be indented, it is no verification and nothing is suspect", async () => {
    const batch = desk.batch();
    desk.judged(batch, "E-1");
    await record(batch, null);
    expect(listVerifications(desk.base, batch)).toEqual([]);
    expect(suspects()).toEqual([]);
  });
});
