/** One cell of a manifest at a time: its value, or what is wrong with it. */
import { isScaleName, SCALE_NAMES, SCALES } from "../metrology/index.ts";
import type { Separator } from "./csv.ts";

export type Cell<T> = { readonly value: T } | { readonly wrong: string };

export interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** Longest text in bytes of UTF-8 that an engraving leaves for the block's number. */
const SERIAL_BYTES = 24;
const NAME_CHARACTERS = 100;

/** A decimal number within bounds; where commas do not separate cells, a comma may stand for the point. */
export function readNumber(text: string, separator: Separator, { min, max, unit }: Bounds): Cell<number> {
  const plain = text.normalize("NFKC").trim();
  const comma = /^[+-]?\d+,\d+$/.test(plain);
  if (comma && separator === ",")
    return { wrong: `"${text.trim()}" has a decimal comma in a file separated by commas; write a point` };
  if (!comma && !/^[+-]?\d+(\.\d+)?$/.test(plain))
    return { wrong: `"${text.trim()}" is not a number${unit === "" ? "" : ` of ${unit}`}` };
  const value = Number(plain.replace(",", "."));
  if (value < min || value > max)
    return { wrong: `${value} is not from ${min} to ${max}${unit === "" ? "" : ` ${unit}`}` };
  return { value };
}

/** A place on the tray. */
export function readSlot(text: string, slots: number): Cell<number> {
  const plain = text.normalize("NFKC").trim();
  if (!/^\d{1,6}$/.test(plain)) return { wrong: `"${text.trim()}" is not the number of a slot` };
  const value = Number(plain);
  if (value < 1 || value > slots) return { wrong: `slot ${value}: the tray has slots 1 to ${slots}` };
  return { value };
}

/** A block's number: it becomes part of job keys and is engraved between blanks, so it has neither blanks nor `/` nor `#`. */
export function readSerial(text: string): Cell<string> {
  const value = text.trim();
  if (value === "") return { wrong: "the block's number is missing" };
  if (/^\d(\.\d+)?E\+\d+$/i.test(value))
    return { wrong: `"${value}" is a number that the spreadsheet rounded; format the column as text` };
  if (Buffer.byteLength(value) > SERIAL_BYTES)
    return {
      wrong: `"${shortened(value)}" is longer than ${SERIAL_BYTES} bytes, the room there is to engrave it`,
    };
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(value))
    return { wrong: `"${value}" may hold letters, digits, and . _ - behind the first` };
  return { value };
}

/** One of the line's scales, in capitals or not; says which there are. */
export function readScale(text: string, served: readonly string[], line: string): Cell<string> {
  const value = text.normalize("NFKC").trim().toUpperCase();
  if (served.includes(value)) return { value };
  const known = SCALE_NAMES.find((name) => name === value);
  const offered = `line ${line} serves ${served.join(", ")}`;
  if (known !== undefined) return { wrong: `${offered}, not ${known}` };
  const carbide = served.find(
    (name) => name === `${value}W` || name === `HR${value}` || name === `HR${value}W`,
  );
  const hint = carbide === undefined ? offered : `write ${carbide} if that is meant`;
  return {
    wrong:
      value === "" ? `the scale is missing; ${offered}` : `there is no scale "${shortened(value)}"; ${hint}`,
  };
}

/** Nominal value in HR within the range of its scale; of an unknown scale any number will do. */
export function readNominal(text: string, separator: Separator, scale: string | undefined): Cell<number> {
  const bounds =
    scale !== undefined && isScaleName(scale)
      ? { ...SCALES[scale].rangeHr, unit: scale }
      : { min: 0, max: 130, unit: "HR" };
  return readNumber(text, separator, bounds);
}

/** A customer's or a maker's name; may be empty. */
export function readName(text: string): Cell<string> {
  const value = text.trim();
  if (/\p{Cc}/u.test(value)) return { wrong: "a name stands on one line, without tabs" };
  if ([...value].length > NAME_CHARACTERS)
    return { wrong: `"${shortened(value)}" is longer than ${NAME_CHARACTERS} characters` };
  return { value };
}

const shortened = (text: string): string => (text.length > 30 ? `${text.slice(0, 30)}…` : text);
