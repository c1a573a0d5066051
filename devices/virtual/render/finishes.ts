/** The finishes of a test surface as rows: how they answer light, and the relief a camera can resolve. Figures are ours, fitted by eye. */
import type { Material } from "./reflectance.ts";
import type { DentFloor, Finish } from "./scene.ts";

export interface FinishRow {
  readonly material: Material;
  /** Spread of the resolved slopes across the lay. */
  readonly reliefSlope: number;
  /** Shortest and longest mark of the wheel, mm; equal chance by logarithm. */
  readonly markLengthMm: readonly [number, number];
  /** Texture tile along the lay: columns (a power of two) and step. */
  readonly tileColumns: number;
  readonly tileStepUMm: number;
  /** Slow bands across the lay (chatter): spread of their slope. */
  readonly bandSlope: number;
  /** Radius of the lay where the wheel swings, mm; Infinity for straight marks. */
  readonly layRadiusMm: number;
  /** Fine scratches in every direction, and how steep they are. */
  readonly hairlines: number;
  readonly hairlineSlope: number;
}

export const FINISHES: Readonly<Record<Finish, FinishRow>> = {
  ground: {
    material: {
      alongSigma: 0.06,
      acrossSigma: 0.15,
      specular: 1,
      diffuse: 0.1,
    },
    reliefSlope: 0.075,
    markLengthMm: [1.5, 14],
    tileColumns: 512,
    tileStepUMm: 0.25,
    bandSlope: 0.022,
    layRadiusMm: Number.POSITIVE_INFINITY,
    hairlines: 45,
    hairlineSlope: 0.22,
  },
  brushed: {
    material: {
      alongSigma: 0.045,
      acrossSigma: 0.18,
      specular: 1,
      diffuse: 0.1,
    },
    reliefSlope: 0.12,
    markLengthMm: [6, 60],
    tileColumns: 512,
    tileStepUMm: 0.25,
    bandSlope: 0.015,
    layRadiusMm: 420,
    hairlines: 20,
    hairlineSlope: 0.25,
  },
  polished: {
    material: {
      alongSigma: 0.05,
      acrossSigma: 0.06,
      specular: 1,
      diffuse: 0.05,
    },
    reliefSlope: 0.012,
    markLengthMm: [2, 20],
    tileColumns: 1024,
    tileStepUMm: 0.075,
    bandSlope: 0.004,
    layRadiusMm: Number.POSITIVE_INFINITY,
    hairlines: 160,
    hairlineSlope: 0.1,
  },
};

/** Steel pressed by an indenter keeps little of the grinding; what the indenter and the flow left decides its gloss. */
export const FLOORS: Readonly<Record<DentFloor, Material>> = {
  mirror: {
    alongSigma: 0.03,
    acrossSigma: 0.03,
    specular: 0.8,
    diffuse: 0.04,
  },
  satin: {
    alongSigma: 0.085,
    acrossSigma: 0.085,
    specular: 0.85,
    diffuse: 0.1,
  },
  matt: {
    alongSigma: 0.17,
    acrossSigma: 0.17,
    specular: 0.9,
    diffuse: 0.2,
  },
};

/** The turned chamfer and edge. */
export const EDGE_MATERIAL: Material = {
  alongSigma: 0.12,
  acrossSigma: 0.12,
  specular: 0.8,
  diffuse: 0.26,
};
