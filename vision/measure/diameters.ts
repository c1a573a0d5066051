/** Two perpendicular diameters of a traced rim and how far they may be off, px. */
import { placeIn } from "../rim/frame.ts";
import type { RimTrace } from "../rim/index.ts";

export interface Diameters {
  readonly horizontalPx: number;
  readonly verticalPx: number;
  /** Standard uncertainty of their mean by the scatter of the edges and of the rim about its ellipse. */
  readonly scatterPx: number;
}

/** Half-width of the sectors in which opposite edges are averaged. */
const SECTOR_DEG = 22.5;
/** So many edges' worth of trust is given to the ellipse against those of one sector: it rests on all others. */
const ELLIPSE_TRUST = 12;
/** Neighbouring edges err alike: this many count as one. */
const ALIKE = 5;

export function diametersOf(trace: RimTrace): Diameters {
  const { fit, fitting } = trace;
  const total = fitting.weight.reduce((sum, weight) => sum + weight, 0);
  return {
    horizontalPx: diameterAt(trace, 0),
    verticalPx: diameterAt(trace, Math.PI / 2),
    // Each edge moves the radius by its own error, the diameter by twice that.
    scatterPx: 2 * fit.spreadPx * Math.sqrt(ALIKE / Math.max(ALIKE, total)),
  };
}

/** The ellipse's chord through its centre, moved by what the edges in the two opposite sectors say together. */
function diameterAt({ frame, fit, points, fitting }: RimTrace, direction: number): number {
  const turn = direction - (fit.angleDeg * Math.PI) / 180;
  const [a, b] = [fit.majorPx / 2, fit.minorPx / 2];
  const half = (a * b) / Math.hypot(b * Math.cos(turn), a * Math.sin(turn));
  let moved = 0;
  for (const side of [direction, direction + Math.PI]) {
    let sum = 0;
    let weights = ELLIPSE_TRUST;
    points.forEach(({ xPx, yPx }, n) => {
      const weight = fitting.weight[n] ?? 0;
      if (weight === 0) return;
      const away = Math.atan2(yPx - frame.yPx, xPx - frame.xPx) - side;
      if (Math.cos(away) < Math.cos((SECTOR_DEG * Math.PI) / 180)) return;
      sum += weight * (placeIn(frame, xPx, yPx).rho - 1);
      weights += weight;
    });
    moved += (sum / weights) * half;
  }
  return 2 * half + moved;
}
