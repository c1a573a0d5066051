/**
 * The frame in which a rim is searched: an ellipse as the affine image of the unit circle. A rim near it is a distance ρ(θ) near 1, and
 * every small change of the ellipse is a sum of five harmonics of θ, whatever its axes.
 */

/** Full axes, px; the major axis turned clockwise from the picture's x, −90 to 90. */
export interface Ellipse {
  readonly xPx: number;
  readonly yPx: number;
  readonly majorPx: number;
  readonly minorPx: number;
  readonly angleDeg: number;
}

/** x = xPx + ρ(xx·cos θ + xy·sin θ), y = yPx + ρ(yx·cos θ + yy·sin θ). */
export interface RimFrame {
  readonly xPx: number;
  readonly yPx: number;
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
}

export function frameOf({ xPx, yPx, majorPx, minorPx, angleDeg }: Ellipse): RimFrame {
  const turn = (angleDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [a, b] = [majorPx / 2, minorPx / 2];
  // Symmetric, so that θ stays the picture's direction (nearly so for an oval).
  return {
    xPx,
    yPx,
    xx: a * cos * cos + b * sin * sin,
    xy: (a - b) * cos * sin,
    yx: (a - b) * cos * sin,
    yy: a * sin * sin + b * cos * cos,
  };
}

export function ellipseOf({ xPx, yPx, xx, xy, yx, yy }: RimFrame): Ellipse {
  const mean = Math.hypot(xx + yy, xy - yx);
  const difference = Math.hypot(xx - yy, xy + yx);
  const sum = Math.atan2(yx - xy, xx + yy);
  const twice = Math.atan2(yx + xy, xx - yy);
  const degrees = ((sum + twice) * 90) / Math.PI;
  return {
    xPx,
    yPx,
    majorPx: mean + difference,
    minorPx: Math.abs(mean - difference),
    angleDeg: degrees > 90 ? degrees - 180 : degrees < -90 ? degrees + 180 : degrees,
  };
}

/** Radius of the circle of equal area, px. */
export function radiusOf({ xx, xy, yx, yy }: RimFrame): number {
  return Math.sqrt(Math.abs(xx * yy - xy * yx));
}

/** Shift along both axes, growth and stretch, all as parts of the radius: what moves ρ by u·cos θ + v·sin θ + s + e·cos 2θ + f·sin 2θ. */
export interface RimChange {
  readonly u: number;
  readonly v: number;
  readonly s: number;
  readonly e: number;
  readonly f: number;
}

export function changed(frame: RimFrame, { u, v, s, e, f }: RimChange): RimFrame {
  const { xx, xy, yx, yy } = frame;
  return {
    xPx: frame.xPx + xx * u + xy * v,
    yPx: frame.yPx + yx * u + yy * v,
    xx: xx * (1 + s + e) + xy * f,
    xy: xx * f + xy * (1 + s - e),
    yx: yx * (1 + s + e) + yy * f,
    yy: yx * f + yy * (1 + s - e),
  };
}

/** Where a point lies in the frame. */
export function placeIn(frame: RimFrame, xPx: number, yPx: number): { rho: number; theta: number } {
  const { xx, xy, yx, yy } = frame;
  const per = 1 / (xx * yy - xy * yx);
  const dx = xPx - frame.xPx;
  const dy = yPx - frame.yPx;
  const a = (yy * dx - xy * dy) * per;
  const b = (xx * dy - yx * dx) * per;
  return { rho: Math.hypot(a, b), theta: Math.atan2(b, a) };
}
