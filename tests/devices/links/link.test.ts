/** The wire contract over real sockets, the same rules for both transports. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type DeviceStatus,
  decodeResult,
  encodeJob,
  isFinished,
  type JobFrame,
  ResultError,
} from "../../../devices/index.ts";
import {
  type Certificates,
  CONTROLLER_ID,
  makeCertificates,
  type ServedTester,
  serveTester,
  type Transport,
} from "../served-device.ts";

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates();
});
afterAll(() => certificates.remove());

describe.each<Transport>(["modbus", "opcua"])("over %s", (transport) => {
  let tester: ServedTester;
  beforeAll(async () => {
    tester = await serveTester(transport, certificates);
  });
  afterAll(() => tester.close());
  afterEach(() => {
    tester.behave = async (job) => ({ numbers: { hardness: 61.3 }, text: job.text });
    tester.shell.freezeHeartbeat(false);
    tester.shell.restart();
    tester.log.length = 0;
  });

  const indentFrame = async (jobNumber: number, changes: Partial<JobFrame> = {}): Promise<JobFrame> => {
    const { bootId } = await tester.link.read();
    const request = encodeJob(tester.device, "rockwellTester", { command: "indent", text: "HRC" });
    return { controllerId: CONTROLLER_ID, jobNumber, bootId, ...request, ...changes };
  };
  const ended = (jobNumber: number) => (status: DeviceStatus) =>
    status.jobNumber === jobNumber && isFinished(status.jobState);
  const started = () => tester.log.filter((entry) => entry.event === "started").length;
  /** Makes `behave` wait until the returned function is called. */
  const holdJob = () => {
    const gate = Promise.withResolvers<void>();
    tester.behave = async (job) => {
      await gate.promise;
      return { numbers: { hardness: 61.3 }, text: job.text };
    };
    return gate.resolve;
  };

  it("does a job once and shows its result until the next", async () => {
    const frame = await indentFrame(1);
    expect(await tester.link.submit(frame)).toEqual({ kind: "accepted" });
    const status = await tester.link.watch(ended(1), 0);
    expect(status.jobState).toBe("succeeded");
    expect(decodeResult("rockwellTester", "indent", status)).toEqual({
      numbers: { hardness: 61.3 },
      text: "HRC",
    });
    await pause(300);
    expect((await tester.link.read()).jobState).toBe("succeeded");
    expect(started()).toBe(1);
  });

  it("takes the same number twice as one job", async () => {
    const frame = await indentFrame(5);
    await tester.link.submit(frame);
    await tester.link.watch(ended(5), 0);
    expect(await tester.link.submit(frame)).toEqual({ kind: "accepted" });
    expect(started()).toBe(1);
  });

  it("refuses the same number with other content", async () => {
    await tester.link.submit(await indentFrame(5));
    const other = await indentFrame(5, { text: "HRBW" });
    expect(await tester.link.submit(other)).toEqual({ kind: "refused", reason: "sameNumberOtherContent" });
    expect(started()).toBe(1);
  });

  it("refuses a job meant for another boot", async () => {
    const frame = await indentFrame(1);
    tester.shell.restart();
    expect(await tester.link.submit(frame)).toEqual({ kind: "refused", reason: "otherBoot" });
    expect(started()).toBe(0);
  });

  it("refuses an older number, and accepts across the wrap-around", async () => {
    await tester.link.submit(await indentFrame(0xffffffff));
    await tester.link.watch(ended(0xffffffff), 0);
    expect(await tester.link.submit(await indentFrame(0xfffffffe))).toEqual({
      kind: "refused",
      reason: "olderNumber",
    });
    expect(await tester.link.submit(await indentFrame(1))).toEqual({ kind: "accepted" });
    await tester.link.watch(ended(1), 0);
    expect(started()).toBe(2);
  });

  it("refuses a second job while one is in hand, and takes it afterwards under the same number", async () => {
    const finish = holdJob();
    await tester.link.submit(await indentFrame(1));
    const second = await indentFrame(2);
    expect(await tester.link.submit(second)).toEqual({ kind: "refused", reason: "busy" });
    expect(await tester.link.submit(second)).toEqual({ kind: "refused", reason: "busy" });
    finish();
    await tester.link.watch(ended(1), 0);
    expect(await tester.link.submit(second)).toEqual({ kind: "accepted" });
  });

  it("refuses another controller until the job in hand is over or reset", async () => {
    tester.behave = (job) =>
      new Promise((_, reject) => job.signal.addEventListener("abort", () => reject(job.signal.reason)));
    await tester.link.submit(await indentFrame(1));
    const foreign = await indentFrame(7, { controllerId: 12 });
    expect(await tester.link.submit(foreign)).toEqual({ kind: "refused", reason: "otherController" });
    expect((await tester.link.read()).controllerId).toBe(CONTROLLER_ID);
    const reset = { controllerId: 0, jobNumber: 0, control: "reset" } as const;
    expect(await tester.link.control(reset)).toEqual({ kind: "accepted" });
    const status = await tester.link.watch(ended(1), 0);
    expect(status).toMatchObject({ jobState: "aborted", faultCode: 7 });
    expect(await tester.link.submit(foreign)).toEqual({ kind: "accepted" });
  });

  it("aborts the job named and no other", async () => {
    tester.behave = (job) =>
      new Promise((_, reject) => job.signal.addEventListener("abort", () => reject(job.signal.reason)));
    await tester.link.submit(await indentFrame(3));
    const abort = { controllerId: CONTROLLER_ID, control: "abort" } as const;
    expect(await tester.link.control({ ...abort, jobNumber: 2 })).toEqual({
      kind: "refused",
      reason: "noSuchJob",
    });
    expect(await tester.link.control({ ...abort, jobNumber: 3 })).toEqual({ kind: "accepted" });
    expect((await tester.link.watch(ended(3), 0)).jobState).toBe("aborted");
  });

  it("shows a hold and its end", async () => {
    tester.behave = async (job) => {
      await pause(100);
      await job.unlessHeld();
      return { numbers: { hardness: 61.3 }, text: job.text };
    };
    await tester.link.submit(await indentFrame(3));
    const named = { controllerId: CONTROLLER_ID, jobNumber: 3 };
    await tester.link.control({ ...named, control: "hold" });
    expect((await tester.link.read()).held).toBe(true);
    await pause(200);
    expect((await tester.link.read()).jobState).toBe("running");
    await tester.link.control({ ...named, control: "resume" });
    expect(await tester.link.watch(ended(3), 0)).toMatchObject({ held: false, jobState: "succeeded" });
  });

  it("forgets everything at power-up", async () => {
    await tester.link.submit(await indentFrame(9));
    const before = await tester.link.watch(ended(9), 0);
    tester.shell.restart();
    const after = await tester.link.read();
    expect(after.bootId).not.toBe(before.bootId);
    expect(after).toMatchObject({
      controllerId: 0,
      jobNumber: 0,
      command: 0,
      jobState: "idle",
      resultText: "",
    });
    expect(await tester.link.submit(await indentFrame(1))).toEqual({ kind: "accepted" });
  });

  it("says not-a-number is no result", async () => {
    tester.behave = async () => ({ numbers: { hardness: Number.NaN } });
    await tester.link.submit(await indentFrame(1));
    const status = await tester.link.watch(ended(1), 0);
    expect(status.jobState).toBe("succeeded");
    expect(() => decodeResult("rockwellTester", "indent", status)).toThrow(ResultError);
  });

  it("fails an accepted job under a fault code when the mode is not auto", async () => {
    tester.shell.setMode("manual");
    expect(await tester.link.submit(await indentFrame(1))).toEqual({ kind: "accepted" });
    expect(await tester.link.watch(ended(1), 0)).toMatchObject({ jobState: "failed", faultCode: 3 });
    tester.shell.setMode("auto");
    expect(started()).toBe(0);
  });

  it("tells its listeners of changes", async () => {
    const seen: string[] = [];
    const stop = tester.link.onChange((link) => seen.push(link.latest?.jobState ?? "none"));
    await tester.link.submit(await indentFrame(1));
    await tester.link.watch(ended(1), 0);
    stop();
    expect(seen).toContain("succeeded");
    expect(tester.link.roundTripMs()).toBeGreaterThan(0);
    expect(tester.link.heartbeatAgeMs()).toBeLessThan(1000);
  });

  it("calls a device with a standing heartbeat stale, and live again when it beats", async () => {
    await tester.link.read();
    tester.shell.freezeHeartbeat(true);
    while (tester.link.state === "connected") await pause(20);
    expect(tester.link.state).toBe("stale");
    let answered = false;
    const reading = tester.link.read().then(() => {
      answered = true;
    });
    await pause(300);
    expect(answered).toBe(false);
    tester.shell.freezeHeartbeat(false);
    await reading;
    expect(tester.link.state).toBe("connected");
  });

  it("heals after its connection was cut, and after its server was gone for a while", async () => {
    await tester.link.read();
    tester.dropConnections();
    await tester.link.read();
    await tester.stopServing();
    while (tester.link.state === "connected") await pause(20);
    const waiting = tester.link.read();
    const submitting = tester.link.submit(await Promise.resolve(frameFor(tester.shell.status().bootId)));
    await pause(500);
    await tester.serveAgain();
    expect((await waiting).bootId).toBe(tester.shell.status().bootId);
    expect(await submitting).toEqual({ kind: "accepted" });
  });

  const frameFor = (bootId: number): JobFrame => ({
    controllerId: CONTROLLER_ID,
    jobNumber: 77,
    bootId,
    ...encodeJob(tester.device, "rockwellTester", { command: "indent", text: "HRC" }),
  });

  it("lets a waiting read be called off, and rejects what waits when it is closed", async () => {
    const link = tester.anotherLink();
    const abort = new AbortController();
    const never = link.watch(() => false, 0, abort.signal);
    abort.abort(new Error("enough"));
    await expect(never).rejects.toThrow("enough");
    const waiting = link.watch(() => false, 0);
    const rejected = expect(waiting).rejects.toThrow("closed");
    await link.close();
    await rejected;
    await expect(link.read()).rejects.toThrow("closed");
  });
});
