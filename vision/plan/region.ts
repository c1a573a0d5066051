/** Where an indentation's centre may lie: inside the edge distance, within reach, clear of what is already there. */
import type { Outline, Point } from "../requests.ts";
import { isNearPolygon, type KeepOff, keepsOff } from "./keep-away.ts";

export interface Region {
  readonly outline: Outline;
  /** Least depth inside the outline, mm. */
  readonly edgeMm: number;
  readonly reachMm: number;
  readonly keepOff: readonly KeepOff[];
  /** Those that may cover a point. */
  near(xMm: number, yMm: number): readonly KeepOff[];
}

/** Square cells along the outline's greater side. */
const CELLS = 24;
const NONE: readonly KeepOff[] = [];

/** A region with what is kept off sorted into square cells, so that a point asks only what is around it. */
export function makeRegion(
  outline: Outline,
  edgeMm: number,
  reachMm: number,
  keepOff: readonly KeepOff[],
): Region {
  const sizeMm =
    outline.kind === "round" ? outline.diameterMm : Math.sqrt(outline.lengthMm ** 2 + outline.widthMm ** 2);
  const cellMm = sizeMm / CELLS;
  const left = outline.xMm - sizeMm / 2;
  const top = outline.yMm - sizeMm / 2;
  const cells: KeepOff[][] = Array.from({ length: (CELLS + 1) ** 2 }, () => []);
  const within = (at: number): number => Math.max(0, Math.min(CELLS, Math.floor(at)));
  for (const what of keepOff) {
    const lastRow = within((what.yMm + what.radiusMm - top) / cellMm);
    const lastColumn = within((what.xMm + what.radiusMm - left) / cellMm);
    for (let row = within((what.yMm - what.radiusMm - top) / cellMm); row <= lastRow; row++)
      for (let col = within((what.xMm - what.radiusMm - left) / cellMm); col <= lastColumn; col++)
        if (mayMeet(what, left + (col + 0.5) * cellMm, top + (row + 0.5) * cellMm, cellMm))
          cells[row * (CELLS + 1) + col]?.push(what);
  }
  const near = (xMm: number, yMm: number): readonly KeepOff[] =>
    cells[within((yMm - top) / cellMm) * (CELLS + 1) + within((xMm - left) / cellMm)] ?? NONE;
  return { outline, edgeMm, reachMm, keepOff, near };
}

/** Long thin polygons would stand in every cell of the circle around them; cells they only pass by are left out. */
function mayMeet({ polygon }: KeepOff, xMm: number, yMm: number, cellMm: number): boolean {
  return polygon === undefined || isNearPolygon(polygon.points, xMm, yMm, polygon.marginMm + 0.75 * cellMm);
}

/** The same region, with `more` to keep off besides. */
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

export function isWithinReach(where: Region, xMm: number, yMm: number): boolean {
  return xMm * xMm + yMm * yMm <= where.reachMm * where.reachMm;
}

/** Inside edge and reach, whatever lies there. */
export function isOnSurface(where: Region, xMm: number, yMm: number): boolean {
  return isWithinReach(where, xMm, yMm) && depthInside(where.outline, xMm, yMm) >= where.edgeMm;
}

export function isFree(where: Region, xMm: number, yMm: number): boolean {
  if (!isOnSurface(where, xMm, yMm)) return false;
  for (const what of where.near(xMm, yMm)) if (keepsOff(what, xMm, yMm)) return false;
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
