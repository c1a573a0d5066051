import { describe, expect, it } from "vitest";
import { carryMachine } from "../../workflows/carry.ts";
import { type IndentationInput, indentationMachine } from "../../workflows/indentation.ts";
import type { Perform } from "../../workflows/perform.ts";
import { seeingMachine } from "../../workflows/seeing.ts";
import { blockGripped } from "../../workflows/sensing.ts";
import { stepMachine } from "../../workflows/step.ts";
import { failed, LINE, ok, runToEnd, type Script, scriptedLedger } from "./scripted-ledger.ts";

const stopped = failed("stopped");

const INDENTATION = (perform: Perform): IndentationInput => ({
  perform,
  key: "k",
  line: LINE,
  serial: "2007-101",
  scale: "HRC",
  purpose: "counted",
  position: { xMm: 1, yMm: 2 },
  block: null,
  dentDiameterMm: 0.5,
  before: "",
  atTester: "t",
});

describe("a step", () => {
  it.each([
    ["measure", ["again"]],
    ["move", ["again", "done"]],
  ])("that failed at %s offers %j: nobody can say a result in a device's place", async (command, offered) => {
    const ledger = scriptedLedger({ "k#1": failed("emergencyStop") });
    await runToEnd(stepMachine, {
      perform: ledger.perform,
      key: "k",
      request: { kind: "action", device: "device", command },
    });
    const question = ledger.asked.find(({ key }) => key === "k#1/ask")?.request;
    expect(question?.kind === "decision" ? question.choices.map(({ choice }) => choice) : []).toEqual(
      offered,
    );
  });

  it("that the device refused is told once more before anyone is asked", async () => {
    const ledger = scriptedLedger({ "k#1": failed("refused") });
    const request = { kind: "action", device: "device", command: "move" } as const;
    const output = await runToEnd(stepMachine, { perform: ledger.perform, key: "k", request });
    expect(output).toMatchObject({ key: "k#2", outcome: { ok: true } });
  });
});

describe("a motion that the device did not end in time", () => {
  const timeOut = failed("timeOut");
  const pick = (ledger: ReturnType<typeof scriptedLedger>) =>
    runToEnd(stepMachine, {
      perform: ledger.perform,
      key: "k",
      request: { kind: "action", device: "arm", command: "pick", text: "slot:1" },
      doubt: blockGripped("arm", "slot:1"),
      givingUp: "left out",
    });
  const sensed = (gripper: boolean, there: boolean) => ok({ gripper, slots: [there], rejectSlots: [] });

  it("is sent once more when that does no harm, then asked about", async () => {
    const ledger = scriptedLedger({ "k#1": timeOut, "k#2": timeOut });
    const request = { kind: "action", device: "agv", command: "go" } as const;
    await runToEnd(stepMachine, { perform: ledger.perform, key: "k", request });
    expect(ledger.asked.map(({ key }) => key)).toEqual(["k#1", "k#2", "k#2/ask", "k#3"]);
  });

  it("is looked at when it cannot be taken back: done, it is not done again", async () => {
    const ledger = scriptedLedger({ "k#1": timeOut, "k#1/look": sensed(true, false) });
    expect(await pick(ledger)).toMatchObject({ key: "k#1", outcome: { ok: true } });
    expect(ledger.keysOf("pick")).toEqual(["k#1"]);
  });

  it("and not done, is done again; after two looks a person is asked", async () => {
    const notDone = sensed(false, true);
    const ledger = scriptedLedger({
      "k#1": timeOut,
      "k#2": timeOut,
      "k#3": timeOut,
      "k#1/look": notDone,
      "k#2/look": notDone,
    });
    await pick(ledger);
    expect(ledger.asked.map(({ key }) => key)).toEqual([
      "k#1",
      "k#1/look",
      "k#2",
      "k#2/look",
      "k#3",
      "k#3/ask",
      "k#4",
    ]);
  });

  it("and stopped before it was settled, stays in doubt on record", async () => {
    const ledger = scriptedLedger({ "k#1": timeOut, "k#1/look": sensed(true, true), "k#1/ask": stopped });
    expect(await pick(ledger)).toMatchObject({ outcome: timeOut });
  });
});

describe("an indentation that the tester did not end in time", () => {
  it("is looked at: the dent that is there is kept without a value and not made again", async () => {
    const ledger = scriptedLedger({
      "k#1": failed("timeOut"),
      "k#1/look#1/compare": ok({ findings: ["present"] }),
    });
    const output = await runToEnd(indentationMachine, INDENTATION(ledger.perform));
    expect(output).toMatchObject({ made: "yes", readingHr: null });
    expect(ledger.keysOf("indent")).toEqual(["k#1"]);
  });
});

describe("a look that settles a dent", () => {
  const unreadable = failed("unreadable");
  const script: Script = Object.fromEntries([1, 2, 3, 4].map((n) => [`k#${n}/compare`, unreadable]));

  it("ends unsettled after four exposures and leaves the question to whoever wants to know", async () => {
    const ledger = scriptedLedger(script);
    const outcome = await runToEnd(seeingMachine, {
      perform: ledger.perform,
      key: "k",
      camera: "camera",
      exposureMs: 20,
      computation: "compare",
      cleanUp: true,
      question: {},
    });
    expect(outcome).toEqual(unreadable);
    expect(ledger.keysOf("expose")).toHaveLength(4);
    expect(ledger.asked.some(({ request }) => request.kind === "decision")).toBe(false);
  });
});

describe("an indentation that is ended while a person is asked", () => {
  const ended = async (fault: string) => {
    const ledger = scriptedLedger({ "k#1": failed(fault), "k#1/ask": stopped });
    return runToEnd(indentationMachine, INDENTATION(ledger.perform));
  };

  it.each(["emergencyStop", "guardOpen", "notInAuto", "internal"])(
    "is on record as unknown after %s: the tester may have reached full force",
    async (fault) => {
      expect(await ended(fault)).toMatchObject({ made: "unknown", ended: true });
    },
  );

  it("is on record as not made when the tester never began", async () => {
    expect(await ended("stopped")).toMatchObject({ made: "no", ended: true });
  });
});

describe("a tray that a stopped batch left on the AGV", () => {
  it("is brought to its station without being loaded again", async () => {
    const ledger = scriptedLedger();
    const output = await runToEnd(carryMachine, {
      perform: ledger.perform,
      key: "k",
      agv: "agv",
      tray: "T-1",
      from: "agv",
      to: "rockwell",
    });
    expect(output).toEqual({ trayAt: "rockwell", arrived: true });
    expect(ledger.keysOf("load")).toEqual([]);
    expect(ledger.keysOf("unload")).toEqual(["k/unload#1"]);
  });
});
