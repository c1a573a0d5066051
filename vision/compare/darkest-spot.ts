/** The place near an expected indentation that is darkest against both ends of every line through it. */
import { type GreyImage, greyAt } from "../image/grey-image.ts";

export interface Spot {
  readonly x: number;
  readonly y: number;
  /** Grey values that it is darker, at the worst direction; negative when it is brighter. */
  readonly darker: number;
}

const AXES = 8;
const OUTSIDE = 1.6;
const DIRECTIONS = Array.from({ length: 2 * AXES }, (_, i) => [
  Math.cos((Math.PI * i) / AXES),
  Math.sin((Math.PI * i) / AXES),
]);

export function darkestSpot(image: GreyImage, x: number, y: number, radiusPx: number, reachPx: number): Spot {
  let best: Spot = { x, y, darker: Number.NEGATIVE_INFINITY };
  const step = Math.max(1, radiusPx / 4);
  const steps = Math.ceil(reachPx / step);
  for (let j = -steps; j <= steps; j++)
    for (let i = -steps; i <= steps; i++) {
      const at = { x: x + i * step, y: y + j * step };
      if (Math.hypot(at.x - x, at.y - y) > reachPx) continue;
      const darker = worstEnd(image, at.x, at.y, radiusPx) - flankGrey(image, at.x, at.y, radiusPx);
      if (darker > best.darker) best = { ...at, darker };
    }
  return best;
}

/** Mean grey of the flank: between floor and rim, where every indenter leaves its steepest walls. */
function flankGrey(image: GreyImage, x: number, y: number, radiusPx: number): number {
  let sum = 0;
  for (const [dx = 0, dy = 0] of DIRECTIONS)
    for (const part of [0.55, 0.75]) sum += greyAt(image, x + part * radiusPx * dx, y + part * radiusPx * dy);
  return sum / (2 * DIRECTIONS.length);
}

function worstEnd(image: GreyImage, x: number, y: number, radiusPx: number): number {
  const far = OUTSIDE * radiusPx;
  let worst = Number.POSITIVE_INFINITY;
  for (const [dx = 0, dy = 0] of DIRECTIONS.slice(0, AXES)) {
    const one = greyAt(image, x + far * dx, y + far * dy);
    const other = greyAt(image, x - far * dx, y - far * dy);
    worst = Math.min(worst, Math.max(one, other));
  }
  return worst;
}
