/**
 * The doctor (自检): looks at what a lab stands on (documents, devices, certificates, clock, disk, records, programs) and says
 * what is wrong and what to do. It reads and connects; it moves nothing, changes nothing and leaves no folder behind.
 */
export { identityProblem } from "./device-status.ts";
export { examine } from "./examine.ts";
export type { Finding } from "./finding.ts";
export { lookAtDevicePort } from "./ports.ts";
export { findVirtualLab } from "./virtual-address.ts";
