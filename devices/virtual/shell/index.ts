/**
 * The device side of the wire contract (设备外壳): a shell that keeps the job on show, refuses what must be refused and lets a
 * behaviour do the work, served over Modbus TCP or OPC UA. It knows nothing of blocks and keeps nothing over a power cycle.
 */

export type { BehaviourOutcome, BehaviourRun, DeviceBehaviour } from "./behaviour.ts";
export { serveModbus } from "./serve-modbus.ts";
export { serveOpcUa } from "./serve-opcua.ts";
export type { DeviceServer } from "./server.ts";
export { createShell, type DeviceLogEntry, type DeviceShell, type ShellOptions } from "./shell.ts";
