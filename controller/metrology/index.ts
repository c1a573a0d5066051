/**
 * Metrology (计量): scales (标尺), dent geometry, Brinell hardness, mean and uniformity (均匀度), limit tables and the verdict.
 * Pure: values in, values out, hardness arithmetic in decimals. It never reads a file, a clock, a device or a store.
 */
export {
  type BrinellTest,
  brinellDiameterMm,
  brinellForceIndex,
  brinellHardness,
} from "./brinell.ts";
export { type RequiredDistances, requiredDistances } from "./distances.ts";
export {
  type Judgement,
  type JudgeOptions,
  judge,
  type Unjudgeable,
  type Verdict,
} from "./judge.ts";
export {
  type Approval,
  approvalFor,
  type LimitTable,
  LimitTableError,
  parseLimitTable,
  type TableApproval,
} from "./limit-table.ts";
export {
  type Decimal,
  decimal,
  meanAndRange,
  readingAtResolution,
} from "./readings.ts";
export {
  dentDiameterMm,
  depthMm,
  geometricDentDiameterMm,
  hardnessFromDepth,
} from "./rockwell.ts";
export { roundHalfEven } from "./rounding.ts";
export {
  isScaleName,
  SCALE_NAMES,
  SCALES,
  type Scale,
  type ScaleName,
  scaleNamed,
} from "./scales.ts";
export {
  type MeanUncertainty,
  meanUncertainty,
  tFactor,
} from "./uncertainty.ts";
