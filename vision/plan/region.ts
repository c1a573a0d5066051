/** Where an indentation's centre may lie: inside the edge distance, within reach, clear of what is already there. */
import type { Outline, Point } from "../requests.ts";

/** A circle that no centre may lie in. */
export interface KeepOff extends Point {
  readonly radiusMm: number;
}

export interface Region {
  readonly outline: Outline;
  /** Least depth inside the outline, mm. */
  readonly edgeMm: number;
  readonly reachMm: number;
  readonly keepOff: readonly KeepOff[];
  /** Those circles that may cover a point. */
  near(xMm: number, yMm: number): readonly KeepOff[];
}

/** A region with its circles sorted into square cells, so that a point asks only those around it. */
export function makeRegion(
  outline: Outline,
  edgeMm: number,
  reachMm: number,
  keepOff: readonly KeepOff[],
): Region {
  const cellMm = Math.max(0.5, ...keepOff.map((circle) => circle.radiusMm));
  const cells = new Map<number, KeepOff[]>();
  const key = (column: number, row: number): number => row * 1_000_003 + column;
  for (const circle of keepOff) {
    const column = Math.floor(circle.xMm / cellMm);
    const row = Math.floor(circle.yMm / cellMm);
    for (let j = row - 1; j <= row + 1; j++)
      for (let i = column - 1; i <= column + 1; i++) {
        const cell = cells.get(key(i, j));
        if (cell === undefined) cells.set(key(i, j), [circle]);
        else cell.push(circle);
      }
  }
  const none: readonly KeepOff[] = [];
  return {
    outline,
    edgeMm,
    reachMm,
    keepOff,
    near: (xMm, yMm) => cells.get(key(Math.floor(xMm / cellMm), Math.floor(yMm / cellMm))) ?? none,
  };
}

export function withMoreKeptOff(where: Region, more: readonly KeepOff[]): Region {
  return makeRegion(where.outline, where.edgeMm, where.reachMm, [...where.keepOff, ...more]);
}

/** How deep inside the outline a point lies, mm; negative outside. */
export function depthInside(outline: Outline, xMm: number, yMm: number): number {
  const dx = xMm - outline.xMm;
  const dy = yMm - outline.yMm;
  if (outline.kind === "round") return outline.diameterMm / 2 - Math.sqrt(dx * dx + dy * dy);
  const turn = (outline.angleDeg * Math.PI) / 180;
  const u = dx * Math.cos(turn) + dy * Math.sin(turn);
  const v = dy * Math.cos(turn) - dx * Math.sin(turn);
  return Math.min(outline.lengthMm / 2 - Math.abs(u), outline.widthMm / 2 - Math.abs(v));
}

/** Inside edge and reach, whatever lies there. */
export function isOnSurface(where: Region, xMm: number, yMm: number): boolean {
  return (
    xMm * xMm + yMm * yMm <= where.reachMm * where.reachMm &&
    depthInside(where.outline, xMm, yMm) >= where.edgeMm
  );
}

export function isFree(where: Region, xMm: number, yMm: number): boolean {
  if (!isOnSurface(where, xMm, yMm)) return false;
  for (const { xMm: x, yMm: y, radiusMm } of where.near(xMm, yMm)) {
    const dx = x - xMm;
    const dy = y - yMm;
    if (dx * dx + dy * dy < radiusMm * radiusMm) return false;
  }
  return true;
}

/** Points of a square grid in the block's own directions, one of them on its centre, that pass the test. */
export function gridPoints(
  outline: Outline,
  stepMm: number,
  test: (x: number, y: number) => boolean,
): Point[] {
  const turn = outline.kind === "round" ? 0 : (outline.angleDeg * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const halfU = Math.floor((outline.kind === "round" ? outline.diameterMm : outline.lengthMm) / 2 / stepMm);
  const halfV = Math.floor((outline.kind === "round" ? outline.diameterMm : outline.widthMm) / 2 / stepMm);
  const points: Point[] = [];
  for (let j = -halfV; j <= halfV; j++) {
    for (let i = -halfU; i <= halfU; i++) {
      const xMm = outline.xMm + (i * cos - j * sin) * stepMm;
      const yMm = outline.yMm + (i * sin + j * cos) * stepMm;
      if (test(xMm, yMm)) points.push({ xMm, yMm });
    }
  }
  return points;
}

/** Tighter than any use of it, wide enough for rounding: a corner is tested a hair off the circles it lies on. */
const HAIR_MM = 1e-7;

/** Free points where two limits cross: a tight pocket that every grid misses still has its corners. */
export function cornerPoints(where: Region): Point[] {
  const { outline, edgeMm, reachMm, keepOff } = where;
  const points: Point[] = [];
  const keepFree = (xMm: number, yMm: number): void => {
    if (isFree(where, xMm, yMm)) points.push({ xMm, yMm });
  };
  const dents = keepOff
    .map((k): KeepOff => ({ ...k, radiusMm: k.radiusMm + HAIR_MM }))
    .sort((a, b) => a.xMm - b.xMm);
  const bounds: KeepOff[] = [{ xMm: 0, yMm: 0, radiusMm: reachMm - HAIR_MM }];
  if (outline.kind === "round")
    bounds.push({ xMm: outline.xMm, yMm: outline.yMm, radiusMm: outline.diameterMm / 2 - edgeMm - HAIR_MM });
  const largestMm = Math.max(0, ...dents.map((dent) => dent.radiusMm));
  const cross = (a: KeepOff, b: KeepOff): void => {
    for (const p of circleCrossings(a, b)) keepFree(p.xMm, p.yMm);
  };
  dents.forEach((a, i) => {
    for (const bound of bounds) cross(a, bound);
    for (let k = i + 1; k < dents.length; k++) {
      const b = dents[k];
      if (b === undefined || b.xMm - a.xMm > a.radiusMm + largestMm) break;
      cross(a, b);
    }
  });
  bounds.forEach((a, i) => {
    for (const b of bounds.slice(i + 1)) cross(a, b);
  });
  const circles = [...dents, ...bounds];
  if (outline.kind === "rectangular") {
    const sides = rectangleSides(outline, edgeMm + HAIR_MM);
    for (const side of sides) {
      keepFree(side.from.xMm, side.from.yMm);
      for (const circle of circles) for (const p of sideCrossings(side, circle)) keepFree(p.xMm, p.yMm);
    }
  }
  return points;
}

function circleCrossings(a: KeepOff, b: KeepOff): Point[] {
  const dx = b.xMm - a.xMm;
  const dy = b.yMm - a.yMm;
  const d2 = dx * dx + dy * dy;
  const sum = a.radiusMm + b.radiusMm;
  if (d2 === 0 || d2 > sum * sum || d2 < (a.radiusMm - b.radiusMm) ** 2) return [];
  const along = (a.radiusMm ** 2 - b.radiusMm ** 2 + d2) / (2 * d2);
  const across = Math.sqrt(Math.max(0, a.radiusMm ** 2 / d2 - along * along));
  return [1, -1].map((side) => ({
    xMm: a.xMm + along * dx - side * across * dy,
    yMm: a.yMm + along * dy + side * across * dx,
  }));
}

interface Side {
  readonly from: Point;
  readonly to: Point;
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

function sideCrossings(side: Side, circle: KeepOff): Point[] {
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
