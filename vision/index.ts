/**
 * The vision room (视觉): one picture in, what it shows out: outline, surface state, indentations in mm, a plan of positions.
 * Native image code runs in a child process that may die without harm: one picture is tried again, then comes back as an error value.
 * It never touches a device, a database or the clock's date, and never decides what happens to a block.
 */

export { isVisionFailure, type VisionFailure } from "./jobs.ts";
export type { MeasureRequest, MeasureResult } from "./measure-request.ts";
export { type PlanOutcome, PRELIMINARY_EDGE_PART, planIndentations } from "./plan/index.ts";
export { startVision, type VisionOptions, type VisionProcess } from "./process.ts";
export type {
  BlockInGripper,
  CompareFinding,
  CompareRequest,
  CompareResult,
  Indentation,
  LookRequest,
  LookResult,
  Outline,
  Plan,
  PlanRequest,
  Point,
  SurfaceState,
} from "./requests.ts";
export type { ThumbnailRequest, ThumbnailResult } from "./thumbnail-request.ts";
export { visionVersion } from "./version.ts";
