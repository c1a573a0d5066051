/** Numbers and texts in Modbus registers, laid out as an address map says. */
import type { RegisterMap } from "./register-map.ts";
import { TEXT_BYTES } from "./words.ts";

/** The scaled integer that stands for "no number" (NaN), which integers do not have. */
const NO_NUMBER = 0x8000_0000;

export type Layout = Pick<RegisterMap, "wordOrder" | "textByteOrder" | "floats">;

/** Reads and writes words in a block of registers whose first register has the address `start`. */
export class RegisterBlock {
  readonly registers: number[];
  readonly #layout: Layout;
  readonly #start: number;

  constructor(layout: Layout, start: number, registers: number[]) {
    this.#layout = layout;
    this.#start = start;
    this.registers = registers;
  }

  #at(address: number): number {
    const value = this.registers[address - this.#start];
    if (value === undefined)
      throw new RangeError(
        `register ${address} is outside of the frame ${this.#start}–${this.#start + this.registers.length - 1}`,
      );
    return value;
  }

  #put(address: number, value: number): void {
    this.#at(address);
    this.registers[address - this.#start] = value & 0xffff;
  }

  uint16(address: number): number {
    return this.#at(address);
  }

  setUint16(address: number, value: number): void {
    this.#put(address, value);
  }

  uint32(address: number): number {
    const first = this.#at(address);
    const second = this.#at(address + 1);
    const [high, low] = this.#layout.wordOrder === "highFirst" ? [first, second] : [second, first];
    return ((high << 16) | low) >>> 0;
  }

  setUint32(address: number, value: number): void {
    const [high, low] = [(value >>> 16) & 0xffff, value & 0xffff];
    const highFirst = this.#layout.wordOrder === "highFirst";
    this.#put(address, highFirst ? high : low);
    this.#put(address + 1, highFirst ? low : high);
  }

  floats(address: number, count: number): number[] {
    return Array.from({ length: count }, (_, index) => this.#float(address + index * 2));
  }

  setFloats(address: number, count: number, values: readonly number[]): void {
    for (let index = 0; index < count; index++) this.#setFloat(address + index * 2, values[index] ?? 0);
  }

  #float(address: number): number {
    const bits = this.uint32(address);
    const { floats } = this.#layout;
    if (floats !== "float32") return bits === NO_NUMBER ? Number.NaN : (bits | 0) / floats.scaledInt32;
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, bits);
    return view.getFloat32(0);
  }

  #setFloat(address: number, value: number): void {
    const { floats } = this.#layout;
    if (floats !== "float32") {
      if (!Number.isFinite(value)) {
        this.setUint32(address, NO_NUMBER);
        return;
      }
      const scaled = Math.round(value * floats.scaledInt32);
      if (!(Math.abs(scaled) < 2 ** 31))
        throw new RangeError(`${value} does not fit into a 32-bit integer of ${floats.scaledInt32} per unit`);
      this.setUint32(address, scaled >>> 0);
      return;
    }
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value);
    this.setUint32(address, view.getUint32(0));
  }

  /** UTF-8, two bytes a register, ended by the first zero byte or the end of the field. */
  text(address: number): string {
    const bytes = new Uint8Array(TEXT_BYTES);
    for (let index = 0; index < TEXT_BYTES / 2; index++) {
      const register = this.#at(address + index);
      const highFirst = this.#layout.textByteOrder === "highFirst";
      bytes[index * 2] = highFirst ? register >> 8 : register & 0xff;
      bytes[index * 2 + 1] = highFirst ? register & 0xff : register >> 8;
    }
    const end = bytes.indexOf(0);
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(end === -1 ? bytes : bytes.subarray(0, end));
  }

  setText(address: number, text: string): void {
    const bytes = encodeText(text);
    for (let index = 0; index < TEXT_BYTES / 2; index++) {
      const [first, second] = [bytes[index * 2] ?? 0, bytes[index * 2 + 1] ?? 0];
      this.#put(
        address + index,
        this.#layout.textByteOrder === "highFirst" ? (first << 8) | second : (second << 8) | first,
      );
    }
  }
}

/** UTF-8 bytes of a text for a frame; throws a RangeError that names the text when it is longer than TEXT_BYTES. */
export function encodeText(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > TEXT_BYTES)
    throw new RangeError(
      `the text "${text}" takes ${bytes.length} bytes; a frame carries at most ${TEXT_BYTES}`,
    );
  return bytes;
}
