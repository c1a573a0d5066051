/** A status as a device shows it after power-up. */
import { DEVICE_KINDS, type DeviceKind, type DeviceStatus } from "../../../devices/index.ts";

export function idleStatus(kind: DeviceKind, changes: Partial<DeviceStatus> = {}): DeviceStatus {
  return {
    contractVersion: 1,
    kindCode: DEVICE_KINDS[kind].code,
    bootId: 77,
    controllerId: 0,
    jobNumber: 0,
    command: 0,
    jobState: "idle",
    held: false,
    faultCode: 0,
    faultText: "",
    result: Array.from({ length: 8 }, () => 0),
    resultText: "",
    refusal: { controllerId: 0, jobNumber: 0, reason: "none" },
    heartbeat: 3,
    mode: "auto",
    health: "normal",
    sensors: Array.from({ length: 8 }, () => 0),
    readings: [22.5, 45, 0, 0],
    ...changes,
  };
}
