import { describe, expect, it } from "vitest";
import { createActor } from "xstate";
import { type JobRequest, labMachine, type TrayOrder } from "../../workflows/index.ts";
import { trayMachine } from "../../workflows/tray.ts";
import { blockOrder, LINE, ok, runToEnd, type Script, scriptedLedger } from "./scripted-ledger.ts";

const order = (...blocks: TrayOrder["blocks"]): TrayOrder => ({
  order: "O-1",
  item: "block",
  tray: "T-1",
  line: "rockwell",
  blocks,
});
const KEY = "batch/B-0001";

async function run(trayOrder: TrayOrder, script: Script = {}) {
  const ledger = scriptedLedger(script);
  const done = await runToEnd(trayMachine, {
    perform: ledger.perform,
    batch: "B-0001",
    line: LINE,
    order: trayOrder,
  });
  return { ledger, done };
}

const texts = (requests: readonly JobRequest[], command: string) =>
  requests.flatMap((request) =>
    request.kind === "action" && request.command === command ? [request.text] : [],
  );

describe("a tray's way through the lab", () => {
  it("comes in, is worked block by block, goes to the marking station and on to the inspected area", async () => {
    const { ledger, done } = await run(order(blockOrder(1), blockOrder(2)));
    expect(done.blocks.map(({ place }) => place)).toEqual(["slot:1", "slot:2"]);
    expect(
      texts(
        ledger.asked.map(({ request }) => request),
        "go",
      ),
    ).toEqual(["unchecked", "rockwell", "rockwell", "marking", "marking", "inspected"]);
    expect(ledger.asked.at(-1)).toMatchObject({ key: `${KEY}/finish` });
  });

  it("fills the reject slots in the order of failure, and engraves only what passed", async () => {
    const fail = ok({ passed: false, decisive: "uniformity too large" });
    const { ledger, done } = await run(order(blockOrder(1), blockOrder(2), blockOrder(3)), {
      [`${KEY}/block/2007-101/judge`]: fail,
      [`${KEY}/block/2007-103/judge`]: fail,
    });
    expect(done.blocks.map(({ place }) => place)).toEqual(["reject:1", "slot:2", "reject:2"]);
    expect(ledger.keysOf("engrave")).toEqual([`${KEY}/marking/slot/2/engrave#1`]);
  });

  it("sets the tester up when the scale changes, and only then", async () => {
    const { ledger } = await run(order(blockOrder(1), blockOrder(2), blockOrder(3, "HRA")));
    expect(ledger.keysOf("setup")).toEqual([
      `${KEY}/block/2007-101/setup#1`,
      `${KEY}/block/2007-103/setup#1`,
    ]);
  });

  it("holds the AGV for each way and lets it go again", async () => {
    const { ledger } = await run(order(blockOrder(1)));
    const holds = ledger.asked.filter(({ request }) => request.kind === "hold").map(({ key }) => key);
    const releases = ledger.asked.flatMap(({ request }) =>
      request.kind === "release" ? [request.hold] : [],
    );
    expect(releases.toSorted()).toEqual(holds.toSorted());
    expect(holds).toHaveLength(4);
  });

  it("asks when an engraving reads back otherwise, and never engraves over it", async () => {
    const { ledger } = await run(order(blockOrder(1)), {
      [`${KEY}/marking/slot/1/read-back#1`]: ok({
        numbers: {},
        text: "something else",
      }),
    });
    expect(ledger.asked.some(({ key }) => key === `${KEY}/marking/slot/1/ask`)).toBe(true);
    expect(ledger.keysOf("engrave")).toHaveLength(1);
  });
});

describe("the lab", () => {
  it("stops the one line whose ledger reports a bug, says why, and lets the other work on", async () => {
    const stops: [string, unknown][] = [];
    const asked: string[] = [];
    const actor = createActor(labMachine(["rockwell", "brinell"]), {
      input: {
        perform(key, request) {
          asked.push(key);
          if (request.kind === "takeBatch" && request.line === "rockwell")
            return Promise.reject(new Error("the ledger is older than the devices"));
          return new Promise(() => undefined);
        },
        lines: ["rockwell", "brinell"].map((line) => ({
          line: { ...LINE, line },
          firstTurn: 1,
        })),
        onStopped: (line, error) => stops.push([line, error]),
      },
    });
    actor.start();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stops).toEqual([["rockwell", new Error("the ledger is older than the devices")]]);
    expect(asked).toContain("line/brinell/turn/1");
    expect(actor.getSnapshot().value).toEqual({
      rockwell: "stopped",
      brinell: "working",
    });
  });

  it("stops with the reason of a bug deep inside a block's journey", async () => {
    const ledger = scriptedLedger({
      "line/rockwell/turn/1": ok({ batch: "B-0001", order: order(blockOrder(1)) }),
      [`${KEY}/block/2007-101/indent/3#1`]: () => {
        throw new Error("job recorded otherwise");
      },
    });
    const stopped = await new Promise<[string, unknown]>((resolve) => {
      createActor(labMachine(["rockwell"]), {
        input: {
          perform: ledger.perform,
          lines: [{ line: LINE, firstTurn: 1 }],
          onStopped: (...stop) => resolve(stop),
        },
      }).start();
    });
    expect(stopped).toEqual(["rockwell", new Error("job recorded otherwise")]);
  });
});
