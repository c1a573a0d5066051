import { describe, expect, it } from "vitest";
import { blockMachine } from "../../workflows/block.ts";
import type { Outcome } from "../../workflows/index.ts";
import { blockOrder, failed, LINE, ok, runToEnd, type Script, scriptedLedger } from "./scripted-ledger.ts";

const KEY = "batch/B-0001/block/2007-101";

async function journey(script: Script = {}, nextReject = 1) {
  const ledger = scriptedLedger(script);
  const output = await runToEnd(blockMachine, {
    perform: ledger.perform,
    key: KEY,
    batch: "B-0001",
    line: LINE,
    block: { ...blockOrder(7), serial: "2007-101" },
    nextReject,
    attempt: 1,
    role: "block",
    from: "slot:7",
    home: "slot:7",
    leftOut: "",
  });
  return { ledger, output };
}

const indents = (ledger: ReturnType<typeof scriptedLedger>) => ledger.keysOf("indent");
const inDoubt: Outcome = failed("inDoubt");
const finding = (found: string): Outcome => ok({ findings: [found], reasons: [""] });

describe("a block's journey", () => {
  it("takes a good block from its slot and back, with one preliminary and five counted indentations", async () => {
    const { ledger, output } = await journey();
    expect(output).toMatchObject({
      outcome: "passed",
      place: "slot:7",
      engraving: "61.0 HRC",
    });
    expect(indents(ledger)).toHaveLength(6);
    expect(ledger.keysOf("place")).toEqual([`${KEY}/place#1`]);
    const judged = ledger.asked.find(({ key }) => key === `${KEY}/judge`);
    expect(judged?.request).toMatchObject({
      input: { readings: [61.05, 61.1, 61.05, 61.0, 61.1] },
    });
  });

  it("puts a block that fails its limit into the next reject slot, with the decisive comparison as reason", async () => {
    const { ledger, output } = await journey({
      [`${KEY}/judge`]: ok({ passed: false, decisive: "uniformity 0.9 > 0.4" }),
    });
    expect(output).toMatchObject({
      outcome: "rejected",
      place: "reject:1",
      reason: "uniformity 0.9 > 0.4",
    });
    expect(ledger.asked.find(({ key }) => key === `${KEY}/place#1`)?.request).toMatchObject({
      text: "reject:1",
    });
  });

  it("rejects a block without room unindented, and says why", async () => {
    const { ledger, output } = await journey({
      [`${KEY}/look#1/look`]: ok({
        sha256: "",
        dentDiameterMm: 0.5,
        whyNot: "4 of 5 positions fit",
        plan: null,
      }),
    });
    expect(output).toMatchObject({
      outcome: "rejected",
      reason: "4 of 5 positions fit",
    });
    expect(indents(ledger)).toEqual([]);
  });

  it("makes the indentation again at the same place when a look shows that none is there", async () => {
    const { ledger, output } = await journey({
      [`${KEY}/indent/3#1`]: inDoubt,
      [`${KEY}/indent/3#1/look#1/compare`]: finding("absent"),
    });
    expect(output.outcome).toBe("passed");
    expect(indents(ledger)).toContain(`${KEY}/indent/3#2`);
    expect(indents(ledger)).toHaveLength(7);
    const shifts = ledger.asked.filter(({ key }) => /indent\/3#\d\/shift$/.test(key));
    expect(shifts.map(({ request }) => request.kind === "action" && request.params)).toEqual([
      { xMm: 5, yMm: 0 },
      { xMm: 5, yMm: 0 },
    ]);
  });

  it("never indents again where a look shows a dent; a spare position gives the missing value", async () => {
    const { ledger, output } = await journey({
      [`${KEY}/indent/3#1`]: inDoubt,
      [`${KEY}/indent/3#1/look#1/compare`]: finding("present"),
    });
    expect(output.outcome).toBe("passed");
    expect(indents(ledger)).not.toContain(`${KEY}/indent/3#2`);
    expect(indents(ledger)).toContain(`${KEY}/indent/7#1`);
    const recorded = ledger.asked.find(({ key }) => key === `${KEY}/record`)?.request;
    expect(recorded).toMatchObject({
      input: {
        indentations: expect.arrayContaining([expect.objectContaining({ readingHr: null, made: "yes" })]),
      },
    });
  });

  it("asks when the look cannot tell, and follows the answer", async () => {
    const { ledger } = await journey({
      [`${KEY}/indent/3#1`]: inDoubt,
      [`${KEY}/indent/3#1/look#1/compare`]: finding("unsure"),
      [`${KEY}/indent/3#1/ask`]: ok({ choice: "made", by: "night shift" }),
    });
    expect(indents(ledger)).not.toContain(`${KEY}/indent/3#2`);
    expect(indents(ledger)).toContain(`${KEY}/indent/7#1`);
  });

  it("rejects the block when a value is lost and no spare position is left", async () => {
    const { output } = await journey({
      [`${KEY}/indent/3#1`]: failed("badResult"),
      [`${KEY}/indent/4#1`]: failed("badResult"),
    });
    expect(output).toMatchObject({
      outcome: "rejected",
      reason: expect.stringContaining("no room"),
    });
  });

  it("positions anew when the arm was powered down between shift and indentation", async () => {
    const { ledger, output } = await journey({
      [`${KEY}/indent/2#1`]: failed("positionLost"),
    });
    expect(output.outcome).toBe("passed");
    const keys = ledger.asked.map(({ key }) => key);
    expect(keys.indexOf(`${KEY}/indent/2#1/return#1`)).toBeLessThan(keys.indexOf(`${KEY}/indent/2#2/shift`));
    expect(ledger.asked.find(({ key }) => key === `${KEY}/indent/2#2/shift`)?.request).toMatchObject({
      positionedBy: `${KEY}/indent/2#1/return#1`,
    });
  });

  it("takes the picture again when it got lost on the way", async () => {
    const { ledger, output } = await journey({
      [`${KEY}/look#1/look`]: failed("imageGone"),
    });
    expect(output.outcome).toBe("passed");
    expect(ledger.keysOf("expose")).toEqual([`${KEY}/look#1/expose#1`, `${KEY}/look#2/expose#1`]);
  });

  it.each([
    { gripper: true, slot: false, again: false },
    { gripper: false, slot: true, again: true },
  ])("settles a forgotten pick by gripper and slot: %o", async ({ gripper, slot, again }) => {
    const slots = Array.from({ length: 33 }, (_, index) => index === 6 && slot);
    const { ledger } = await journey({
      [`${KEY}/pick#1`]: inDoubt,
      [`${KEY}/pick#1/look`]: ok({
        gripper,
        station: "tray",
        slots,
        rejectSlots: [],
      }),
    });
    expect(ledger.keysOf("pick")).toHaveLength(again ? 2 : 1);
  });

  it("asks for room when the reject area is full instead of putting the block anywhere", async () => {
    const { ledger, output } = await journey(
      { [`${KEY}/judge`]: ok({ passed: false, decisive: "too far apart" }) },
      LINE.rejectSlots + 1,
    );
    expect(ledger.asked.some(({ key }) => key === `${KEY}/reject-room/ask`)).toBe(true);
    expect(output.place).toBe("reject:1");
  });

  it("asks for the same keys in the same order every time: replay depends on it", async () => {
    const script: Script = {
      [`${KEY}/indent/3#1`]: inDoubt,
      [`${KEY}/indent/3#1/look#1/compare`]: finding("absent"),
    };
    const first = await journey(script);
    const second = await journey(script);
    expect(second.ledger.asked).toEqual(first.ledger.asked);
  });
});
