/** Whether another closed edge runs beside the rim, such as a burr's or the pile-up's: then which of them is the rim is in doubt. */
import type { GreyImage } from "../image/grey-image.ts";
import type { RimFrame } from "../rim/frame.ts";
import { bandAlong } from "./band.ts";

const BAND = { directions: 96, reach: 0.16, step: 0.004, leastStepPx: 0.35 };
/** Edges nearer than this to the rim, as a part of the radius, are the rim's own. */
const OWN = 0.012;
/** An edge half as strong as the rim's is a rival. */
const RIVAL = 0.5;

/** Distance of the furthest rival from the rim, as a part of the radius; 0 without one. */
export function rivalDistance(image: GreyImage, frame: RimFrame): number {
  const { strip, middle } = bandAlong(image, frame, BAND);
  const { grey, steps, step } = strip;
  // Signs are kept within a sector: grinding changes sign from direction to direction, a closed edge does not.
  const profile = new Float64Array(steps);
  const sectors = 12;
  for (let sector = 0; sector < sectors; sector++)
    for (let n = 2; n < steps - 2; n++) {
      let sum = 0;
      for (
        let d = (sector * BAND.directions) / sectors;
        d < ((sector + 1) * BAND.directions) / sectors;
        d++
      ) {
        const at = d * steps + n;
        sum += (grey[at + 2] ?? 0) + (grey[at + 1] ?? 0) - (grey[at - 1] ?? 0) - (grey[at - 2] ?? 0);
      }
      profile[n] = (profile[n] ?? 0) + Math.abs(sum || 0);
    }
  const own = Math.max(2, Math.ceil(OWN / step));
  const rim = Math.max(...profile.subarray(middle - own, middle + own + 1));
  let furthest = 0;
  for (let n = 3; n < steps - 3; n++) {
    const here = profile[n] ?? 0;
    const away = Math.abs(n - middle);
    const peak = here > (profile[n - 1] ?? 0) && here >= (profile[n + 1] ?? 0);
    if (peak && away > own && here > RIVAL * rim && away > furthest) furthest = away;
  }
  return furthest * step;
}
