/**
 * The virtual lab (虚拟实验室): a separate process that serves every device of a lab file over the real wire contract and keeps
 * the physical truth in a file of its own. This door starts, finds and stops that process and reads the truth after the fact;
 * it never reaches into the world it serves, which is changed through the devices alone.
 */

export type { FaultRequest } from "./faults/index.ts";
export {
  isVirtualLabAlive,
  startVirtualLab,
  stopVirtualLab,
  VirtualLabError,
  type VirtualLabHandle,
} from "./launcher.ts";
export { physicalTrayFor } from "./physics/index.ts";
export { readTruth } from "./world/read-truth.ts";
export type * from "./world/truth.ts";
