/** Shadows that a dent's rim throws on its floor when lamps stand low. First order: the rim is a circle at the crest's height. */
import { smooth } from "./dent-profile.ts";
import type { LowLamp } from "./lamps.ts";

/** Least softness of a shadow, as a tangent: steel scatters a little into it. */
const LEAST_SOFTNESS = 0.04;

/**
 * Part of the low lamps' light that the rim keeps from a point of the floor, 0 to 1: `depthMm` below the crest, at an offset from
 * the centre, mm. Of a ring the lamp opposite counts, for that is the one a flank mirrors.
 */
export function shadedPart(
  lamps: readonly LowLamp[],
  rimMm: number,
  depthMm: number,
  duMm: number,
  dvMm: number,
): number {
  let dark = 0;
  const r2 = Math.min(duMm * duMm + dvMm * dvMm, rimMm * rimMm);
  for (const lamp of lamps) {
    const { towards } = lamp;
    const along = towards === undefined ? -Math.sqrt(r2) : duMm * towards[0] + dvMm * towards[1];
    const wayMm = -along + Math.sqrt(Math.max(0, rimMm * rimMm - r2 + along * along));
    if (wayMm < 1e-6) continue;
    const softness = Math.max(lamp.softness, LEAST_SOFTNESS);
    dark += lamp.share * smooth((depthMm / wayMm - lamp.tanElevation) / (2 * softness) + 0.5);
  }
  return dark;
}
