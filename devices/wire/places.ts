/**
 * Places and stations as the arm and the AGV are told them: short texts, so that a PLC programmer reads the same words.
 * A tray's slots are `slot:1` … and its reject slots `reject:1` …, counted towards the lower end of the tray. A line's reference
 * blocks stand beside its dock at `reference:1` …, whatever tray is there.
 */
export const ARM_STATIONS = ["none", "tray", "stage", "camera", "tester"] as const;
export type ArmStation = (typeof ARM_STATIONS)[number];

/** Where an arm picks and places: two areas of the docked tray, and one at the line itself. */
export const PLACE_AREAS = ["slot", "reject", "reference"] as const;
export type PlaceArea = (typeof PLACE_AREAS)[number];

/** Reference places a line has at most. */
export const REFERENCE_PLACES = 16;

/** The arm's sensor that shows the presence of blocks in an area. */
export const AREA_SENSORS = {
  slot: "slots",
  reject: "rejectSlots",
  reference: "referenceSlots",
} as const satisfies Record<PlaceArea, string>;

/** Splits `slot:7`, `reject:2` or `reference:1`; undefined when the text names no place. */
export function parsePlace(text: string): { area: PlaceArea; number: number } | undefined {
  const match = /^([a-z]+):([1-9]\d?)$/.exec(text);
  const area = PLACE_AREAS.find((known) => known === match?.[1]);
  return area === undefined ? undefined : { area, number: Number(match?.[2]) };
}

/**
 * The AGV's stations in the order of their numbers: the first is 1 on the wire, 0 is "under way". The lab's own three come
 * first, then the lines' stations in the order of the lab file.
 */
export function agvStations(lab: {
  readonly stations: { readonly unchecked: string; readonly marking: string; readonly inspected: string };
  readonly lines: Readonly<Record<string, { readonly station: string }>>;
}): string[] {
  const { unchecked, marking, inspected } = lab.stations;
  return [
    ...new Set([unchecked, marking, inspected, ...Object.values(lab.lines).map((line) => line.station)]),
  ];
}

/** Presence bit of a place in consecutive uint16 sensor words; bit 0 of the first word is number 1. */
export function presenceBit(words: readonly number[], firstWord: number, number: number): boolean {
  const word = words[firstWord + Math.floor((number - 1) / 16)] ?? 0;
  return ((word >> ((number - 1) % 16)) & 1) === 1;
}

/** Sets or clears the presence bit of a place in consecutive sensor words, for the device's side. */
export function setPresenceBit(words: number[], firstWord: number, number: number, present: boolean): void {
  const index = firstWord + Math.floor((number - 1) / 16);
  const bit = 1 << ((number - 1) % 16);
  words[index] = present ? (words[index] ?? 0) | bit : (words[index] ?? 0) & ~bit;
}
