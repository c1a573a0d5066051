/**
 * Faults on demand (故障注入): what can be made to go wrong in the virtual lab, as a table of kinds; the desk where faults are
 * arranged, by the control channel or by a scenario file; and how they meet a device's jobs, status, network and the world. They
 * live in memory: after a restart only what they did to the world is left.
 */
export { serveControl } from "./control-server.ts";
export { FaultError, type FaultRequest } from "./fault.ts";
export { createFaults, type Faults } from "./faults.ts";
export { kindsAsMarkdown } from "./kinds-table.ts";
export { readScenario } from "./scenario.ts";
