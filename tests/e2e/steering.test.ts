import { afterEach, describe, expect, it } from "vitest";
import type { SteeringCommand } from "../../controller/infobase/index.ts";
import { listSteering } from "../../controller/infobase/index.ts";
import { readTruth } from "../../controller/lab/virtual-lab.ts";
import { type LabUnderTest, labUnderTest } from "./lab-under-test.ts";

const [FIRST, SECOND] = ["2007-101", "2007-102"];

let lab: LabUnderTest | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

/** Gives an order once, when the first job whose key ends so reaches the point. */
function orderAt(ending: string, command: SteeringCommand, extra: { serial?: string } = {}) {
  let given = false;
  return (point: string, key: string, _request: unknown, under: LabUnderTest) => {
    if (given || point !== "sent" || !key.endsWith(ending)) return;
    given = true;
    under.running.steering.order({ command, batch: under.batch, reason: "fire drill", by: "test", ...extra });
  };
}

const dents = (under: LabUnderTest) =>
  readTruth(under.dataDir).dents.filter(({ madeBy }) => madeBy !== "old").length;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("pause", () => {
  it("lets the indentation in hand end, moves nothing more, survives a restart, and resumes where it was", async () => {
    lab = await labUnderTest({ observe: orderAt("/indent/3#1", "pause") });
    const under = lab;
    await lab.until("the pause", () =>
      under.running.steering.stateOf(under.batch).flow === "paused" ? true : undefined,
    );
    await pause(500);
    const before = dents(lab);
    expect(before).toBe(3);
    await pause(500);
    expect(dents(lab)).toBe(before);
    await lab.restart();
    await pause(500);
    expect(dents(lab)).toBe(before);
    lab.running.steering.order({ command: "resume", batch: lab.batch, by: "test" });
    expect(await lab.ended()).toEqual({ state: "finished", blocks: { [FIRST]: "passed" } });
    expect(lab.untruths()).toEqual({});
    expect(listSteering(lab.running.base, lab.batch).map(({ command }) => command)).toEqual([
      "pause",
      "resume",
    ]);
  });
});

describe("hold", () => {
  it("stops a device that can hold at once, and resume lets it go on to the same end", async () => {
    lab = await labUnderTest({ speed: 100, observe: orderAt("/bring-in/reach#1", "hold") });
    const under = lab;
    await lab.until("the hold", () => (under.running.links.agv?.latest?.held === true ? true : undefined));
    lab.running.steering.order({ command: "resume", batch: lab.batch, by: "test" });
    expect(await lab.ended()).toMatchObject({ state: "finished" });
    expect(lab.untruths()).toEqual({});
  });
});

describe("stop", () => {
  it.each([
    "/bring-in/reach#1",
    "/bring-in/load#1",
    "/pick#1",
    "/indent/2#1",
    "/place#1",
    "/to-marking/load#1",
  ])("at %s ends with every block in a place on record, and the rest can be taken up", async (ending) => {
    lab = await labUnderTest({ blocks: 2, observe: orderAt(ending, "stop") });
    const stopped = await lab.ended();
    expect(stopped.state).toBe("stopped");
    expect(lab.untruths()).toEqual({});
    const next = lab.running.steering.takeUp(lab.batch);
    expect((await lab.ended(next)).state).toBe("finished");
    expect(lab.untruths()).toEqual({});
    const truth = readTruth(lab.dataDir);
    const engraved = truth.blocks.filter(({ engravings }) => engravings.length > 0).map(({ id }) => id);
    expect(engraved).toEqual([FIRST, SECOND]);
  });

  it("is not accepted without a reason, nor for a batch that has ended", async () => {
    lab = await labUnderTest();
    const { steering } = lab.running;
    const { batch } = lab;
    expect(() => steering.order({ command: "stop", batch, by: "test" })).toThrow(/needs a reason/);
    await lab.ended();
    expect(() => steering.order({ command: "stop", batch, reason: "late", by: "test" })).toThrow(/too late/);
  });
});

describe("skip and repeat", () => {
  it("a block skipped before its turn stays in its slot", async () => {
    lab = await labUnderTest({
      blocks: 2,
      observe: orderAt("/bring-in/reach#1", "skip", { serial: SECOND }),
    });
    expect(await lab.ended()).toEqual({
      state: "finished",
      blocks: { [FIRST]: "passed", [SECOND]: "skipped" },
    });
    expect(lab.untruths()).toEqual({});
  });

  it("a block skipped in hand goes home incomplete, and the tray goes on", async () => {
    lab = await labUnderTest({
      blocks: 2,
      observe: orderAt(`${FIRST}/indent/2#1`, "skip", { serial: FIRST }),
    });
    expect(await lab.ended()).toEqual({
      state: "finished",
      blocks: { [FIRST]: "incomplete", [SECOND]: "passed" },
    });
    expect(lab.untruths()).toEqual({});
  });

  it("a repeated block gets five new dents among the old ones; both attempts are on record", async () => {
    lab = await labUnderTest({
      blocks: 2,
      observe: orderAt(`${SECOND}/pick#1`, "repeat", { serial: FIRST }),
    });
    expect(await lab.ended()).toMatchObject({ state: "finished" });
    expect(lab.untruths()).toEqual({});
    const onFirst = readTruth(lab.dataDir).dents.filter(
      ({ block, madeBy }) => block === FIRST && madeBy !== "old",
    );
    expect(onFirst).toHaveLength(12);
  });
});
