/**
 * The physics of the virtual lab: what a block truly is (hardness field, shape), how large a dent becomes and how badly a
 * badly placed one reads. Pure, seeded by values; never knows a device, a job or a file of the world.
 */
export { dentSize, readingInScale } from "./dent.ts";
export { disturbance } from "./disturbance.ts";
export { normal, uniforms } from "./draws.ts";
export { hardnessAt } from "./field.ts";
export type { BlockShape } from "./outline.ts";
export {
  type PhysicalBlock,
  type PhysicalContent,
  type PhysicalFile,
  PhysicalFileError,
  parsePhysicalFile,
  physicalBlockSchema,
  readPhysicalFile,
} from "./physical-file.ts";
export { type OrderedBlock, physicalTrayFor, referenceBlockFor } from "./physical-tray.ts";
export { type BlockPose, blockPoint, gripperPoint } from "./pose.ts";
export { type Indenter, type RockwellScale, rockwellScale } from "./scales.ts";
