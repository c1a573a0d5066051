/** A fault as somebody asks for it, checked against the lab and the kinds there are. */
import { z } from "zod";
import type { Lab, LabDevice } from "../../lab-file.ts";
import { commandsOf, parsePlace } from "../../wire/index.ts";
import { canBefall, FAULT_NAMES, type FaultKind, type FaultName, faultKind, isFaultName } from "./kinds.ts";

const count = z.number().int().min(1).max(1_000_000);
const seconds = z.number().min(0).max(86_400);

const requestSchema = z.strictObject({
  device: z.string(),
  fault: z.string(),
  /** Meets jobs of this command only. */
  command: z.string().optional(),
  /** Which such job from now on it meets first; 1 is the next. */
  nth: count.optional(),
  /** How many such jobs in a row it meets; 1 when left out. */
  times: count.optional(),
  /** Real seconds a lasting one stands. */
  seconds: seconds.optional(),
  value: z.union([z.number(), z.string()]).optional(),
  when: z
    .strictObject({
      /** Counts and meets only jobs on the block of this number, or on the block that came in this slot. */
      block: z.string().min(1).optional(),
      slot: z.number().int().min(1).optional(),
      /** Real seconds after it was arranged (in a scenario: after the lab's start); until then it is not there. */
      afterS: seconds.optional(),
    })
    .optional(),
});
/** A fault as it is asked for. */
export type FaultRequest = z.input<typeof requestSchema>;

/** A checked fault, what was left out filled in from its kind. */
export interface Fault {
  readonly device: string;
  readonly fault: FaultName;
  readonly command: string | undefined;
  readonly nth: number;
  readonly times: number;
  /** Infinity until it is cleared; undefined for what does not last. */
  readonly seconds: number | undefined;
  readonly value: number | string | undefined;
  readonly block: string | undefined;
  readonly slot: number | undefined;
  readonly afterS: number;
  /** True when it waits for a job; false when it acts at once. */
  readonly awaitsJob: boolean;
}

/** A fault that cannot be arranged; each finding begins with its path in what was asked. */
export class FaultError extends Error {
  override readonly name = "FaultError";
  readonly findings: readonly string[];

  constructor(what: string, findings: readonly string[]) {
    super(
      findings.length === 1
        ? `${what}: ${findings[0]}`
        : `${what}:\n${findings.map((finding) => `  - ${finding}`).join("\n")}`,
    );
    this.findings = findings;
  }
}

export type Checked =
  | { readonly fault: Fault }
  | { readonly findings: readonly { readonly path: readonly (string | number)[]; readonly text: string }[] };

type Findings = { path: (string | number)[]; text: string }[];

/** Checks one request against the lab's devices and the table of kinds. */
export function checkFault(lab: Lab, request: unknown): Checked {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success)
    return {
      findings: parsed.error.issues.map(({ path, message }) => ({
        path: path.map((part) => (typeof part === "symbol" ? String(part) : part)),
        text: message,
      })),
    };
  const asked = parsed.data;
  const device = lab.devices[asked.device];
  if (device === undefined)
    return finding(
      "device",
      `there is no device "${asked.device}"; there are ${Object.keys(lab.devices).join(", ")}`,
    );
  if (!isFaultName(asked.fault))
    return finding("fault", `there is no fault "${asked.fault}"; ${aKind(device)} ${possible(device)}`);
  if (!canBefall(asked.fault, device.kind))
    return finding("fault", `"${asked.fault}" does not befall ${aKind(device)}, which ${possible(device)}`);
  const kind = faultKind(asked.fault);
  const findings = [
    ...checkCommand(asked, device, kind),
    ...checkTimes(asked, kind),
    ...checkValue(asked, kind, lab),
  ];
  return findings.length > 0 ? { findings } : { fault: filledIn(asked, asked.fault, kind) };
}

const aKind = ({ kind }: LabDevice): string => `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;

const possible = (device: LabDevice): string =>
  `can have ${FAULT_NAMES.filter((name) => canBefall(name, device.kind)).join(", ")}`;

function finding(path: string, text: string): Checked {
  return { findings: [{ path: [path], text }] };
}

type Asked = z.infer<typeof requestSchema>;

function checkCommand({ command, fault }: Asked, device: LabDevice, { commands }: FaultKind): Findings {
  if (command === undefined) return [];
  const own = Object.keys(commandsOf(device.kind));
  const there = commands === undefined ? own : own.filter((name) => commands.includes(name));
  if (there.includes(command)) return [];
  return [
    { path: ["command"], text: `"${fault}" meets ${there.join(", ")} of ${aKind(device)}, not "${command}"` },
  ];
}

function checkTimes(asked: Asked, kind: FaultKind): Findings {
  const findings: Findings = [];
  if (asked.seconds !== undefined && kind.acts !== "lasting")
    findings.push({ path: ["seconds"], text: `"${asked.fault}" does not last; leave it out` });
  if (asked.times !== undefined && asked.times > 1 && !awaitsJob(asked, kind))
    findings.push({
      path: ["times"],
      text: `"${asked.fault}" acts at once; name a command, or leave it out`,
    });
  return findings;
}

function checkValue({ value, fault }: Asked, { value: spec }: FaultKind, lab: Lab): Findings {
  if (value === undefined) return [];
  const wrong = (text: string): Findings => [
    { path: ["value"], text: `"${fault}" ${text}, not ${JSON.stringify(value)}` },
  ];
  if (spec === undefined) return [{ path: ["value"], text: `"${fault}" takes no value` }];
  if ("min" in spec)
    return typeof value === "number" && value >= spec.min && value <= spec.max
      ? []
      : wrong(`takes ${spec.min} to ${spec.max}${spec.unit === "" ? "" : ` ${spec.unit}`} (${spec.means})`);
  if ("oneOf" in spec)
    return spec.oneOf.includes(String(value)) ? [] : wrong(`takes ${spec.oneOf.join(", ")} (${spec.means})`);
  const also = spec.also ?? [];
  const { slots, rejectSlots } = lab.tray;
  return also.includes(String(value)) || isPlace(String(value), lab)
    ? []
    : wrong(`takes ${[`slot:1 to slot:${slots}`, `reject:1 to reject:${rejectSlots}`, ...also].join(", ")}`);
}

function isPlace(text: string, { tray }: Lab): boolean {
  const place = parsePlace(text);
  const most = { slot: tray.slots, reject: tray.rejectSlots, reference: 0 };
  return place !== undefined && place.number <= most[place.area];
}

/** Whether a job sets it off: always for those that act on jobs, for the others when the request names one. */
function awaitsJob({ command, nth, when, value, fault }: Asked, { acts }: FaultKind): boolean {
  if (acts !== "once" && acts !== "lasting") return true;
  if (command !== undefined || nth !== undefined || when?.block !== undefined || when?.slot !== undefined)
    return true;
  if (fault === "powerCycle") return value !== undefined && value !== "now";
  return fault === "slotEmpty" && value === undefined;
}

function filledIn(asked: Asked, fault: FaultName, kind: FaultKind): Fault {
  const lasts = asked.seconds ?? kind.seconds;
  const waits = awaitsJob(asked, kind);
  const [only, ...others] = kind.commands ?? [];
  return {
    device: asked.device,
    fault,
    command: asked.command ?? (waits && others.length === 0 ? only : undefined),
    nth: asked.nth ?? 1,
    times: asked.times ?? 1,
    seconds: lasts === "untilCleared" ? Number.POSITIVE_INFINITY : lasts,
    value: asked.value ?? kind.value?.default,
    block: asked.when?.block,
    slot: asked.when?.slot,
    afterS: asked.when?.afterS ?? 0,
    awaitsJob: waits,
  };
}
