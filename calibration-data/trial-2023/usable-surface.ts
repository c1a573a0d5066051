/** The part of a block's test surface where dents may lie, and what a hardness field does on it. Block frame, mm. */
import { type HardnessField, hardnessAt } from "../../devices/virtual/physics/field.ts";
import type { PhysicalBlock } from "../../devices/virtual/physics/physical-file.ts";

export interface UsableSurface {
  readonly outline:
    | { readonly kind: "round"; readonly radiusMm: number }
    | { readonly kind: "rectangular"; readonly halfLengthMm: number; readonly halfWidthMm: number };
}

export type Point = readonly [xMm: number, yMm: number];

/** Chamfer of the trial's blocks, mm. */
export const CHAMFER_MM = 0.5;

/** A block's surface less chamfer and edge distance. */
export function usableSurface(shape: PhysicalBlock["shape"], edgeMm: number): UsableSurface {
  const margin = edgeMm + CHAMFER_MM;
  return shape.kind === "round"
    ? { outline: { kind: "round", radiusMm: shape.diameterMm / 2 - margin } }
    : {
        outline: {
          kind: "rectangular",
          halfLengthMm: shape.lengthMm / 2 - margin,
          halfWidthMm: shape.widthMm / 2 - margin,
        },
      };
}

/** The surface's point for (u, v) in 0…1 × 0…1; equal areas of the square become equal areas of the surface. */
export function pointOf({ outline }: UsableSurface, u: number, v: number): Point {
  if (outline.kind === "rectangular")
    return [(2 * u - 1) * outline.halfLengthMm, (2 * v - 1) * outline.halfWidthMm];
  const radius = outline.radiusMm * Math.sqrt(u);
  return [radius * Math.cos(2 * Math.PI * v), radius * Math.sin(2 * Math.PI * v)];
}

export function isUsable({ outline }: UsableSurface, [x, y]: Point): boolean {
  return outline.kind === "round"
    ? Math.hypot(x, y) <= outline.radiusMm
    : Math.abs(x) <= outline.halfLengthMm && Math.abs(y) <= outline.halfWidthMm;
}

/** Half the surface's largest extent, mm. */
export function surfaceRadiusMm({ outline }: UsableSurface): number {
  return outline.kind === "round" ? outline.radiusMm : Math.hypot(outline.halfLengthMm, outline.halfWidthMm);
}

const STEPS = 360;

/** Mean, least and greatest hardness of a field over a surface, HR, to better than 1e-5 HR for the trial's smooth fields. */
export function fieldOver(surface: UsableSurface, field: HardnessField) {
  let sum = 0;
  let least: Point = [0, 0];
  let greatest: Point = [0, 0];
  const at = ([x, y]: Point) => hardnessAt(field, x, y);
  for (let i = 0; i < STEPS; i++)
    for (let j = 0; j < STEPS; j++) {
      const point = pointOf(surface, (i + 0.5) / STEPS, (j + 0.5) / STEPS);
      const hardness = at(point);
      sum += hardness;
      if (hardness < at(least)) least = point;
      if (hardness > at(greatest)) greatest = point;
    }
  const minHr = at(climb(surface, (point) => -at(point), least));
  const maxHr = at(climb(surface, at, greatest));
  return { meanHr: sum / STEPS ** 2, minHr, maxHr, rangeHr: maxHr - minHr };
}

/** Pattern search from a point to the top of its hill, kept on the surface. */
function climb(surface: UsableSurface, height: (point: Point) => number, start: Point): Point {
  let best = start;
  for (let step = 1; step > 1e-5; step /= 2) {
    let moved = true;
    while (moved) {
      moved = false;
      for (let turn = 0; turn < 16; turn++) {
        const angle = (turn * Math.PI) / 8;
        const next = onto(surface, [best[0] + step * Math.cos(angle), best[1] + step * Math.sin(angle)]);
        if (height(next) > height(best) + 1e-12) {
          best = next;
          moved = true;
        }
      }
    }
  }
  return best;
}

function onto({ outline }: UsableSurface, [x, y]: Point): Point {
  if (outline.kind === "rectangular")
    return [
      Math.max(-outline.halfLengthMm, Math.min(outline.halfLengthMm, x)),
      Math.max(-outline.halfWidthMm, Math.min(outline.halfWidthMm, y)),
    ];
  const part = Math.min(1, outline.radiusMm / Math.max(Math.hypot(x, y), 1e-9));
  return [x * part, y * part];
}
