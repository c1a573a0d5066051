/**
 * The information base (信息库): batches, block records, images and the schema they live in, on one SQLite file.
 * SQL stands here and in the ledger, nowhere else. It never decides anything and never talks to a device.
 */
export * from "./batches.ts";
export { makeDataFolder } from "./data-folder.ts";
export * from "./images.ts";
export * from "./info-base-error.ts";
export * from "./lock.ts";
export * from "./open.ts";
export * from "./progress.ts";
export * from "./soundness.ts";
export * from "./steering.ts";
export * from "./tally.ts";
export * from "./verifications.ts";
