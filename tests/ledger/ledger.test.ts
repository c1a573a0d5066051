import { afterEach, describe, expect, it } from "vitest";
import { queueBatch } from "../../controller/infobase/index.ts";
import {
  ForeignJobError,
  JOB_POINTS,
  LedgerBehindError,
  ReplayMismatchError,
  UnknownQuestionError,
} from "../../controller/ledger/index.ts";
import type { ActionRequest } from "../../workflows/index.ts";
import { type Desk, desk } from "./open-ledger.ts";
import { type FakeDevice, fakeDevice } from "./shell-link.ts";

const indent: ActionRequest = { kind: "action", device: "tester", command: "indent", text: "HRC" };
const move: ActionRequest = { kind: "action", device: "arm", command: "move", text: "tester" };

let open: Desk | undefined;
afterEach(() => {
  open?.remove();
  open = undefined;
});

function lab(): { tester: FakeDevice; arm: FakeDevice; desk: Desk } {
  const tester = fakeDevice("tester", "rockwellTester");
  const arm = fakeDevice("arm", "arm");
  open = desk({ tester, arm });
  return { tester, arm, desk: open };
}

describe("a job", () => {
  it("is done once, and its outcome is remembered for ever", async () => {
    const { tester, desk } = lab();
    const ledger = desk.start();
    ledger.started();
    const outcome = await ledger.perform("a#1", indent);
    expect(outcome).toEqual({ ok: true, value: { numbers: { hardness: 61.05 }, text: "HRC" } });
    expect(await ledger.perform("a#1", indent)).toEqual(outcome);
    expect(await desk.start().perform("a#1", indent)).toEqual(outcome);
    expect(tester.effects).toHaveLength(1);
  });

  it("asked for twice at the same time is one job", async () => {
    const { tester, desk } = lab();
    const ledger = desk.start();
    ledger.started();
    await Promise.all([ledger.perform("a#1", indent), ledger.perform("a#1", indent)]);
    expect(tester.effects).toHaveLength(1);
  });

  it.each(JOB_POINTS)("is done exactly once when the controller is killed at %s", async (point) => {
    const { tester, desk } = lab();
    const killed = desk.start({
      observe(at) {
        if (at === point) throw new Error("killed");
      },
    });
    killed.started();
    await killed.perform("a#1", indent).catch(() => undefined);
    const ledger = desk.start();
    ledger.started();
    expect(await ledger.perform("a#1", indent)).toMatchObject({ ok: true });
    expect(tester.effects).toHaveLength(1);
  });

  it.each(["frame", "answer"] as const)("is done exactly once when the link loses the %s", async (lose) => {
    const { tester, desk } = lab();
    const ledger = desk.start();
    ledger.started();
    tester.lose = lose;
    expect(await ledger.perform("a#1", indent)).toMatchObject({ ok: true });
    expect(tester.effects).toHaveLength(1);
  });

  it("that cannot be repeated is in doubt when the device was powered down", async () => {
    const { tester, desk } = lab();
    const killed = desk.start({
      observe(at) {
        if (at === "sent") throw new Error("killed");
      },
    });
    killed.started();
    await killed.perform("a#1", indent).catch(() => undefined);
    tester.shell.restart();
    const ledger = desk.start();
    ledger.started();
    expect(await ledger.perform("a#1", indent)).toMatchObject({ ok: false, fault: "inDoubt" });
    expect(await ledger.perform("a#2", indent)).toMatchObject({ ok: true });
  });

  it("that can be repeated is sent again under the new boot", async () => {
    const { arm, desk } = lab();
    const killed = desk.start({
      observe(at) {
        if (at === "sent") throw new Error("killed");
      },
    });
    killed.started();
    await killed.perform("m#1", move).catch(() => undefined);
    arm.shell.restart();
    const ledger = desk.start();
    ledger.started();
    expect(await ledger.perform("m#1", move)).toMatchObject({ ok: true });
  });

  it("relying on a position is not sent when the arm was powered down since", async () => {
    const { arm, tester, desk } = lab();
    const ledger = desk.start();
    ledger.started();
    await ledger.perform("m#1", move);
    arm.shell.restart();
    const request: ActionRequest = { ...indent, positionedBy: "m#1" };
    expect(await ledger.perform("a#1", request)).toMatchObject({ ok: false, fault: "positionLost" });
    expect(tester.effects).toEqual([]);
  });

  it("with a value that is no number fails without being repeated", async () => {
    const { tester, desk } = lab();
    tester.hardness = Number.NaN;
    const ledger = desk.start();
    ledger.started();
    expect(await ledger.perform("a#1", indent)).toMatchObject({ ok: false, fault: "badResult" });
    expect(tester.effects).toHaveLength(1);
  });

  it("outside the device's limits is never sent", async () => {
    const { arm, desk } = lab();
    const ledger = desk.start();
    ledger.started();
    const shift: ActionRequest = {
      kind: "action",
      device: "arm",
      command: "shift",
      params: { xMm: 500, yMm: 0 },
    };
    expect(await ledger.perform("s#1", shift)).toMatchObject({ ok: false, fault: "outOfLimits" });
    expect(arm.effects).toEqual([]);
  });

  it("that does not end by its deadline is aborted; what cannot be repeated is in doubt", async () => {
    const { tester, desk } = lab();
    tester.stuck = true;
    Object.assign(tester.device, { deadlineFloorS: 0.05 });
    const ledger = desk.start();
    ledger.started();
    expect(await ledger.perform("a#1", indent)).toMatchObject({ ok: false, fault: "inDoubt" });
  });

  it("keeps its number going past the end of the range", async () => {
    const { tester, desk } = lab();
    desk.base.prepare("INSERT INTO device_counter VALUES ('tester', 4294967294)").run();
    const ledger = desk.start();
    ledger.started();
    for (const key of ["a#1", "a#2", "a#3"])
      expect(await ledger.perform(key, indent)).toMatchObject({ ok: true });
    expect(tester.shell.status().jobNumber).toBe(2);
  });
});

describe("what stops a line", () => {
  it("is a device that knows a newer job than the ledger: a backup was restored", async () => {
    const { tester, desk } = lab();
    const ledger = desk.start();
    ledger.started();
    await ledger.perform("a#1", indent);
    desk.base.exec("DROP TRIGGER keep_job; DELETE FROM job; DELETE FROM device_counter");
    const older = desk.start();
    older.started();
    await expect(older.perform("a#1", indent)).rejects.toThrow(LedgerBehindError);
    expect(tester.effects).toHaveLength(1);
  });

  it("is another controller's unfinished job on the device", async () => {
    const { tester, desk } = lab();
    tester.stuck = true;
    const { bootId } = tester.shell.status();
    tester.shell.submit({ controllerId: 4711, jobNumber: 1, bootId, command: 2, params: [], text: "HRC" });
    const ledger = desk.start();
    ledger.started();
    await expect(ledger.perform("a#1", indent)).rejects.toThrow(ForeignJobError);
  });

  it("is a key that comes back with another request", async () => {
    const { desk } = lab();
    const ledger = desk.start();
    ledger.started();
    await ledger.perform("a#1", indent);
    await expect(ledger.perform("a#1", { ...indent, text: "HRA" })).rejects.toThrow(ReplayMismatchError);
  });
});

describe("nothing new", () => {
  it("is sent before the replay has come to rest", async () => {
    const { tester, desk } = lab();
    const ledger = desk.start();
    const job = ledger.perform("a#1", indent);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(tester.effects).toEqual([]);
    ledger.started();
    await job;
    expect(tester.effects).toHaveLength(1);
  });
});

describe("leaving the lab", () => {
  it("lets the job in hand end and begins nothing new", async () => {
    const { tester, desk } = lab();
    const ledger = desk.start();
    ledger.started();
    const inHand = ledger.perform("a#1", indent);
    await new Promise((resolve) => setImmediate(resolve));
    while (tester.shell.status().jobState === "idle") await new Promise((resolve) => setImmediate(resolve));
    const drained = ledger.drain(5_000);
    const late = ledger.perform("a#2", indent);
    expect(await drained).toBe(true);
    expect(await inHand).toMatchObject({ ok: true });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(tester.effects).toHaveLength(1);
    await ledger.close();
    await expect(late).rejects.toThrow(/closing/);
  });

  it("does not wait for ever for a device that does not end its job", async () => {
    const { tester, desk } = lab();
    tester.stuck = true;
    const ledger = desk.start();
    ledger.started();
    ledger.perform("a#1", indent).catch(() => undefined);
    while (tester.shell.status().jobState === "idle") await new Promise((resolve) => setImmediate(resolve));
    expect(await ledger.drain(30)).toBe(false);
    await ledger.close();
  });
});

describe("a hold", () => {
  it("gives a device to one at a time and survives a restart", async () => {
    const { desk } = lab();
    const ledger = desk.start();
    ledger.started();
    await ledger.perform("one/hold", { kind: "hold", device: "agv" });
    const restarted = desk.start();
    restarted.started();
    const granted: string[] = [];
    const second = restarted
      .perform("two/hold", { kind: "hold", device: "agv" })
      .then(() => granted.push("two"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(granted).toEqual([]);
    await restarted.perform("one/hold/over", { kind: "release", hold: "one/hold" });
    await second;
    expect(granted).toEqual(["two"]);
  });
});

describe("a question", () => {
  const question = {
    kind: "decision",
    question: "Is it there?",
    choices: [{ choice: "yes", consequence: "goes on" }],
  } as const;

  it("waits across restarts and is answered once, by name", async () => {
    const { desk } = lab();
    const killed = desk.start();
    killed.started();
    killed.perform("q", question).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const ledger = desk.start();
    ledger.started();
    const answered = ledger.perform("q", question);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(() => ledger.answer("q", "no", "Li")).toThrow(UnknownQuestionError);
    ledger.answer("q", "yes", "Li");
    expect(await answered).toEqual({ ok: true, value: { choice: "yes", by: "Li" } });
    expect(() => ledger.answer("q", "yes", "Li")).toThrow(UnknownQuestionError);
  });
});

describe("the next batch", () => {
  it("is the oldest queued one of the line, and is given once", async () => {
    const { desk } = lab();
    const ledger = desk.start();
    ledger.started();
    const taken = ledger.perform("line/rockwell/turn/1", { kind: "takeBatch", line: "rockwell" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    queueBatch(desk.base, { line: "rockwell", order: { blocks: [] }, workflowVersion: 1 });
    ledger.wake();
    expect(await taken).toEqual({ ok: true, value: { batch: "B-0001", order: { blocks: [] } } });
  });
});
