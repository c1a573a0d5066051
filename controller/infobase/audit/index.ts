/**
 * The audit trail: every covered row enters itself by trigger in its own transaction, each entry bound by its hash to the one
 * before. Verification proves the trail and every row and image against it, or names the first link that is broken.
 */
export type { Cover, Guard } from "./cover.ts";
export { noteAuditHead } from "./head-file.ts";
export * from "./trail.ts";
export * from "./verify.ts";
