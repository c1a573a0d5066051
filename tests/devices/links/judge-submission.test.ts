/** What a Modbus controller concludes from the statuses after its write, also for a PLC that judges a little later. */
import { describe, expect, it } from "vitest";
import type { DeviceStatus, JobFrame, Refusal } from "../../../devices/index.ts";
import { judgeControl, judgeJob } from "../../../devices/links/judge-submission.ts";

const frame: JobFrame = { controllerId: 5, jobNumber: 8, bootId: 3, command: 1, params: [], text: "" };
const NONE: Refusal = { controllerId: 0, jobNumber: 0, reason: "none" };
const BUSY: Refusal = { controllerId: 5, jobNumber: 8, reason: "busy" };
const GARBLED: Refusal = { controllerId: 0, jobNumber: 0, reason: "checksum" };

function status(changes: Partial<DeviceStatus>): DeviceStatus {
  return {
    contractVersion: 1,
    kindCode: 5,
    bootId: 3,
    controllerId: 5,
    jobNumber: 7,
    command: 1,
    jobState: "succeeded",
    held: false,
    faultCode: 0,
    faultText: "",
    result: [],
    resultText: "",
    refusal: NONE,
    heartbeat: 0,
    mode: "auto",
    health: "normal",
    sensors: [],
    readings: [],
    ...changes,
  };
}

/** Answers with each status in turn, the last one for ever. */
function reads(...statuses: DeviceStatus[]): () => Promise<DeviceStatus> {
  let index = 0;
  return async () => statuses[Math.min(index++, statuses.length - 1)] ?? status({});
}

describe("the verdict on a job frame", () => {
  it("is accepted when the echo is the job's", async () => {
    expect(await judgeJob(frame, status({}), reads(status({ jobNumber: 8 })))).toEqual({ kind: "accepted" });
  });

  it("waits for a device that judges a little later", async () => {
    const late = reads(status({}), status({}), status({ jobNumber: 8 }));
    expect(await judgeJob(frame, status({}), late)).toEqual({ kind: "accepted" });
  });

  it("is the refusal that shows the job's name, also with the same job on show", async () => {
    expect(await judgeJob(frame, status({}), reads(status({ refusal: BUSY })))).toEqual({
      kind: "refused",
      reason: "busy",
    });
    const other: Refusal = { ...BUSY, reason: "sameNumberOtherContent" };
    expect(
      await judgeJob(frame, status({ jobNumber: 8 }), reads(status({ jobNumber: 8, refusal: other }))),
    ).toEqual({ kind: "refused", reason: "sameNumberOtherContent" });
  });

  it("does not take an old refusal for a new one", async () => {
    const before = status({ refusal: BUSY });
    const after = reads(before, status({ jobNumber: 8 }));
    expect(await judgeJob(frame, before, after)).toEqual({ kind: "accepted" });
    expect(await judgeJob(frame, before, reads(before))).toEqual({ kind: "refused", reason: "busy" });
  });

  it("takes a nameless checksum refusal for its own", async () => {
    expect(await judgeJob(frame, status({}), reads(status({ refusal: GARBLED })))).toEqual({
      kind: "refused",
      reason: "checksum",
    });
  });

  it("is unknown when the device shows nothing of it, or has another boot", async () => {
    expect((await judgeJob(frame, status({}), reads(status({})))).kind).toBe("unknown");
    const rebooted = status({ bootId: 4, jobNumber: 8 });
    expect((await judgeJob(frame, status({}), reads(rebooted))).kind).toBe("unknown");
  });
});

describe("the verdict on a control frame", () => {
  const abort = { controllerId: 5, jobNumber: 8, control: "abort" } as const;

  it("is accepted unless a refusal of it shows", async () => {
    expect(await judgeControl(abort, status({}), reads(status({})))).toEqual({ kind: "accepted" });
    const refusal: Refusal = { controllerId: 5, jobNumber: 8, reason: "noSuchJob" };
    expect(await judgeControl(abort, status({}), reads(status({ refusal })))).toEqual({
      kind: "refused",
      reason: "noSuchJob",
    });
  });

  it("is not another controller's refusal", async () => {
    const refusal: Refusal = { controllerId: 6, jobNumber: 8, reason: "noSuchJob" };
    expect(await judgeControl(abort, status({}), reads(status({ refusal })))).toEqual({ kind: "accepted" });
  });
});
