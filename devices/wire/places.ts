/**
 * Places and stations as the arm and the AGV are told them: short texts, so that a PLC programmer reads the same words.
 * A tray's slots are `slot:1` … and its reject slots `reject:1` …, counted towards the lower end of the tray.
 */
export const ARM_STATIONS = ["none", "tray", "stage", "camera", "tester"] as const;
export type ArmStation = (typeof ARM_STATIONS)[number];

export type TrayPlace = `slot:${number}` | `reject:${number}`;

/** Splits `slot:7` or `reject:2`; undefined when the text names no place of a tray. */
export function parseTrayPlace(text: string): { area: "slot" | "reject"; number: number } | undefined {
  const match = /^(slot|reject):([1-9]\d?)$/.exec(text);
  if (match === null) return undefined;
  return { area: match[1] === "slot" ? "slot" : "reject", number: Number(match[2]) };
}

/** Presence bit of a place in consecutive uint16 sensor words; bit 0 of the first word is number 1. */
export function presenceBit(words: readonly number[], firstWord: number, number: number): boolean {
  const word = words[firstWord + Math.floor((number - 1) / 16)] ?? 0;
  return ((word >> ((number - 1) % 16)) & 1) === 1;
}
