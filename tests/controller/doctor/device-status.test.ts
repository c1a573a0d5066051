import { expect, test } from "vitest";
import { identityProblem, statusProblems } from "../../../controller/doctor/device-status.ts";
import { DEVICE_KIND_NAMES, type DeviceStatus, readLabFile } from "../../../devices/index.ts";
import { idleStatus } from "./status-of.ts";

const lab = readLabFile("calibration-data/labs/default.yaml");
const problems = (changes: Partial<DeviceStatus>) =>
  statusProblems("environment", idleStatus("environment", changes), lab).map(({ problem }) => problem);

test("a device of any kind after power-up has no problem", () => {
  for (const kind of DEVICE_KIND_NAMES) expect(statusProblems(kind, idleStatus(kind), lab)).toEqual([]);
});

test("a device with a job on show has no problem either", () => {
  expect(problems({ controllerId: 9, jobNumber: 4, command: 1, jobState: "failed", faultCode: 6 })).toEqual(
    [],
  );
});

test("another contract or another kind is said before anything else", () => {
  expect(identityProblem("arm", idleStatus("arm", { contractVersion: 2 }))).toContain("version 2");
  expect(problems({ kindCode: 99, mode: "manual" })).toEqual([
    "it shows kind 99 (unknown), the lab file says environment (7)",
  ]);
});

test("words read from wrong addresses or in wrong order show as what cannot be", () => {
  for (const [changes, shown] of [
    [{ bootId: 0 }, "boot 0"],
    [{ jobNumber: 65_536 }, "job 65536 in state idle"],
    [{ readings: [1.4e-41, 45, 0, 0], jobState: "running" as const }, "job 0 in state running"],
    [{ readings: [Number.NaN, 45, 0, 0] }, "temperatureC = NaN"],
    [{ readings: [-1.2e30, 45, 0, 0] }, "temperatureC"],
    [{ controllerId: 9, jobNumber: 4, command: 256, jobState: "succeeded" as const }, "command 256"],
    [{ faultCode: 3 }, "fault 3"],
  ] as const)
    expect(problems(changes)).toEqual([expect.stringContaining(shown)]);
});

test("a device that asks for maintenance works and is no problem; one that reports failure is", () => {
  expect(problems({ health: "maintenance" })).toEqual([]);
  expect(problems({ health: "failure" })).toHaveLength(1);
});
