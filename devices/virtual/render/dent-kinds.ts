/**
 * The dents an old block may carry, by Rockwell scale: indenter and the range of the rim's diameter over the scale's range. The
 * ranges are the geometry of h (cone or ball) times 1.4, since real dents are about so much wider; ours, not a regulation's.
 */

import { VICKERS_DIAGONAL_SLOPE } from "./indenters.ts";
import { oneOf, type Random } from "./random.ts";
import type { Dent, DentIndenter } from "./scene.ts";

export interface DentKind {
  readonly scale: string;
  readonly indenter: DentIndenter;
  readonly ballMm?: number;
  /** Rim diameter at the hard and at the soft end of the scale, mm. */
  readonly diameterMm: readonly [number, number];
  readonly superficial: boolean;
}

const cone = (scale: string, hardMm: number, softMm: number, superficial = false): DentKind => ({
  scale,
  indenter: "cone",
  diameterMm: [hardMm, softMm],
  superficial,
});
const ball = (
  scale: string,
  ballMm: number,
  hardMm: number,
  softMm: number,
  superficial = false,
): DentKind => ({ scale, indenter: "ball", ballMm, diameterMm: [hardMm, softMm], superficial });

export const DENT_KINDS: readonly DentKind[] = [
  cone("HRA", 0.24, 0.92),
  cone("HRD", 0.37, 0.73),
  cone("HRC", 0.45, 0.92),
  ball("HRF", 1.5875, 0.85, 1.26),
  ball("HRB", 1.5875, 0.85, 1.42),
  ball("HRG", 1.5875, 0.92, 1.42),
  ball("HRH", 3.175, 1.21, 1.55),
  ball("HRE", 3.175, 1.21, 1.85),
  ball("HRK", 3.175, 1.2, 2.06),
  cone("HR15N", 0.16, 0.29, true),
  cone("HR30N", 0.21, 0.43, true),
  cone("HR45N", 0.27, 0.53, true),
  ball("HR15T", 1.5875, 0.29, 0.63, true),
  ball("HR30T", 1.5875, 0.48, 0.92, true),
  ball("HR45T", 1.5875, 0.59, 1.02, true),
];

const vickers = (scale: string, hardMm: number, softMm: number): DentKind => ({
  scale,
  indenter: "vickers",
  diameterMm: [hardMm, softMm],
  superficial: true,
});

/**
 * Dents of other tests that stand on a block or under a microscope: Brinell of d/D 0.24 to 0.60, Vickers diagonals of about 800 to
 * 150 HV from d = √(0.1891 · F / HV), F in N.
 */
export const FOREIGN_KINDS: readonly DentKind[] = [
  ball("HBW1", 1, 0.24, 0.6),
  ball("HBW2.5", 2.5, 0.6, 1.5),
  ball("HBW5", 5, 1.2, 3),
  ball("HBW10", 10, 2.4, 6),
  vickers("HV1", 0.048, 0.111),
  vickers("HV5", 0.108, 0.249),
  vickers("HV10", 0.152, 0.352),
  vickers("HV30", 0.264, 0.609),
  vickers("HV100", 0.482, 1.112),
];

/** A dent and the scale that made it. */
export interface MadeDent extends Dent {
  readonly scale: string;
}

/** One kind of those that `wanted` accepts, each scale as likely. */
export function pickKind(random: Random, wanted: (kind: DentKind) => boolean): DentKind {
  const [first, ...rest] = DENT_KINDS.filter(wanted);
  if (first === undefined) throw new RangeError("no kind of dent fits what was asked for");
  return oneOf(random, [first, ...rest]);
}

/** Depth in mm at which the indenter's own shape has the given width; the indenter leaves no other shape. */
export function depthOf(kind: Pick<DentKind, "indenter" | "ballMm">, diameterMm: number): number {
  const radius = diameterMm / 2;
  if (kind.indenter === "vickers") return radius * VICKERS_DIAGONAL_SLOPE;
  if (kind.indenter === "ball") {
    const ballRadius = (kind.ballMm ?? 1.5875) / 2;
    return ballRadius - Math.sqrt(Math.max(0, ballRadius * ballRadius - radius * radius));
  }
  return radius > 0.1
    ? 0.0268 + (radius - 0.1) / Math.tan(Math.PI / 3)
    : 0.2 - Math.sqrt(0.04 - radius * radius);
}
