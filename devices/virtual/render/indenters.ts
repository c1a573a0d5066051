/** What each indenter presses: the slope of its own body over the distance from its axis, and how high steel heaps up around it. */
import type { Dent, DentIndenter } from "./scene.ts";

/** Radius of the ball end of a Rockwell cone, mm, and where it passes into the flank of 120°. */
const TIP_SPHERE_MM = 0.2;
const TIP_EDGE_MM = 0.1;
const CONE_SLOPE = 1 / Math.tan(Math.PI / 3);
/** A Vickers pyramid of 136° between opposite faces, along a diagonal: 1 / (√2 · tan 68°). */
export const VICKERS_DIAGONAL_SLOPE = 1 / (Math.SQRT2 * Math.tan((68 * Math.PI) / 180));

/** Steepest outer slope of the pile-up: steel soft enough for a ball heaps up higher. */
export const PILE_SLOPE: Readonly<Record<DentIndenter, number>> = { cone: 0.07, ball: 0.09, vickers: 0.06 };

/** Slope of the indenter's body at a distance from its axis, mm; along a diagonal of a pyramid. */
export function indenterSlope(dent: Pick<Dent, "indenter" | "ballMm">, r: number): number {
  switch (dent.indenter) {
    case "cone":
      return r < TIP_EDGE_MM ? r / Math.sqrt(TIP_SPHERE_MM ** 2 - r * r) : CONE_SLOPE;
    case "vickers":
      return VICKERS_DIAGONAL_SLOPE;
    case "ball": {
      const ball = (dent.ballMm ?? 1.5875) / 2;
      return r < 0.94 * ball ? r / Math.sqrt(ball * ball - r * r) : 2.75;
    }
  }
}
