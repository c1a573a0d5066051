/** A job frame as a behaviour understands it, or the fault with which the accepted job fails. */
import {
  COMMON_FAULTS,
  commandByCode,
  type DeviceKind,
  type DeviceMode,
  type JobFrame,
  PARAM_COUNT,
} from "../../wire/index.ts";

export type DecodedRequest =
  | { readonly command: string; readonly params: Record<string, number>; readonly text: string }
  | { readonly fault: number; readonly text: string };

/** Checks mode, command, ranges and text in that order; everything wrong here is a failed job, not a refusal. */
export function decodeRequest(kind: DeviceKind, mode: DeviceMode, frame: JobFrame): DecodedRequest {
  if (mode === "emergencyStop")
    return { fault: COMMON_FAULTS.emergencyStop, text: "the emergency stop is pressed" };
  if (mode !== "auto") return { fault: COMMON_FAULTS.notInAuto, text: `the device is in mode ${mode}` };
  const found = commandByCode(kind, frame.command);
  if (found === undefined)
    return { fault: COMMON_FAULTS.unknownCommand, text: `a ${kind} has no command ${frame.command}` };
  const bad = (text: string) => ({ fault: COMMON_FAULTS.badParameter, text });
  const params: Record<string, number> = {};
  for (const [index, { name, min, max }] of found.spec.params.entries()) {
    const value = frame.params[index] ?? Number.NaN;
    if (!(value >= Math.fround(min) && value <= Math.fround(max)))
      return bad(`${name} = ${value}, not ${min} to ${max}`);
    params[name] = value;
  }
  if (found.spec.text === undefined && frame.text !== "") return bad(`${found.name} takes no text`);
  if (found.spec.text !== undefined && frame.text === "")
    return bad(`${found.name} needs a text: ${found.spec.text}`);
  return { command: found.name, params, text: frame.text };
}

/** True when two frames ask for the same thing, compared as they are on the wire. */
export function sameContent(a: JobFrame, b: JobFrame): boolean {
  if (a.command !== b.command || a.text !== b.text) return false;
  for (let index = 0; index < PARAM_COUNT; index++)
    if (!Object.is(Math.fround(a.params[index] ?? 0), Math.fround(b.params[index] ?? 0))) return false;
  return true;
}
