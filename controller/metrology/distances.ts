/** How far apart dents must be and how far from the edge, from a limit table's rules and the dent to expect. */
import type { LimitTable } from "./limit-table.ts";
import { dentDiameterMm } from "./rockwell.ts";

export interface RequiredDistances {
  /** Diameter to expect of a new dent, mm. */
  readonly dentDiameterMm: number;
  /** Between the centres of two new dents, mm. */
  readonly spacingMm: number;
  /** Times its own diameter from the centre of an old dent, if that is more than `spacingMm`. */
  readonly spacingFactor: number;
  /** From a dent's centre to the edge of the test surface, mm. */
  readonly edgeMm: number;
}

/** Distances for new dents of a Rockwell or superficial scale at a hardness in HR, mm. */
export function requiredDistances(table: LimitTable, scale: string, hardnessHr: number): RequiredDistances {
  const diameter = dentDiameterMm(scale, hardnessHr);
  return {
    dentDiameterMm: diameter,
    spacingMm: Math.max(table.spacing.timesDiameter * diameter, table.spacing.atLeastMm),
    spacingFactor: table.spacing.timesDiameter,
    edgeMm: Math.max(table.edge.timesDiameter * diameter, table.edge.atLeastMm),
  };
}
