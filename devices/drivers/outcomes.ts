/** What a device says back, under its names: results, sensors, readings, faults. */
import {
  COMMON_FAULTS,
  commandSpec,
  DEVICE_KINDS,
  type DeviceKind,
  type DeviceStatus,
} from "../wire/index.ts";
import type { DeviceSensors, SensorLab } from "./driver.ts";
import { DRIVERS } from "./drivers.ts";

export interface JobResult {
  /** By the names in the command table. */
  readonly numbers: Record<string, number>;
  readonly text: string;
}

/** A device reported success with a result that cannot be one. */
export class ResultError extends Error {
  override readonly name = "ResultError";
}

/** The result on show as `command`'s. Throws a ResultError when a number of it is NaN or infinite. */
export function decodeResult(kind: DeviceKind, command: string, status: DeviceStatus): JobResult {
  const numbers: Record<string, number> = {};
  commandSpec(kind, command).results.forEach((name, index) => {
    const value = status.result[index] ?? Number.NaN;
    if (!Number.isFinite(value))
      throw new ResultError(
        `${kind} ${command} (job ${status.jobNumber}) gave ${name} = ${value}; look at the device's sensor and its log`,
      );
    numbers[name] = shortestDecimal(value);
  });
  return { numbers, text: status.resultText };
}

/** The decimal number that a float32 was meant to be: 61.3, not 61.29999923706055. */
function shortestDecimal(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === Math.fround(value)) return candidate;
  }
  return value;
}

/** What the kind's sensors say. `lab` gives the tray's size and the AGV's stations. */
export function readSensors<K extends DeviceKind>(
  kind: K,
  status: DeviceStatus,
  lab: SensorLab,
): DeviceSensors[K] {
  return DRIVERS[kind].readSensors(status.sensors, lab);
}

/** Live readings by name; NaN where a device has none at the moment. */
export function readReadings(kind: DeviceKind, status: DeviceStatus): Record<string, number> {
  return Object.fromEntries(
    DEVICE_KINDS[kind].readings.map((name, index) => [
      name,
      shortestDecimal(status.readings[index] ?? Number.NaN),
    ]),
  );
}

/** Name of a fault code of a kind, `none` for 0, `fault<code>` for a code the contract does not know. */
export function faultName(kind: DeviceKind, code: number): string {
  if (code === 0) return "none";
  for (const faults of [DEVICE_KINDS[kind].faults, COMMON_FAULTS])
    for (const [name, known] of Object.entries(faults)) if (known === code) return name;
  return `fault${code}`;
}
