/**
 * The wire contract in code (线上协议): the words, frames, commands and address maps that controllers and devices share.
 * Pure: encodes and decodes, opens no socket and keeps no state. Strangers read docs/wire-contract.md instead.
 */
export * from "./commands.ts";
export * from "./modbus-frames.ts";
export * from "./node-map.ts";
export * from "./node-values.ts";
export * from "./places.ts";
export { type FrameSpan, type RegisterMap, registerMapSchema } from "./register-map.ts";
export * from "./serial-number.ts";
export * from "./words.ts";
