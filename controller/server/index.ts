/**
 * The server (服务): what the running lab looks like from outside, over HTTP on this machine: its state, its batches, its open
 * questions, a live stream, metrics, and the page itself; and the client that the command line uses. It hands people's orders
 * and answers to steering and ledger and never moves a device. It serves loopback only for as long as sign-in and TLS do not exist.
 */
export * from "./api.ts";
export { type ControllerClient, ControllerError, controllerOf } from "./client.ts";
export { requireLoopback } from "./guard.ts";
export { hostApi } from "./host-api.ts";
export { type RunningServer, requireFreePort, startServer } from "./start-server.ts";
export * from "./steering-api.ts";
