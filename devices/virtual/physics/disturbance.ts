/**
 * Why planning matters: a dent too near an older one or the edge reads falsely. The model is ours, in the direction the trade
 * knows. With r = distance / (2.5 d), d the wider of the two dents, and r < 1: material hardened by a neighbour reads high by
 * 3 HR · (1 − r)²; where the rims overlap (centres nearer than the mean diameter) the indenter sinks into the old crater and the
 * reading is low by 8 HR · (1 − distance/mean diameter) instead; material giving way at the edge reads low by 6 HR · (1 − r)².
 */
import { type BlockShape, edgeDistanceMm } from "./outline.ts";

const REACH_IN_DIAMETERS = 2.5;
const NEIGHBOUR_HR = 3;
const CRATER_HR = 8;
const EDGE_HR = 6;

export interface Disturbance {
  /** Added to the true hardness, HR. */
  readonly hr: number;
  /** Centre to the nearest older dent and to the edge, mm. */
  readonly nearestDentMm: number;
  readonly edgeMm: number;
}

interface Round {
  readonly xMm: number;
  readonly yMm: number;
  readonly diameterMm: number;
}

/** What the surroundings of a new dent (block frame, mm) add to its reading. */
export function disturbance(dent: Round, shape: BlockShape, older: readonly Round[]): Disturbance {
  let hr = 0;
  let nearestDentMm = Number.POSITIVE_INFINITY;
  for (const other of older) {
    const distanceMm = Math.hypot(dent.xMm - other.xMm, dent.yMm - other.yMm);
    nearestDentMm = Math.min(nearestDentMm, distanceMm);
    const meanDiameterMm = (dent.diameterMm + other.diameterMm) / 2;
    const part = distanceMm / (REACH_IN_DIAMETERS * Math.max(dent.diameterMm, other.diameterMm));
    if (distanceMm < meanDiameterMm) hr -= CRATER_HR * (1 - distanceMm / meanDiameterMm);
    else if (part < 1) hr += NEIGHBOUR_HR * (1 - part) ** 2;
  }
  const edgeMm = edgeDistanceMm(shape, dent.xMm, dent.yMm);
  const part = Math.max(0, edgeMm) / (REACH_IN_DIAMETERS * dent.diameterMm);
  if (part < 1) hr -= EDGE_HR * (1 - part) ** 2;
  return { hr, nearestDentMm, edgeMm };
}
