/**
 * Records by columns: what is known of blocks, their verdicts over the years, indentations and readings, devices and their
 * calibrations, limit tables and approvals, and corrections. Rows are only ever added.
 */
export * from "./correct.ts";
export { type ResolutionOf, unitOf } from "./enter-block.ts";
export { type Equipment, enterEquipment, type KnownCalibration } from "./equipment.ts";
export * from "./history.ts";
export * from "./search.ts";
