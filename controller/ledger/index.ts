/**
 * The ledger (作业账本): every job of the lab by key, with its outcome. It makes each physical action happen exactly once,
 * whatever crashes, and is all that workflows ever wait for. It knows jobs, devices and rows, nothing of blocks or hardness.
 */
export * from "./errors.ts";
export * from "./gate.ts";
export * from "./ledger.ts";
export * from "./observe.ts";
