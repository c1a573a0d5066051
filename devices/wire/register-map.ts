/**
 * A Modbus device's address map: where the words of the contract stand and how numbers are laid out.
 * Read from devices/maps/*.yaml; a new make is a new map, not new code.
 */
import { z } from "zod";
import { PARAM_COUNT, READING_COUNT, RESULT_COUNT, SENSOR_COUNT, TEXT_BYTES } from "./words.ts";

const TEXT_REGISTERS = TEXT_BYTES / 2;

const layout = {
  /** Order of the two registers of a 32-bit number. */
  wordOrder: z.enum(["highFirst", "lowFirst"]),
  /** Order of the two bytes of a text register. */
  textByteOrder: z.enum(["highFirst", "lowFirst"]),
  /** float32 is IEEE 754; a scaled integer is a signed 32-bit count of `scaledInt32` per unit, 80000000 no number. */
  floats: z.union([z.literal("float32"), z.object({ scaledInt32: z.number().positive() }).strict()]),
};

const register = z.number().int().min(0).max(65_535);

export const registerMapSchema = z
  .object({
    transport: z.literal("modbus"),
    unitId: z.number().int().min(1).max(247),
    ...layout,
    /** Holding registers, written by one request (function 16), the checksum last. */
    job: z
      .object({
        controllerId: register,
        jobNumber: register,
        bootId: register,
        command: register,
        params: register,
        text: register,
        checksum: register,
      })
      .strict(),
    /** Holding registers, written by one request, the checksum last. */
    control: z
      .object({ controllerId: register, jobNumber: register, control: register, checksum: register })
      .strict(),
    /** Input registers, read by one request (function 4); the checksum covers all before it. */
    status: z
      .object({
        contractVersion: register,
        kindCode: register,
        bootId: register,
        controllerId: register,
        jobNumber: register,
        command: register,
        jobState: register,
        held: register,
        faultCode: register,
        result: register,
        resultText: register,
        faultText: register,
        refusalControllerId: register,
        refusalJobNumber: register,
        refusalReason: register,
        heartbeat: register,
        mode: register,
        health: register,
        sensors: register,
        readings: register,
        checksum: register,
      })
      .strict(),
  })
  .strict();

export type RegisterMap = z.infer<typeof registerMapSchema>;

type Width = Readonly<Record<string, number>>;

/** Registers each word takes. */
export const JOB_WIDTHS = {
  controllerId: 2,
  jobNumber: 2,
  bootId: 2,
  command: 1,
  params: PARAM_COUNT * 2,
  text: TEXT_REGISTERS,
  checksum: 1,
} as const satisfies Width;

export const CONTROL_WIDTHS = {
  controllerId: 2,
  jobNumber: 2,
  control: 1,
  checksum: 1,
} as const satisfies Width;

export const STATUS_WIDTHS = {
  contractVersion: 1,
  kindCode: 1,
  bootId: 2,
  controllerId: 2,
  jobNumber: 2,
  command: 1,
  jobState: 1,
  held: 1,
  faultCode: 1,
  result: RESULT_COUNT * 2,
  resultText: TEXT_REGISTERS,
  faultText: TEXT_REGISTERS,
  refusalControllerId: 2,
  refusalJobNumber: 2,
  refusalReason: 1,
  heartbeat: 1,
  mode: 1,
  health: 1,
  sensors: SENSOR_COUNT,
  readings: READING_COUNT * 2,
  checksum: 1,
} as const satisfies Width;

export interface FrameSpan {
  /** Address of the first register. */
  start: number;
  /** Number of registers up to and including the checksum. */
  length: number;
}

/**
 * The one block of registers a frame occupies. Throws when words overlap, leave the checksum anywhere but last,
 * or do not fit into one Modbus request (123 registers to write, 125 to read).
 */
export function frameSpan(
  name: "job" | "control" | "status",
  addresses: Readonly<Record<string, number>>,
  widths: Width,
): FrameSpan {
  const words = Object.entries(widths)
    .map(([word, width]) => ({ word, width, start: addresses[word] ?? Number.NaN }))
    .sort((a, b) => a.start - b.start);
  const start = words[0]?.start ?? Number.NaN;
  let end = start;
  let last = "";
  for (const { word, width, start: at } of words) {
    if (Number.isNaN(at)) throw new Error(`${name} frame: no address for "${word}"`);
    if (at < end)
      throw new Error(
        `${name} frame: "${word}" at register ${at} overlaps "${last}", which ends at ${end - 1}`,
      );
    end = at + width;
    last = word;
  }
  if (last !== "checksum")
    throw new Error(`${name} frame: the checksum must be the last word, but "${last}" is`);
  const longest = name === "status" ? 125 : 123;
  if (end - start > longest)
    throw new Error(
      `${name} frame: ${end - start} registers do not fit into one request of at most ${longest}`,
    );
  return { start, length: end - start };
}
