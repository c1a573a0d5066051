/** A request by names, checked against the command table and turned into the words of a job frame. */
import type { LabDevice } from "../lab-file.ts";
import { type CommandSpec, commandSpec, type DeviceKind, TEXT_BYTES } from "../wire/index.ts";
import { DRIVERS } from "./drivers.ts";

export interface JobRequest {
  readonly command: string;
  /** Every parameter of the command, by name. */
  readonly params?: Readonly<Record<string, number>>;
  readonly text?: string;
}

/** A request outside of what a device may be told; names the value, its range and its unit. Nothing was sent. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

/** Unit by the ending of a quantity's name. */
const UNITS: readonly (readonly [string, string])[] = [
  ["Mm", " mm"],
  ["Ms", " ms"],
  ["Percent", " %"],
  ["C", " °C"],
];

function unitOf(quantity: string): string {
  return UNITS.find(([ending]) => quantity.endsWith(ending))?.[1] ?? "";
}

/**
 * Command code, parameters in order and text of a request. Throws a LimitError when the kind has no such command, a
 * parameter is missing, unknown or out of its range, or the text is missing, too long or not what the command takes.
 */
export function encodeJob(
  device: LabDevice,
  kind: DeviceKind,
  request: JobRequest,
): { command: number; params: number[]; text: string } {
  const fail = (why: string): never => {
    throw new LimitError(`${kind} ${request.command}: ${why}`);
  };
  if (device.kind !== kind) fail(`the lab file says that this device is a ${device.kind}`);
  let spec: CommandSpec;
  try {
    spec = commandSpec(kind, request.command);
  } catch (error) {
    throw new LimitError(error instanceof Error ? error.message : String(error));
  }
  const given = request.params ?? {};
  const params = spec.params.map(({ name, min, max }) => {
    const unit = unitOf(name);
    const value = given[name];
    if (value === undefined) return fail(`${name} is missing; it takes ${min} to ${max}${unit}`);
    if (!(value >= min && value <= max))
      return fail(`${name} = ${value}${unit} is outside of ${min} to ${max}${unit}`);
    return value;
  });
  for (const name of Object.keys(given))
    if (!spec.params.some((param) => param.name === name)) fail(`there is no parameter "${name}"`);
  const text = request.text ?? "";
  if (spec.text === undefined && text !== "") fail(`it takes no text, but "${text}" was given`);
  if (spec.text !== undefined && text === "") fail(`the text (${spec.text}) is missing`);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > TEXT_BYTES)
    fail(`the text "${text}" takes ${bytes} bytes; a frame carries at most ${TEXT_BYTES}`);
  if (text.includes("\0")) fail("the text contains a zero byte, which ends it on the wire");
  const wrong = DRIVERS[kind].checkText?.(request.command, text);
  if (wrong !== undefined) fail(wrong);
  return { command: spec.code, params, text };
}
