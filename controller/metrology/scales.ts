/** The Rockwell and superficial Rockwell scales (洛氏与表面洛氏标尺) as a table: adding a scale adds a row. */

export type Indenter =
  /** 120° diamond cone with a 0.2 mm tip radius (金刚石圆锥压头). */
  | { readonly kind: "cone" }
  /** Tungsten-carbide ball (硬质合金球压头). */
  | { readonly kind: "ball"; readonly diameterMm: number };

export interface Scale {
  readonly family: "rockwell" | "superficial";
  /** N of HR = N − h/S. */
  readonly fullScaleHr: 100 | 130;
  /** S of HR = N − h/S: the depth of one hardness unit, mm. */
  readonly unitDepthMm: 0.001 | 0.002;
  readonly indenter: Indenter;
  readonly preliminaryForceN: number;
  readonly totalForceN: number;
  /** Where the scale may be used, HR, both ends included. */
  readonly rangeHr: { readonly min: number; readonly max: number };
  /** Nobody here has read the ranges in a regulation or standard. */
  readonly rangeStatus: "unread" | "read";
}

const CONE: Indenter = { kind: "cone" };
const SMALL_BALL: Indenter = { kind: "ball", diameterMm: 1.5875 };
const LARGE_BALL: Indenter = { kind: "ball", diameterMm: 3.175 };

function rockwell(indenter: Indenter, totalForceN: number, min: number, max: number): Scale {
  return {
    family: "rockwell",
    fullScaleHr: indenter.kind === "cone" ? 100 : 130,
    unitDepthMm: 0.002,
    indenter,
    preliminaryForceN: 98.07,
    totalForceN,
    rangeHr: { min, max },
    rangeStatus: "unread",
  };
}

function superficial(indenter: Indenter, totalForceN: number, min: number, max: number): Scale {
  return {
    family: "superficial",
    fullScaleHr: 100,
    unitDepthMm: 0.001,
    indenter,
    preliminaryForceN: 29.42,
    totalForceN,
    rangeHr: { min, max },
    rangeStatus: "unread",
  };
}

/**
 * By the name written after a value: `W` stands for the tungsten-carbide ball. Forces in N and N, S of the formula as in
 * ISO 6508-1; the ranges are unread.
 */
export const SCALES = {
  HRA: rockwell(CONE, 588.4, 20, 88),
  HRD: rockwell(CONE, 980.7, 40, 77),
  HRC: rockwell(CONE, 1471, 20, 70),
  HRFW: rockwell(SMALL_BALL, 588.4, 60, 100),
  HRBW: rockwell(SMALL_BALL, 980.7, 20, 100),
  HRGW: rockwell(SMALL_BALL, 1471, 30, 94),
  HRHW: rockwell(LARGE_BALL, 588.4, 80, 100),
  HREW: rockwell(LARGE_BALL, 980.7, 58, 100),
  HRKW: rockwell(LARGE_BALL, 1471, 40, 100),
  HR15N: superficial(CONE, 147.1, 70, 94),
  HR30N: superficial(CONE, 294.2, 42, 86),
  HR45N: superficial(CONE, 441.3, 20, 77),
  HR15TW: superficial(SMALL_BALL, 147.1, 67, 93),
  HR30TW: superficial(SMALL_BALL, 294.2, 29, 82),
  HR45TW: superficial(SMALL_BALL, 441.3, 10, 72),
} as const satisfies Record<string, Scale>;

export type ScaleName = keyof typeof SCALES;

export function isScaleName(name: string): name is ScaleName {
  return Object.hasOwn(SCALES, name);
}

export const SCALE_NAMES: readonly ScaleName[] = Object.keys(SCALES).filter(isScaleName);

/** The scale of that name (such as `HRC` or `HR30TW`); throws an error that lists those there are. */
export function scaleNamed(name: string): Scale {
  if (!isScaleName(name)) throw new Error(`there is no scale "${name}"; there are ${SCALE_NAMES.join(", ")}`);
  return SCALES[name];
}
