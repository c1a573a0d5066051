/**
 * Places where two limits cross. A tight pocket that every grid misses still has its corners, and positions pushed together as
 * far as they go lie on crossings of each other's limits.
 */
import type { Outline, Point } from "../requests.ts";
import type { KeepOff } from "./keep-away.ts";
import { isFree, type Region } from "./region.ts";

/** Tighter than any use of it, wide enough for rounding: a corner is tested a hair off the limits it lies on. */
const HAIR_MM = 1e-7;

interface Circle extends Point {
  readonly radiusMm: number;
}

interface Side {
  readonly from: Point;
  readonly to: Point;
}

/** A piece of a limit with the box around it. */
interface Limit {
  readonly circle?: Circle;
  readonly side?: Side;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly added: boolean;
}

/** Free points where two limits of the region cross. */
export function cornerPoints(where: Region): Point[] {
  return crossings(where, limitsOf(where), () => true);
}

/** Free points that touch one of the centres at the spacing, and another or a limit of the region besides. */
export function contactPoints(where: Region, centres: readonly Point[], spacingMm: number): Point[] {
  const circles = centres.map((c) => circleLimit({ ...c, radiusMm: spacingMm + HAIR_MM }, true));
  return crossings(where, [...limitsOf(where), ...circles], (a, b) => a.added || b.added);
}

function crossings(where: Region, limits: Limit[], wanted: (a: Limit, b: Limit) => boolean): Point[] {
  const points: Point[] = [];
  const sorted = [...limits].sort((a, b) => a.left - b.left);
  sorted.forEach((a, i) => {
    for (let k = i + 1; k < sorted.length; k++) {
      const b = sorted[k];
      if (b === undefined || b.left > a.right) break;
      if (b.top > a.bottom || b.bottom < a.top || !wanted(a, b)) continue;
      for (const p of cross(a, b)) if (isFree(where, p.xMm, p.yMm)) points.push(p);
    }
  });
  return points;
}

function limitsOf(where: Region): Limit[] {
  const { outline, edgeMm, reachMm, keepOff } = where;
  const limits = [circleLimit({ xMm: 0, yMm: 0, radiusMm: reachMm - HAIR_MM })];
  if (outline.kind === "round") {
    const radiusMm = outline.diameterMm / 2 - edgeMm - HAIR_MM;
    if (radiusMm > 0) limits.push(circleLimit({ xMm: outline.xMm, yMm: outline.yMm, radiusMm }));
  } else limits.push(...rectangleSides(outline, edgeMm + HAIR_MM).map(sideLimit));
  for (const what of keepOff) limits.push(...limitsAround(what));
  return limits;
}

/** A circle; around a polygon one circle for each of its points and a line beside each of its sides. */
function limitsAround(what: KeepOff): Limit[] {
  if (what.polygon === undefined) return [circleLimit({ ...what, radiusMm: what.radiusMm + HAIR_MM })];
  const { points, marginMm } = what.polygon;
  const radiusMm = marginMm + HAIR_MM;
  return points.flatMap((to, i) => {
    const from = points[(i + points.length - 1) % points.length] ?? to;
    const length = Math.sqrt((to.xMm - from.xMm) ** 2 + (to.yMm - from.yMm) ** 2);
    const corner = circleLimit({ ...to, radiusMm });
    if (length === 0) return [corner];
    const outX = (radiusMm * (to.yMm - from.yMm)) / length;
    const outY = (-radiusMm * (to.xMm - from.xMm)) / length;
    const beside = (sign: number): Limit =>
      sideLimit({
        from: { xMm: from.xMm + sign * outX, yMm: from.yMm + sign * outY },
        to: { xMm: to.xMm + sign * outX, yMm: to.yMm + sign * outY },
      });
    return [corner, beside(1), beside(-1)];
  });
}

function circleLimit(circle: Circle, added = false): Limit {
  const { xMm, yMm, radiusMm } = circle;
  return {
    circle,
    added,
    left: xMm - radiusMm,
    right: xMm + radiusMm,
    top: yMm - radiusMm,
    bottom: yMm + radiusMm,
  };
}

function sideLimit(side: Side): Limit {
  const { from, to } = side;
  return {
    side,
    added: false,
    left: Math.min(from.xMm, to.xMm),
    right: Math.max(from.xMm, to.xMm),
    top: Math.min(from.yMm, to.yMm),
    bottom: Math.max(from.yMm, to.yMm),
  };
}

function cross(a: Limit, b: Limit): Point[] {
  if (a.circle !== undefined)
    return b.circle !== undefined
      ? circleCrossings(a.circle, b.circle)
      : b.side !== undefined
        ? sideCrossings(b.side, a.circle)
        : [];
  if (a.side === undefined) return [];
  if (b.circle !== undefined) return sideCrossings(a.side, b.circle);
  return b.side === undefined ? [] : sidesCrossing(a.side, b.side);
}

function circleCrossings(a: Circle, b: Circle): Point[] {
  const dx = b.xMm - a.xMm;
  const dy = b.yMm - a.yMm;
  const d2 = dx * dx + dy * dy;
  const sum = a.radiusMm + b.radiusMm;
  if (d2 === 0 || d2 > sum * sum || d2 < (a.radiusMm - b.radiusMm) ** 2) return [];
  const along = (a.radiusMm ** 2 - b.radiusMm ** 2 + d2) / (2 * d2);
  const across = Math.sqrt(Math.max(0, a.radiusMm ** 2 / d2 - along * along));
  return [1, -1].map((sign) => ({
    xMm: a.xMm + along * dx - sign * across * dy,
    yMm: a.yMm + along * dy + sign * across * dx,
  }));
}

function rectangleSides(outline: Extract<Outline, { kind: "rectangular" }>, insetMm: number): Side[] {
  const turn = (outline.angleDeg * Math.PI) / 180;
  const u = outline.lengthMm / 2 - insetMm;
  const v = outline.widthMm / 2 - insetMm;
  if (u <= 0 || v <= 0) return [];
  const corners = [
    [u, v],
    [-u, v],
    [-u, -v],
    [u, -v],
  ].map(([a = 0, b = 0]) => ({
    xMm: outline.xMm + a * Math.cos(turn) - b * Math.sin(turn),
    yMm: outline.yMm + a * Math.sin(turn) + b * Math.cos(turn),
  }));
  return corners.map((from, i) => ({ from, to: corners[(i + 1) % corners.length] ?? from }));
}

function sideCrossings(side: Side, circle: Circle): Point[] {
  const dx = side.to.xMm - side.from.xMm;
  const dy = side.to.yMm - side.from.yMm;
  const fx = side.from.xMm - circle.xMm;
  const fy = side.from.yMm - circle.yMm;
  const a = dx * dx + dy * dy;
  const b = fx * dx + fy * dy;
  const root = b * b - a * (fx * fx + fy * fy - circle.radiusMm ** 2);
  if (a === 0 || root < 0) return [];
  return [1, -1]
    .map((sign) => (-b + sign * Math.sqrt(root)) / a)
    .filter((t) => t >= 0 && t <= 1)
    .map((t) => ({ xMm: side.from.xMm + t * dx, yMm: side.from.yMm + t * dy }));
}

/** Where two sides meet; sides of a rectangle share their corners, which rounding must not lose. */
function sidesCrossing(a: Side, b: Side): Point[] {
  const ax = a.to.xMm - a.from.xMm;
  const ay = a.to.yMm - a.from.yMm;
  const bx = b.to.xMm - b.from.xMm;
  const by = b.to.yMm - b.from.yMm;
  const turn = ax * by - ay * bx;
  if (turn === 0) return [];
  const fx = b.from.xMm - a.from.xMm;
  const fy = b.from.yMm - a.from.yMm;
  const alongA = (fx * by - fy * bx) / turn;
  const alongB = (fx * ay - fy * ax) / turn;
  const outside = (t: number): boolean => t < -1e-9 || t > 1 + 1e-9;
  if (outside(alongA) || outside(alongB)) return [];
  return [{ xMm: a.from.xMm + alongA * ax, yMm: a.from.yMm + alongA * ay }];
}
