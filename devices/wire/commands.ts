/**
 * What each kind of device can be told, as data: adding a command or a kind adds a row.
 * `repeatable` commands may be sent again when a device forgot them; `irreversible` ones leave the job in doubt.
 */

export interface CommandSpec {
  /** uint16 on the wire. */
  readonly code: number;
  readonly nature: "repeatable" | "irreversible";
  /** Numbers in order; each with unit in its name and the range a device accepts at all. */
  readonly params: readonly { readonly name: string; readonly min: number; readonly max: number }[];
  /** What the text means, or undefined when it must be empty. */
  readonly text?: string;
  /** Result numbers in order. */
  readonly results: readonly string[];
  readonly resultText?: string;
  /** Key of the lab file's times for this device: the nominal duration in s. */
  readonly time: string;
}

export interface KindSpec {
  readonly code: number;
  readonly commands: Readonly<Record<string, CommandSpec>>;
  /** Word of `sensors` by name; `slots` are consecutive words of presence bits, bit 0 of the first is slot 1. */
  readonly sensors: Readonly<Record<string, number>>;
  readonly readings: readonly string[];
  /** Fault codes of this kind (100 and above). */
  readonly faults: Readonly<Record<string, number>>;
}

const kind = <const K extends KindSpec>(spec: K): K => spec;

export const DEVICE_KINDS = {
  agv: kind({
    code: 1,
    commands: {
      go: { code: 1, nature: "repeatable", params: [], text: "station", results: [], time: "go" },
      load: { code: 2, nature: "irreversible", params: [], text: "tray", results: [], time: "transfer" },
      unload: { code: 3, nature: "irreversible", params: [], text: "tray", results: [], time: "transfer" },
    },
    sensors: { trayOnBoard: 0, station: 1, dockTray: 2 },
    readings: [],
    faults: { blocked: 100, noTray: 101, dockOccupied: 102, unknownStation: 103 },
  }),
  arm: kind({
    code: 2,
    commands: {
      pick: { code: 1, nature: "irreversible", params: [], text: "place", results: [], time: "pick" },
      place: { code: 2, nature: "irreversible", params: [], text: "place", results: [], time: "place" },
      move: { code: 3, nature: "repeatable", params: [], text: "station", results: [], time: "move" },
      shift: {
        code: 4,
        nature: "repeatable",
        params: [
          { name: "xMm", min: -60, max: 60 },
          { name: "yMm", min: -60, max: 60 },
        ],
        results: ["xMm", "yMm"],
        time: "shift",
      },
    },
    sensors: { gripper: 0, station: 1, slots: 2, rejectSlots: 5, referenceSlots: 6 },
    readings: ["xMm", "yMm"],
    faults: { gripMissed: 100, placeOccupied: 101, placeEmpty: 102, notAtStation: 103, gripperFull: 104 },
  }),
  stage: kind({
    code: 3,
    commands: {
      measure: {
        code: 1,
        nature: "repeatable",
        params: [],
        results: ["lengthMm", "widthMm", "thicknessMm", "offsetXMm", "offsetYMm", "round"],
        time: "measure",
      },
    },
    sensors: { block: 0 },
    readings: [],
    faults: { noBlock: 100 },
  }),
  camera: kind({
    code: 4,
    commands: {
      expose: {
        code: 1,
        nature: "repeatable",
        params: [{ name: "exposureMs", min: 0.01, max: 10_000 }],
        results: ["widthPx", "heightPx"],
        resultText: "image path",
        time: "expose",
      },
    },
    sensors: { block: 0 },
    readings: [],
    faults: { noImage: 100 },
  }),
  rockwellTester: kind({
    code: 5,
    commands: {
      setup: { code: 1, nature: "repeatable", params: [], text: "scale", results: [], time: "setup" },
      indent: {
        code: 2,
        nature: "irreversible",
        params: [],
        text: "scale",
        results: ["hardness"],
        resultText: "scale",
        time: "indent",
      },
    },
    sensors: { guardClosed: 0, block: 1 },
    readings: [],
    faults: { noBlock: 100, guardOpen: 101, wrongScale: 102, noValue: 103, onAnvilEdge: 104 },
  }),
  marker: kind({
    code: 6,
    commands: {
      engrave: {
        code: 1,
        nature: "irreversible",
        params: [{ name: "slot", min: 1, max: 48 }],
        text: "engraving",
        results: [],
        time: "engrave",
      },
      readBack: {
        code: 2,
        nature: "repeatable",
        params: [{ name: "slot", min: 1, max: 48 }],
        results: [],
        resultText: "engraving",
        time: "readBack",
      },
    },
    sensors: { tray: 0, supply: 1 },
    readings: [],
    faults: { noTray: 100, noBlock: 101, empty: 102 },
  }),
  environment: kind({
    code: 7,
    commands: {
      read: {
        code: 1,
        nature: "repeatable",
        params: [],
        results: ["temperatureC", "humidityPercent"],
        time: "read",
      },
    },
    sensors: {},
    readings: ["temperatureC", "humidityPercent"],
    faults: {},
  }),
} as const;

export type DeviceKind = keyof typeof DEVICE_KINDS;
export const DEVICE_KIND_NAMES: readonly DeviceKind[] = [
  "agv",
  "arm",
  "stage",
  "camera",
  "rockwellTester",
  "marker",
  "environment",
];

/** The commands of a kind under one type, for code that works on any device. */
export function commandsOf(kindName: DeviceKind): Readonly<Record<string, CommandSpec>> {
  return DEVICE_KINDS[kindName].commands;
}

/** The command of a kind by name, or an error that lists those there are. */
export function commandSpec(kindName: DeviceKind, command: string): CommandSpec {
  const spec = commandsOf(kindName)[command];
  if (spec === undefined)
    throw new Error(
      `devices of kind ${kindName} have no command "${command}", only ${Object.keys(commandsOf(kindName)).join(", ")}`,
    );
  return spec;
}

/** Name and specification of a command by its code on the wire, or undefined. */
export function commandByCode(
  kindName: DeviceKind,
  code: number,
): { name: string; spec: CommandSpec } | undefined {
  for (const [name, spec] of Object.entries(commandsOf(kindName)))
    if (spec.code === code) return { name, spec };
  return undefined;
}
