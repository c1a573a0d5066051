/** The frames of the wire contract as values of OPC UA variables and method arguments: the same code on both sides. */
import type { StatusVariable } from "./node-map.ts";
import {
  CONTROLS,
  type ControlFrame,
  type DeviceStatus,
  HEALTHS,
  JOB_STATES,
  type JobFrame,
  MODES,
  READING_COUNT,
  REFUSALS,
  RESULT_COUNT,
  SENSOR_COUNT,
  wordAt,
} from "./words.ts";

export type NodeValue = number | boolean | string | readonly number[];
export type StatusValues = Record<StatusVariable, NodeValue>;

/** A value that is not what the contract says; names the variable or argument, what it should be and what came. */
export class NodeValueError extends Error {
  override readonly name = "NodeValueError";

  constructor(name: string, expected: string, value: unknown) {
    super(`${name} should be ${expected}, but is ${String(value)} (${typeof value})`);
  }
}

export function statusValues(status: DeviceStatus, sequence: number): StatusValues {
  return {
    sequence,
    contractVersion: status.contractVersion,
    kindCode: status.kindCode,
    bootId: status.bootId,
    controllerId: status.controllerId,
    jobNumber: status.jobNumber,
    command: status.command,
    jobState: JOB_STATES.indexOf(status.jobState),
    held: status.held,
    faultCode: status.faultCode,
    faultText: status.faultText,
    result: status.result,
    resultText: status.resultText,
    refusalControllerId: status.refusal.controllerId,
    refusalJobNumber: status.refusal.jobNumber,
    refusalReason: REFUSALS.indexOf(status.refusal.reason),
    heartbeat: status.heartbeat,
    mode: MODES.indexOf(status.mode),
    health: HEALTHS.indexOf(status.health),
    sensors: status.sensors,
    readings: status.readings,
  };
}

/** Throws a NodeValueError, or a RangeError for a state, mode, health or refusal the contract does not know. */
export function statusFromValues(values: Readonly<Record<StatusVariable, unknown>>): DeviceStatus {
  const uint16 = (name: StatusVariable) => uint(name, values[name], 16);
  const uint32 = (name: StatusVariable) => uint(name, values[name], 32);
  const text = (name: StatusVariable) => string(name, values[name]);
  const list = (name: StatusVariable, length: number) => numbers(name, values[name], length);
  return {
    contractVersion: uint16("contractVersion"),
    kindCode: uint16("kindCode"),
    bootId: uint32("bootId"),
    controllerId: uint32("controllerId"),
    jobNumber: uint32("jobNumber"),
    command: uint16("command"),
    jobState: wordAt("job state", JOB_STATES, uint16("jobState")),
    held: values.held === true,
    faultCode: uint16("faultCode"),
    faultText: text("faultText"),
    result: list("result", RESULT_COUNT),
    resultText: text("resultText"),
    refusal: {
      controllerId: uint32("refusalControllerId"),
      jobNumber: uint32("refusalJobNumber"),
      reason: wordAt("refusal", REFUSALS, uint16("refusalReason")),
    },
    heartbeat: uint16("heartbeat"),
    mode: wordAt("mode", MODES, uint16("mode")),
    health: wordAt("health", HEALTHS, uint16("health")),
    sensors: list("sensors", SENSOR_COUNT),
    readings: list("readings", READING_COUNT),
  };
}

/** Arguments of the method Submit, in the order of METHOD_ARGUMENTS. */
export function submitArguments(frame: JobFrame): NodeValue[] {
  const { controllerId, jobNumber, bootId, command, params, text } = frame;
  return [controllerId, jobNumber, bootId, command, params, text];
}

export function jobFromArguments(values: readonly unknown[]): JobFrame {
  const [controllerId, jobNumber, bootId, command, params, text] = values;
  return {
    controllerId: uint("controllerId", controllerId, 32),
    jobNumber: uint("jobNumber", jobNumber, 32),
    bootId: uint("bootId", bootId, 32),
    command: uint("command", command, 16),
    params: numbers("params", params, undefined),
    text: string("text", text),
  };
}

/** Arguments of the method Control, in the order of METHOD_ARGUMENTS. */
export function controlArguments(frame: ControlFrame): NodeValue[] {
  return [frame.controllerId, frame.jobNumber, CONTROLS.indexOf(frame.control)];
}

export function controlFromArguments(values: readonly unknown[]): ControlFrame {
  const [controllerId, jobNumber, code] = values;
  const control = wordAt("control", CONTROLS, uint("control", code, 16));
  if (control === "none") throw new RangeError("control 0 asks for nothing");
  return {
    controllerId: uint("controllerId", controllerId, 32),
    jobNumber: uint("jobNumber", jobNumber, 32),
    control,
  };
}

function uint(name: string, value: unknown, bits: 16 | 32): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value >= 2 ** bits)
    throw new NodeValueError(name, `a UInt${bits}`, value);
  return value;
}

/** A null string is an empty one. */
function string(name: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") throw new NodeValueError(name, "a String", value);
  return value;
}

/** An array of numbers; a shorter one is filled with 0, a null one is empty. */
function numbers(name: string, value: unknown, length: number | undefined): number[] {
  const isList = Array.isArray(value) || value instanceof Float32Array || value instanceof Uint16Array;
  if (!isList && value !== null && value !== undefined)
    throw new NodeValueError(name, "an array of numbers", value);
  const given: unknown[] = isList ? Array.from(value) : [];
  const list = given.map((entry) => {
    if (typeof entry !== "number") throw new NodeValueError(name, "an array of numbers", value);
    return entry;
  });
  return length === undefined ? list : Array.from({ length }, (_, index) => list[index] ?? 0);
}
