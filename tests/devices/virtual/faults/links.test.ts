import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { type ServedLab, servedLab } from "./served-lab.ts";

let lab: ServedLab;
afterEach(() => lab.close());

const stage = "rockwell-stage";
const link = () => lab.controller.link(stage);

async function until(what: () => boolean): Promise<void> {
  while (!what()) await sleep(5);
}

describe("linkDropped", () => {
  it("closes the connections; the controller is back at once", async () => {
    lab = await servedLab();
    const before = await link().read();
    await lab.fault(stage, "linkDropped");
    await until(() => link().state === "connecting");
    const after = await link().read();
    expect(after.bootId).toBe(before.bootId);
  });

  it("for so many seconds, closes every new one too", async () => {
    lab = await servedLab();
    await link().read();
    const begun = performance.now();
    await lab.fault(stage, "linkDropped", { seconds: 0.6 });
    await until(() => link().state === "connecting");
    await link().read();
    expect(performance.now() - begun).toBeGreaterThan(590);
    expect(await lab.states()).toEqual(["linkDropped over"]);
  });
});

describe("linkHalfOpen", () => {
  it("leaves a sent job without an answer; it is judged when the device reads again", async () => {
    lab = await servedLab();
    await lab.controller.well("environment", "read");
    await lab.fault("environment", "linkHalfOpen", { seconds: 1.5 });
    const environment = lab.controller.link("environment");
    const { bootId } = environment.latest ?? { bootId: 0 };
    const answer = await environment.submit({
      ...{ controllerId: 4711, jobNumber: 2, bootId, command: 1, params: [], text: "" },
    });
    expect(answer).toMatchObject({ kind: "unknown" });
    const after = await environment.watch(({ jobNumber }) => jobNumber === 2, 0);
    expect(after.bootId).toBe(bootId);
  });
});

describe("heartbeatFrozen", () => {
  it("makes the link stale although the device answers, until the heart beats again", async () => {
    lab = await servedLab();
    await link().read();
    await lab.fault(stage, "heartbeatFrozen", { seconds: 30 });
    await until(() => link().state === "stale");
    await lab.clear();
    await link().read();
    expect(link().state).toBe("connected");
  });
});

describe("lateAnswer", () => {
  it("delays answers; within a second the controller only grows slower", async () => {
    lab = await servedLab();
    await link().read();
    await lab.fault(stage, "lateAnswer", { value: 150, seconds: 30 });
    await link().read();
    const begun = performance.now();
    await link().read();
    expect(performance.now() - begun).toBeGreaterThan(140);
    expect(link().state).toBe("connected");
  });

  it("later than that, the answer to a frame is unknown, and the job was accepted", async () => {
    lab = await servedLab();
    await lab.controller.well("environment", "read");
    await lab.fault("environment", "lateAnswer", { value: 1300, command: "read", seconds: 0.5 });
    const { answer, jobNumber } = await lab.controller.offer("environment", "read");
    expect(answer).toMatchObject({ kind: "unknown" });
    expect((await lab.controller.over("environment", jobNumber)).jobState).toBe("succeeded");
  });
});

describe("what a device shows", () => {
  /** Offers a second job; what came of it, and the job numbers shown from then on until its end. */
  async function secondJob(fault: string, polls: number): Promise<{ answer: string; shown: number[] }> {
    lab = await servedLab();
    await lab.controller.well("environment", "read");
    await lab.fault("environment", fault, { value: polls });
    const { answer } = await lab.controller.offer("environment", "read");
    const shown: number[] = [];
    await lab.controller.link("environment").watch(({ jobNumber }) => {
      if (jobNumber !== shown.at(-1)) shown.push(jobNumber);
      return jobNumber === 2;
    }, 0);
    expect(lab.truth().jobs).toHaveLength(2);
    return { answer: answer.kind, shown };
  }

  it("staleStatus: only the job before for some polls; when they are too many, nobody knows what came of the frame", async () => {
    expect(await secondJob("staleStatus", 3)).toEqual({ answer: "accepted", shown: [2] });
    await lab.close();
    expect(await secondJob("staleStatus", 120)).toEqual({ answer: "unknown", shown: [1, 2] });
  });

  it("duplicateAnswer: the new job first, then the one before again for some polls", async () => {
    expect(await secondJob("duplicateAnswer", 3)).toEqual({ answer: "accepted", shown: [1, 2] });
  });

  it("refuses: the frame with a reason; the number stays unused and may be sent again", async () => {
    lab = await servedLab();
    await lab.fault(stage, "refuses", { value: "otherController", command: "measure" });
    const { answer, jobNumber } = await lab.controller.offer(stage, "measure");
    expect(answer).toEqual({ kind: "refused", reason: "otherController" });
    const { bootId } = await link().read();
    const again = await link().submit({
      ...{ controllerId: 4711, jobNumber, bootId, command: 1, params: [], text: "" },
    });
    expect(again).toEqual({ kind: "accepted" });
  });
});
