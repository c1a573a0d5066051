/**
 * The information base (信息库): batches, block records, what is searched by columns, images, the audit trail that covers them, and
 * the schema they live in, on one SQLite file. SQL stands here and in the ledger, nowhere else. Rows are added, never changed or
 * deleted. It never decides anything and never talks to a device.
 */
export * from "./audit/index.ts";
export * from "./backup/index.ts";
export * from "./batches.ts";
export * from "./block-row.ts";
export { makeDataFolder } from "./data-folder.ts";
export * from "./image-results.ts";
export * from "./images.ts";
export * from "./info-base-error.ts";
export * from "./lock.ts";
export * from "./open.ts";
export * from "./progress.ts";
export * from "./records/index.ts";
export * from "./soundness.ts";
export * from "./standing.ts";
export * from "./steering.ts";
export * from "./tally.ts";
export * from "./verifications.ts";
