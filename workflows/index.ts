/**
 * The workflows (工作流): lab, line, tray, block, indentation as XState machines, and the recovery table. They are pure: all they
 * ever wait for is a job of the ledger, through the `perform` they are given. They know no device, no database, no clock.
 */
export type { BlockOutput } from "./block-context.ts";
export type { LabInput } from "./lab.ts";
export { labMachine } from "./lab.ts";
export {
  type BlockOrder,
  blockOrderSchema,
  type LineSetup,
  type TrayOrder,
  trayOrderSchema,
  workOrderSchema,
} from "./order.ts";
export * from "./perform.ts";
export { RECOVERY, RESPONSES, type RecoveryRow } from "./recovery.ts";

/** Raised when keys, order or retry limits change: a batch keeps the version it began with. */
export const WORKFLOW_VERSION = 2;
