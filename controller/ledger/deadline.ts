/** How long a job takes and may take, and waiting for its end no longer than that. */
import { commandSpec, type DeviceLink, type DeviceStatus, type LabDevice } from "../../devices/index.ts";
import { LedgerClosedError } from "./errors.ts";

/** A job may take so many times its nominal duration. */
const PATIENCE = 3;
/** A job on hold past its deadline is looked at this often, and gets this long when it goes on. */
const HELD_LOOK_MS = 15_000;

/** Nominal duration of a command by the lab file, ms of real time. */
export function nominalMs(device: LabDevice, command: string, speed: number): number {
  const { time } = commandSpec(device.kind, command);
  return ((device.timesS[time] ?? 0) * 1000) / speed;
}

/** Longest duration of a command, ms of real time: never less than the lab file's floor, however high the speed. */
export function longestMs(device: LabDevice, command: string, speed: number): number {
  return Math.max(PATIENCE * nominalMs(device, command, speed), device.deadlineFloorS * 1000);
}

/**
 * The status asked for, or undefined when `limitMs` have passed and the device answers but is not there yet. A device that cannot
 * be reached is waited for, and time on hold does not count. Throws a LedgerClosedError when `closing` aborts.
 */
export async function watchUntil(
  link: DeviceLink,
  until: (status: DeviceStatus) => boolean,
  expectedMs: number,
  limitMs: number,
  closing: AbortSignal,
): Promise<DeviceStatus | undefined> {
  const timeUp = AbortSignal.timeout(Math.max(1, Math.ceil(limitMs)));
  try {
    return await link.watch(until, expectedMs, AbortSignal.any([closing, timeUp]));
  } catch (error) {
    if (closing.aborted) throw new LedgerClosedError();
    if (!timeUp.aborted) throw error;
  }
  const status = await link.read(closing);
  if (until(status)) return status;
  return status.held ? watchUntil(link, until, expectedMs, HELD_LOOK_MS, closing) : undefined;
}
