/** Whether what a device shows can be true of the device the lab file names there. */
import {
  CONTRACT_VERSION,
  commandByCode,
  DEVICE_KIND_NAMES,
  DEVICE_KINDS,
  type DeviceKind,
  type DeviceStatus,
  isUnderWay,
  type Lab,
  readReadings,
  readSensors,
} from "../../devices/index.ts";
import { textOf } from "./finding.ts";

/** What is wrong, and what to do. */
export interface StatusProblem {
  readonly problem: string;
  readonly remedy: string;
}

/** Why this is another device than the lab file says, or speaks another contract; undefined when it is the one. */
export function identityProblem(kind: DeviceKind, status: DeviceStatus): string | undefined {
  const { code } = DEVICE_KINDS[kind];
  if (status.contractVersion !== CONTRACT_VERSION)
    return `it speaks version ${status.contractVersion} of the wire contract, this program ${CONTRACT_VERSION}`;
  if (status.kindCode === code) return undefined;
  const shown = DEVICE_KIND_NAMES.find((name) => DEVICE_KINDS[name].code === status.kindCode);
  return `it shows kind ${status.kindCode} (${shown ?? "unknown"}), the lab file says ${kind} (${code})`;
}

const READING_RANGES: Readonly<Record<string, readonly [min: number, max: number]>> = {
  temperatureC: [-20, 60],
  humidityPercent: [0, 100],
};

/** Everything in a status that a device in order would not show. */
export function statusProblems(kind: DeviceKind, status: DeviceStatus, lab: Lab): StatusProblem[] {
  const identity = identityProblem(kind, status);
  if (identity !== undefined)
    return [
      {
        problem: identity,
        remedy: "compare address, port, map and kind in the lab file with the device",
      },
    ];
  const { mode, health } = status;
  const problems: StatusProblem[] = [];
  if (mode === "emergencyStop")
    problems.push({ problem: "it is in emergency stop", remedy: "release the emergency stop and reset it" });
  if (mode === "manual") problems.push({ problem: "it is in manual mode", remedy: "switch it to automatic" });
  if (health === "failure" || health === "check" || health === "outOfSpecification")
    problems.push({
      problem: `it reports its health as ${health}`,
      remedy: "see its own display or manual for what it misses",
    });
  const implausible = implausibilities(kind, status, lab);
  if (implausible.length > 0)
    problems.push({
      problem: `read through its map it shows ${implausible.join("; ")}`,
      remedy: "compare the map's addresses, word order and float encoding with the device's documents",
    });
  return problems;
}

function implausibilities(kind: DeviceKind, status: DeviceStatus, lab: Lab): string[] {
  const found: string[] = [];
  const { bootId, jobNumber, controllerId, jobState, command, faultCode } = status;
  if (bootId === 0) found.push("boot 0, which no powered device has");
  const idle = jobState === "idle";
  if (idle !== (jobNumber === 0)) found.push(`job ${jobNumber} in state ${jobState}`);
  if ((jobNumber === 0) !== (controllerId === 0))
    found.push(`job ${jobNumber} of controller ${controllerId}`);
  if (!idle && commandByCode(kind, command) === undefined && faultCode === 0)
    found.push(`command ${command}, which a ${kind} does not know`);
  if ((idle || isUnderWay(jobState) || jobState === "succeeded") && faultCode !== 0)
    found.push(`fault ${faultCode} with a job that is ${jobState}`);
  for (const [name, value] of Object.entries(readReadings(kind, status))) {
    const [min, max] = READING_RANGES[name] ?? [-1e6, 1e6];
    if (!(value >= min && value <= max)) found.push(`${name} = ${value}, not from ${min} to ${max}`);
  }
  try {
    readSensors(kind, status, lab);
  } catch (error) {
    found.push(`sensors that cannot be read (${textOf(error)})`);
  }
  return found;
}
