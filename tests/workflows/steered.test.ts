import { describe, expect, it } from "vitest";
import type { Outcome, TrayOrder } from "../../workflows/index.ts";
import { trayMachine } from "../../workflows/tray.ts";
import { blockOrder, failed, LINE, ok, runToEnd, type Script, scriptedLedger } from "./scripted-ledger.ts";

const ORDER: TrayOrder = {
  order: "O-1",
  item: "block",
  tray: "T-1",
  line: "rockwell",
  blocks: [blockOrder(1), blockOrder(2)],
};
const KEY = "batch/B-0001";
const FIRST = `${KEY}/block/2007-101`;
const SECOND = `${KEY}/block/2007-102`;
const stopped: Outcome = failed("stopped");
const stop = ok({ admit: "stop", reason: "fire drill" });

async function run(script: Script, order: TrayOrder = ORDER) {
  const ledger = scriptedLedger(script);
  const output = await runToEnd(trayMachine, { perform: ledger.perform, batch: "B-0001", line: LINE, order });
  const finish = ledger.asked.find(({ key }) => key === `${KEY}/finish`)?.request;
  return { ledger, output, finish: finish?.kind === "computation" ? finish.input : undefined };
}

describe("a stopped batch", () => {
  it("brings the block in hand home as incomplete, and says where the tray is", async () => {
    const { ledger, output, finish } = await run({
      [`${FIRST}/indent/3#1/shift`]: stopped,
      [`${SECOND}/admit`]: stop,
    });
    expect(output).toMatchObject({ state: "stopped", blocks: [{ outcome: "incomplete", place: "slot:1" }] });
    expect(finish).toMatchObject({ state: "stopped", trayAt: "rockwell" });
    expect(ledger.asked.find(({ key }) => key === `${FIRST}/place#1`)?.request).toMatchObject({
      cleanUp: true,
      text: "slot:1",
    });
    expect(ledger.keysOf("pick")).toHaveLength(1);
  });

  it("leaves the tray where it is when the AGV had not taken it yet", async () => {
    const { output, finish } = await run({ [`${KEY}/bring-in/load#1`]: stopped });
    expect(output).toEqual({ state: "stopped", blocks: [] });
    expect(finish).toMatchObject({ trayAt: "unchecked" });
  });

  it("brings a tray that is on the AGV to its station first", async () => {
    const { ledger, finish } = await run({
      [`${FIRST}/admit`]: stop,
    });
    expect(ledger.asked.find(({ key }) => key === `${KEY}/bring-in/unload#1`)?.request).toMatchObject({
      cleanUp: true,
    });
    expect(finish).toMatchObject({ state: "stopped", trayAt: "rockwell" });
  });

  it("looks what became of an indentation in doubt before it ends", async () => {
    const { ledger, output } = await run({
      [`${FIRST}/indent/3#1`]: failed("inDoubt"),
      [`${FIRST}/indent/3#1/look#1/compare`]: ok({ findings: ["absent"] }),
      [`${FIRST}/indent/3#1/return#1`]: stopped,
      [`${SECOND}/admit`]: stop,
    });
    expect(output.blocks).toMatchObject([{ outcome: "incomplete" }]);
    expect(ledger.asked.find(({ key }) => key === `${FIRST}/indent/3#1/look/move#1`)?.request).toMatchObject({
      cleanUp: true,
    });
    expect(ledger.keysOf("indent")).not.toContain(`${FIRST}/indent/3#2`);
  });

  it("records a dent that could not be settled as unknown, not as absent", async () => {
    const { ledger } = await run({
      [`${FIRST}/indent/3#1`]: failed("inDoubt"),
      [`${FIRST}/indent/3#1/look#1/compare`]: ok({ findings: ["unsure"] }),
      [`${FIRST}/indent/3#1/ask`]: stopped,
      [`${SECOND}/admit`]: stop,
    });
    expect(ledger.asked.find(({ key }) => key === `${FIRST}/record`)?.request).toMatchObject({
      input: { indentations: expect.arrayContaining([expect.objectContaining({ made: "unknown" })]) },
    });
  });

  it("ends a question that nobody answered", async () => {
    const { output } = await run({
      [`${FIRST}/measure#1`]: failed("manual"),
      [`${FIRST}/measure#1/ask`]: stopped,
      [`${SECOND}/admit`]: stop,
    });
    expect(output).toMatchObject({ state: "stopped", blocks: [{ outcome: "incomplete", place: "slot:1" }] });
  });

  it("keeps what was not engraved for whoever takes it up", async () => {
    const { finish } = await run({ [`${KEY}/marking/slot/2/engrave#1`]: stopped });
    expect(finish).toMatchObject({
      state: "stopped",
      trayAt: "marking",
      engravingsLeft: [{ slot: 2, engraving: "61.0 HRC" }],
    });
  });
});

describe("a batch that goes on with a stopped one", () => {
  it("does not bring in a tray that stands at the line, and fills the next reject slot", async () => {
    const { ledger, output } = await run(
      { [`${FIRST}/judge`]: ok({ passed: false, decisive: "too far apart" }) },
      { ...ORDER, continues: { batch: "B-0000", trayAt: "rockwell", nextReject: 2, engravings: [] } },
    );
    expect(ledger.asked.some(({ key }) => key.startsWith(`${KEY}/bring-in`))).toBe(false);
    expect(output.blocks.map(({ place }) => place)).toEqual(["reject:2", "slot:2"]);
  });

  it("engraves what the stopped one left", async () => {
    const { ledger } = await run(
      {},
      {
        ...ORDER,
        blocks: [],
        continues: {
          batch: "B-0000",
          trayAt: "marking",
          nextReject: 1,
          engravings: [{ slot: 5, engraving: "60.1 HRC" }],
        },
      },
    );
    expect(ledger.keysOf("engrave")).toEqual([`${KEY}/marking/slot/5/engrave#1`]);
    expect(ledger.keysOf("pick")).toEqual([]);
  });
});

describe("a block that is skipped", () => {
  it("before its turn stays in its slot, on record with the reason", async () => {
    const { ledger, output } = await run({ [`${FIRST}/admit`]: ok({ admit: "skip", reason: "rusty" }) });
    expect(output.blocks[0]).toMatchObject({ outcome: "skipped", place: "slot:1", reason: "rusty" });
    expect(ledger.keysOf("pick")).toEqual([`${SECOND}/pick#1`]);
  });

  it("while it is in hand goes home incomplete, and the next one follows", async () => {
    const { output } = await run({ [`${FIRST}/indent/2#1`]: failed("skipped") });
    expect(output.blocks.map(({ outcome }) => outcome)).toEqual(["incomplete", "passed"]);
    expect(output.state).toBe("finished");
  });
});

describe("a block that is repeated", () => {
  it("is picked from where its first attempt left it; both attempts are on record, the last one counts", async () => {
    const { ledger, output } = await run({
      [`${FIRST}/judge`]: ok({ passed: false, decisive: "too far apart" }),
      [`${KEY}/repeat/1`]: ok({ serial: "2007-101" }),
    });
    expect(output.blocks.map(({ serial, attempt, outcome }) => [serial, attempt, outcome])).toEqual([
      ["2007-101", 1, "rejected"],
      ["2007-102", 1, "passed"],
      ["2007-101", 2, "passed"],
    ]);
    expect(ledger.asked.find(({ key }) => key === `${FIRST}@2/pick#1`)?.request).toMatchObject({
      text: "reject:1",
    });
    expect(ledger.keysOf("engrave")).toHaveLength(2);
  });
});

describe("what each fault leads to", () => {
  it("a block of another size is rejected without a dent", async () => {
    const { ledger, output } = await run({
      [`${FIRST}/check-size`]: ok({
        mismatch: "not the announced block: diameter 50.00 mm instead of 64.00 mm",
      }),
    });
    expect(output.blocks[0]).toMatchObject({ outcome: "rejected", place: "reject:1" });
    expect(ledger.keysOf("indent").some((key) => key.startsWith(FIRST))).toBe(false);
  });

  it("an empty slot is left out", async () => {
    const { output } = await run({ [`${FIRST}/pick#1`]: failed("placeEmpty") });
    expect(output.blocks.map(({ outcome }) => outcome)).toEqual(["skipped", "passed"]);
  });

  it("a reading that cannot be the block's is replaced, and both stay on record", async () => {
    const { ledger, output } = await run({
      [`${FIRST}/screen/1`]: ok({ setAside: [{ key: `${FIRST}/indent/4#1`, reason: "90 is far off" }] }),
    });
    expect(output.blocks[0]?.outcome).toBe("passed");
    expect(ledger.keysOf("indent").filter((key) => key.startsWith(FIRST))).toHaveLength(7);
    expect(ledger.asked.find(({ key }) => key === `${FIRST}/record`)?.request).toMatchObject({
      input: {
        indentations: expect.arrayContaining([
          expect.objectContaining({ key: `${FIRST}/indent/4#1`, setAside: "90 is far off" }),
        ]),
      },
    });
  });

  it("a missed grip brings the arm to its station anew before the next attempt", async () => {
    const { ledger } = await run({ [`${FIRST}/pick#1`]: failed("gripMissed") });
    const keys = ledger.asked.map(({ key }) => key);
    expect(keys.indexOf(`${FIRST}/pick#1/rehome`)).toBe(keys.indexOf(`${FIRST}/pick#2`) - 1);
  });

  it("after an emergency stop a person resets, and the arm is brought to its station before it moves on", async () => {
    const { ledger } = await run({
      [`${FIRST}/pick#1`]: failed("emergencyStop"),
      [`${FIRST}/pick#1/ask`]: ok({ choice: "again", by: "night shift" }),
    });
    const keys = ledger.asked.map(({ key }) => key);
    expect(keys.indexOf(`${FIRST}/pick#1/rehome`)).toBeGreaterThan(keys.indexOf(`${FIRST}/pick#1/ask`));
    expect(keys).toContain(`${FIRST}/pick#2`);
  });

  it("a picture that shows nothing is taken with another exposure", async () => {
    const { ledger } = await run({ [`${FIRST}/look#1/look`]: failed("unreadable") });
    const exposures = ledger.asked.flatMap(({ key, request }) =>
      key.startsWith(FIRST) && request.kind === "action" && request.command === "expose"
        ? [request.params?.exposureMs]
        : [],
    );
    expect(exposures).toEqual([20, 10]);
  });
});
