/**
 * The server (服务): what the running lab looks like from outside, over HTTP on this machine: its state, its batches, its open
 * questions, a live stream, and the page itself. It reads the information base and the links, records a person's answer through
 * the ledger, and never moves a device. It serves loopback only for as long as sign-in and TLS do not exist.
 */
export * from "./api.ts";
export { type RunningServer, startServer } from "./start-server.ts";
