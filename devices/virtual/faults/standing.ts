/** What each lasting fault does to its device while it stands, as a table. */

import type { DeviceMode } from "../../wire/index.ts";
import {
  AREA_SENSORS,
  COMMON_FAULTS,
  DEVICE_KINDS,
  type DeviceKind,
  parsePlace,
  presenceBit,
  setPresenceBit,
} from "../../wire/index.ts";
import { Forbidden } from "../world/index.ts";
import type { LastingFaultName } from "./kinds.ts";

/** One standing fault's hold on a device. */
export interface Condition {
  readonly mode?: Exclude<DeviceMode, "auto">;
  /** The fault a job of `command` begins with, if it may not run; with `breaksOff`, the one in hand too. */
  readonly forbids?: (command: string) => Forbidden | undefined;
  readonly breaksOff?: boolean;
  readonly sensors?: (words: number[]) => number[];
  readonly heartbeatFrozen?: boolean;
  readonly link?: "cut" | "stopped" | { readonly delayMs: number };
}

const guardFault = (kind: DeviceKind): number =>
  kind === "rockwellTester" ? DEVICE_KINDS.rockwellTester.faults.guardOpen : COMMON_FAULTS.interlock;

function withWord(words: readonly number[], index: number, value: number): number[] {
  const changed = [...words];
  changed[index] = value;
  return changed;
}

/** The arm's sensor words with one presence turned round. */
function turnedRound(words: readonly number[], sensor: string): number[] {
  const { sensors } = DEVICE_KINDS.arm;
  const place = parsePlace(sensor);
  if (place === undefined) return withWord(words, sensors.gripper, words[sensors.gripper] === 0 ? 1 : 0);
  const changed = [...words];
  const first = sensors[AREA_SENSORS[place.area]];
  setPresenceBit(changed, first, place.number, !presenceBit(words, first, place.number));
  return changed;
}

export const CONDITIONS: Readonly<
  Record<LastingFaultName, (kind: DeviceKind, value: number | string | undefined) => Condition>
> = {
  linkDropped: () => ({ link: "cut" }),
  linkHalfOpen: () => ({ link: "stopped" }),
  lateAnswer: (_kind, value) => ({ link: { delayMs: Number(value) } }),
  heartbeatFrozen: () => ({ heartbeatFrozen: true }),
  emergencyStop: () => ({
    mode: "emergencyStop",
    forbids: () => new Forbidden(COMMON_FAULTS.emergencyStop, "the emergency stop is pressed"),
    breaksOff: true,
  }),
  manualMode: () => ({
    mode: "manual",
    forbids: () => new Forbidden(COMMON_FAULTS.notInAuto, "the device is in mode manual"),
    breaksOff: true,
  }),
  guardOpen: (kind) => ({
    forbids: () => new Forbidden(guardFault(kind), "the guard door is open"),
    breaksOff: true,
    ...(kind === "rockwellTester"
      ? { sensors: (words: number[]) => withWord(words, DEVICE_KINDS.rockwellTester.sensors.guardClosed, 0) }
      : {}),
  }),
  markerEmpty: () => ({
    forbids: (command) =>
      command === "engrave"
        ? new Forbidden(DEVICE_KINDS.marker.faults.empty, "nothing is left to engrave with")
        : undefined,
    sensors: (words) => withWord(words, DEVICE_KINDS.marker.sensors.supply, 0),
  }),
  wrongPlaceSensor: (_kind, value) => ({ sensors: (words) => turnedRound(words, String(value)) }),
};
