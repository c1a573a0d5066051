/** Circles and rectangles through the border points of one region: most agreeing points win, so jaws, dents and shadows may disturb it. */
import { seeded } from "../plan/seeded.ts";
import type { CirclePx, RectanglePx } from "./outline-px.ts";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

const TRIES = 90;
const ON_BORDER_PX = 1.4;
/** Border points kept; more add time and no knowledge. */
const MOST_POINTS = 260;

export function thinned(points: readonly Spot[]): Spot[] {
  const step = Math.max(1, points.length / MOST_POINTS);
  return Array.from({ length: Math.floor(points.length / step) }, (_, i) => points[Math.floor(i * step)])
    .filter((p) => p !== undefined)
    .map((p) => ({ x: p.x, y: p.y }));
}

/** The circle that most points lie on; undefined when fewer than a third of them do. */
export function circleThrough(points: readonly Spot[], mostRadiusPx: number): CirclePx | undefined {
  const random = seeded(points.length * 7919 + 17);
  const pick = (): Spot | undefined => points[Math.floor(random() * points.length)];
  let best: { x: number; y: number; r: number } | undefined;
  let most = points.length / 3;
  for (let n = 0; n < TRIES; n++) {
    const [a, b, c] = [pick(), pick(), pick()];
    if (a === undefined || b === undefined || c === undefined) return undefined;
    const circle = circleOf(a, b, c);
    if (circle === undefined || circle.r < 6 || circle.r > mostRadiusPx) continue;
    let on = 0;
    for (const p of points)
      if (Math.abs(Math.hypot(p.x - circle.x, p.y - circle.y) - circle.r) < ON_BORDER_PX) on++;
    if (on > most) {
      most = on;
      best = circle;
    }
  }
  return best === undefined ? undefined : { kind: "round", xPx: best.x, yPx: best.y, diameterPx: 2 * best.r };
}

function circleOf(a: Spot, b: Spot, c: Spot): { x: number; y: number; r: number } | undefined {
  const bx = b.x - a.x;
  const by = b.y - a.y;
  const cx = c.x - a.x;
  const cy = c.y - a.y;
  const d = 2 * (bx * cy - by * cx);
  if (Math.abs(d) < 40) return undefined;
  const b2 = bx * bx + by * by;
  const c2 = cx * cx + cy * cy;
  const x = (cy * b2 - by * c2) / d;
  const y = (bx * c2 - cx * b2) / d;
  return { x: a.x + x, y: a.y + y, r: Math.hypot(x, y) };
}

/** Border points apart by this many give the border's direction there. */
const CHORD = 7;
const TURN_STEP_DEG = 1;

/**
 * The rectangle on whose four sides most points lie: one turn for all, then the fullest lines on either side. A side beyond the
 * picture's edge is put where `cut`, the region's points on that edge, end.
 */
export function rectangleThrough(contour: readonly Spot[], cut: readonly Spot[]): RectanglePx | undefined {
  if (contour.length < 60) return undefined;
  const turnDeg = commonTurnDeg(contour);
  const turn = (turnDeg * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const alongU = (p: Spot): number => p.x * cos + p.y * sin;
  const alongV = (p: Spot): number => p.y * cos - p.x * sin;
  const uSides = fullestPair(contour.map(alongU), cut.map(alongU));
  const vSides = fullestPair(contour.map(alongV), cut.map(alongV));
  if (uSides === undefined || vSides === undefined) return undefined;
  const u = (uSides[0] + uSides[1]) / 2;
  const v = (vSides[0] + vSides[1]) / 2;
  const uLength = uSides[1] - uSides[0];
  const vLength = vSides[1] - vSides[0];
  const upright = vLength > uLength;
  return {
    kind: "rectangular",
    xPx: u * cos - v * sin,
    yPx: u * sin + v * cos,
    lengthPx: Math.max(uLength, vLength),
    widthPx: Math.min(uLength, vLength),
    angleDeg: upright ? turnDeg - 90 : turnDeg,
  };
}

/** Direction modulo 90° that most of the border takes, 0 to 90. */
function commonTurnDeg(contour: readonly Spot[]): number {
  const bins = new Float64Array(90 / TURN_STEP_DEG);
  contour.forEach((p, i) => {
    const q = contour[(i + CHORD) % contour.length];
    if (q === undefined) return;
    const length = Math.hypot(q.x - p.x, q.y - p.y);
    if (length < CHORD * 0.7 || length > CHORD * 2) return;
    const degrees = (((Math.atan2(q.y - p.y, q.x - p.x) * 180) / Math.PI + 360) % 90) / TURN_STEP_DEG;
    const at = Math.floor(degrees) % bins.length;
    bins[at] = (bins[at] ?? 0) + 1;
  });
  const near = (at: number): number => bins[(at + bins.length) % bins.length] ?? 0;
  let best = 0;
  let most = -1;
  for (let at = 0; at < bins.length; at++) {
    let sum = 0;
    for (let k = -4; k <= 4; k++) sum += near(at + k);
    if (sum > most) {
      most = sum;
      best = at;
    }
  }
  let weight = 0;
  let shift = 0;
  for (let k = -6; k <= 6; k++) {
    weight += near(best + k);
    shift += k * near(best + k);
  }
  return ((best + 0.5 + (weight > 0 ? shift / weight : 0)) * TURN_STEP_DEG + 90) % 90;
}

/** So much further out must the region be cut by the picture's edge for its side to lie beyond. */
const BEYOND_PX = 4;
/** And along so much of a side's length: a jaw that reaches the picture's edge is narrower. */
const CUT_PART = 0.5;

/** The two fullest places (within ±1.5) in the lower and the upper half of the values' range, or the ends of those cut off. */
function fullestPair(
  values: readonly number[],
  cut: readonly number[],
): readonly [number, number] | undefined {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of [...values, ...cut]) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (most - least < 12) return undefined;
  const bins = new Float64Array(Math.ceil(most - least) + 4);
  for (const value of values) {
    const at = Math.round(value - least) + 1;
    bins[at] = (bins[at] ?? 0) + 1;
  }
  const fullness = (at: number): number => (bins[at - 1] ?? 0) + (bins[at] ?? 0) + (bins[at + 1] ?? 0);
  const fullest = (from: number, to: number): number => {
    let best = from;
    for (let at = from; at < to; at++) if (fullness(at) > fullness(best)) best = at;
    const weight = fullness(best);
    const shift = weight > 0 ? ((bins[best + 1] ?? 0) - (bins[best - 1] ?? 0)) / weight : 0;
    return best + shift - 1 + least;
  };
  const middle = Math.floor(bins.length / 2);
  const [low, high] = [fullest(1, middle), fullest(middle, bins.length - 1)];
  const full =
    CUT_PART * Math.max(fullness(Math.round(low - least) + 1), fullness(Math.round(high - least) + 1));
  const below = cut.filter((value) => value < low - BEYOND_PX);
  const above = cut.filter((value) => value > high + BEYOND_PX);
  return [below.length > full ? Math.min(...below) : low, above.length > full ? Math.max(...above) : high];
}
