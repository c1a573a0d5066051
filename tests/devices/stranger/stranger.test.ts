/**
 * A device built from docs/wire-contract.md alone, with another stack (python3-pymodbus), under our driver. Where the two do
 * not agree, the page or the driver is wrong: the tests follow the page's checklist.
 */
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import {
  type DeviceStatus,
  decodeResult,
  isFinished,
  readLabFile,
  readReadings,
  readSensors,
} from "../../../devices/index.ts";
import { CONTROLLER_ID, type Meeting, meetStranger } from "./meeting.ts";

const LONG_S = 60;
const LAB = readLabFile("calibration-data/labs/default.yaml");

let meeting: Meeting;
afterEach(() => meeting.close());

const ended = (jobNumber: number) => (status: DeviceStatus) =>
  status.jobNumber === jobNumber && isFinished(status.jobState);
const named = (jobNumber: number) => ({ controllerId: CONTROLLER_ID, jobNumber });
const refused = (reason: string) => ({ kind: "refused", reason });

describe("a stranger's stage", () => {
  it("does a job once and shows its result until the next", async () => {
    meeting = await meetStranger({ kind: "stage", block: [60, 40, 12.5, 0.3, -0.45] });
    const { link, stranger } = meeting;
    expect(await link.submit(meeting.frame(1))).toEqual({ kind: "accepted" });
    const status = await link.watch(ended(1), 50);
    expect(decodeResult("stage", "measure", status)).toEqual({
      numbers: { lengthMm: 60, widthMm: 40, thicknessMm: 12.5, offsetXMm: 0.3, offsetYMm: -0.45, round: 0 },
      text: "",
    });
    expect(status).toMatchObject({
      contractVersion: 1,
      kindCode: 3,
      command: 1,
      mode: "auto",
      health: "normal",
    });
    await pause(400);
    expect(await link.read()).toMatchObject({ ...named(1), jobState: "succeeded", bootId: stranger.bootId });
    expect(stranger.done).toEqual([1]);
  });

  it("takes a duplicate, at once or after the end, as the same job", async () => {
    meeting = await meetStranger({ kind: "stage", seconds: 0.2 });
    const { link, stranger } = meeting;
    for (let times = 0; times < 3; times++)
      expect(await link.submit(meeting.frame(5))).toEqual({ kind: "accepted" });
    await link.watch(ended(5), 200);
    expect(await link.submit(meeting.frame(5))).toEqual({ kind: "accepted" });
    expect((await link.read()).jobState).toBe("succeeded");
    await pause(400);
    expect(stranger.done).toEqual([5]);
  });

  it("refuses other content, an older number, another boot and a number of zero, and nothing moves", async () => {
    meeting = await meetStranger({ kind: "stage" });
    const { link, stranger } = meeting;
    await link.submit(meeting.frame(5));
    await link.watch(ended(5), 50);
    expect(await link.submit(meeting.frame(5, { text: "x" }))).toEqual(refused("sameNumberOtherContent"));
    expect(await link.submit(meeting.frame(4))).toEqual(refused("olderNumber"));
    expect(await link.submit(meeting.frame(6, { bootId: stranger.bootId - 1 }))).toEqual(
      refused("otherBoot"),
    );
    expect(await link.submit(meeting.frame(0))).toEqual(refused("olderNumber"));
    expect(await link.submit(meeting.frame(6))).toEqual({ kind: "accepted" });
    await link.watch(ended(6), 50);
    expect(stranger.done).toEqual([5, 6]);
  });

  it("is busy with its job, for others too, until it is over or reset", async () => {
    meeting = await meetStranger({ kind: "stage", seconds: LONG_S });
    const { link, stranger } = meeting;
    await link.submit(meeting.frame(1));
    expect(await link.submit(meeting.frame(2))).toEqual(refused("busy"));
    const foreign = meeting.frame(9, { controllerId: 12 });
    expect(await link.submit(foreign)).toEqual(refused("otherController"));
    expect(await link.read()).toMatchObject({ ...named(1), jobState: "running" });
    expect(await link.control({ controllerId: 0, jobNumber: 0, control: "reset" })).toEqual({
      kind: "accepted",
    });
    expect(await link.watch(ended(1), 0)).toMatchObject({ jobState: "aborted", faultCode: 7 });
    expect(await link.submit(foreign)).toEqual({ kind: "accepted" });
    expect(await link.watch((status) => status.jobState === "running", 0)).toMatchObject({
      controllerId: 12,
      jobNumber: 9,
    });
    expect(stranger.done).toEqual([]);
  });

  it("goes on across the wrap-around", async () => {
    meeting = await meetStranger({ kind: "stage" });
    const { link, stranger } = meeting;
    for (const jobNumber of [0xffffffff, 1, 2]) {
      expect(await link.submit(meeting.frame(jobNumber))).toEqual({ kind: "accepted" });
      await link.watch(ended(jobNumber), 50);
      expect(await link.submit(meeting.frame(0xfffffffe))).toEqual(refused("olderNumber"));
    }
    expect(stranger.done).toEqual([0xffffffff, 1, 2]);
  });

  it("aborts, holds and resumes the job named and no other", async () => {
    meeting = await meetStranger({ kind: "stage", seconds: 0.3 });
    const { link, stranger } = meeting;
    await link.submit(meeting.frame(1));
    expect(await link.control({ ...named(2), control: "hold" })).toEqual(refused("noSuchJob"));
    expect(await link.control({ ...named(1), control: "hold" })).toEqual({ kind: "accepted" });
    await pause(600);
    expect(await link.read()).toMatchObject({ jobState: "running", held: true });
    await link.control({ ...named(1), control: "resume" });
    expect(await link.watch(ended(1), 300)).toMatchObject({ jobState: "succeeded", held: false });
    await link.submit(meeting.frame(2));
    expect(await link.control({ ...named(2), control: "abort" })).toEqual({ kind: "accepted" });
    expect((await link.watch(ended(2), 0)).jobState).toBe("aborted");
    expect(await link.control({ ...named(2), control: "abort" })).toEqual(refused("noSuchJob"));
    expect(stranger.done).toEqual([1]);
  });

  it("remembers sixteen controllers a boot and refuses the next", async () => {
    meeting = await meetStranger({ kind: "stage", seconds: 0.01 });
    const { link } = meeting;
    for (let controllerId = 1; controllerId <= 16; controllerId++) {
      const frame = meeting.frame(7, { controllerId });
      expect(await link.submit(frame)).toEqual({ kind: "accepted" });
      await link.watch((status) => status.controllerId === controllerId && isFinished(status.jobState), 10);
    }
    expect(await link.submit(meeting.frame(7, { controllerId: 17 }))).toEqual(refused("controllerTableFull"));
    expect(await link.submit(meeting.frame(7, { controllerId: 3 }))).toEqual(refused("olderNumber"));
  });

  it("fails a job it cannot do, with the fault that says why", async () => {
    meeting = await meetStranger({ kind: "stage" });
    const { link, stranger } = meeting;
    await stranger.tell("empty");
    await link.submit(meeting.frame(1));
    expect(await link.watch(ended(1), 50)).toMatchObject({ jobState: "failed", faultCode: 100 });
    expect(readSensors("stage", await link.read(), LAB)).toEqual({ block: false });
    await stranger.tell("full");
    await stranger.tell("manual");
    await link.submit(meeting.frame(2));
    expect(await link.watch(ended(2), 0)).toMatchObject({ jobState: "failed", faultCode: 3, mode: "manual" });
    await stranger.tell("auto");
    await link.submit(meeting.frame(3, { command: 9 }));
    expect(await link.watch(ended(3), 0)).toMatchObject({ jobState: "failed", faultCode: 1 });
    await link.submit(meeting.frame(4, { text: "HRC" }));
    expect(await link.watch(ended(4), 0)).toMatchObject({ jobState: "failed", faultCode: 2 });
    expect(stranger.done).toEqual([]);
  });

  it("goes on with its job while nobody is connected", async () => {
    meeting = await meetStranger({ kind: "stage", seconds: 0.4 });
    await meeting.link.submit(meeting.frame(1));
    await meeting.link.close();
    while (meeting.stranger.done.length === 0) await pause(20);
    const again = meeting.anotherLink();
    expect(await again.read()).toMatchObject({ ...named(1), jobState: "succeeded" });
    expect(await again.submit(meeting.frame(1))).toEqual({ kind: "accepted" });
    expect(meeting.stranger.done).toEqual([1]);
  });

  it("forgets everything over a power cut in the middle of a job, and the link finds it again", async () => {
    meeting = await meetStranger({ kind: "stage", seconds: LONG_S });
    const { link } = meeting;
    const old = meeting.frame(8);
    await link.submit(old);
    const watching = link.watch((status) => status.bootId !== old.bootId, 0);
    await meeting.powerCycle({ seconds: 0.05 });
    expect(await watching).toMatchObject({
      bootId: meeting.stranger.bootId,
      controllerId: 0,
      jobNumber: 0,
      command: 0,
      jobState: "idle",
      refusal: { reason: "none" },
    });
    expect(await link.submit(old)).toEqual(refused("otherBoot"));
    expect(await link.submit(meeting.frame(1))).toEqual({ kind: "accepted" });
    await link.watch(ended(1), 50);
    expect(meeting.stranger.done).toEqual([1]);
  });

  it("is stale while its job program stands still, though it still answers", async () => {
    meeting = await meetStranger({ kind: "stage" });
    const { link, stranger } = meeting;
    await stranger.tell("freeze");
    while (link.state === "connected") await pause(20);
    expect(link.state).toBe("stale");
    await stranger.tell("beat");
    await link.read();
    expect(link.state).toBe("connected");
  });
});

describe("other kinds of a stranger", () => {
  it("show live readings, and take and give texts and parameters", async () => {
    meeting = await meetStranger({ kind: "environment" });
    expect(readReadings("environment", await meeting.link.read())).toEqual({
      temperatureC: 22.8,
      humidityPercent: 46,
    });
    await meeting.close();
    meeting = await meetStranger({ kind: "marker" });
    const { link, stranger } = meeting;
    const text = "HRC 61.3 ±0.2 硬度块 2007-101";
    await link.submit(meeting.frame(1, { params: [33], text }));
    await link.watch(ended(1), 50);
    await link.submit(meeting.frame(2, { command: 2, params: [33] }));
    const readBack = await link.watch(ended(2), 50);
    expect(decodeResult("marker", "readBack", readBack)).toEqual({ numbers: {}, text });
    await link.submit(meeting.frame(3, { params: [49], text }));
    expect(await link.watch(ended(3), 50)).toMatchObject({ jobState: "failed", faultCode: 2 });
    expect(stranger.done).toEqual([1]);
  });
});
