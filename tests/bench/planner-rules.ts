/** The distances a plan has to keep, computed a second time without any of the planner's own geometry. */
import { type Outline, type Plan, type Point, PRELIMINARY_EDGE_PART } from "../../vision/index.ts";
import { marginMm } from "../../vision/plan/index.ts";
import type { PlannerLayout } from "./planner-layouts.ts";

export const away = (a: Point, b: Point): number => Math.hypot(a.xMm - b.xMm, a.yMm - b.yMm);

export function depthMm(outline: Outline, p: Point): number {
  if (outline.kind === "round") return outline.diameterMm / 2 - away(p, outline);
  const turn = (outline.angleDeg * Math.PI) / 180;
  const dx = p.xMm - outline.xMm;
  const dy = p.yMm - outline.yMm;
  const u = dx * Math.cos(turn) + dy * Math.sin(turn);
  const v = dy * Math.cos(turn) - dx * Math.sin(turn);
  return Math.min(outline.lengthMm / 2 - Math.abs(u), outline.widthMm / 2 - Math.abs(v));
}

/** 0 inside; winding by summed angles, so that it shares nothing with the planner's even-odd test. */
export function polygonDistanceMm(polygon: readonly Point[], p: Point): number {
  let turned = 0;
  let least = Number.POSITIVE_INFINITY;
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length] ?? a;
    const ax = a.xMm - p.xMm;
    const ay = a.yMm - p.yMm;
    const bx = b.xMm - p.xMm;
    const by = b.yMm - p.yMm;
    turned += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
    const length = away(a, b);
    const along = length === 0 ? 0 : -(ax * (bx - ax) + ay * (by - ay)) / length;
    const onIt = along > 0 && along < length;
    const across = onIt ? Math.abs(ax * (by - ay) - ay * (bx - ax)) / length : Number.POSITIVE_INFINITY;
    least = Math.min(least, away(a, p), across);
  });
  return Math.abs(turned) > Math.PI ? 0 : least;
}

const ROUNDING_MM = 1e-9;

/** Every rule that one position breaks by itself, in words. */
export function brokenAlone(layout: PlannerLayout, p: Point, preliminary: boolean): string[] {
  const { outline, old, regions, request } = layout;
  const { toleranceMm } = request;
  const findings: string[] = [];
  if (Math.hypot(p.xMm, p.yMm) > request.reachMm + ROUNDING_MM) findings.push("out of reach");
  const edgeMm = request.edgeMm * (preliminary ? PRELIMINARY_EDGE_PART : 1) + toleranceMm;
  if (depthMm(outline, p) < edgeMm - ROUNDING_MM) findings.push("too near to the edge");
  for (const dent of old) {
    const keep = Math.max(request.spacingMm, request.spacingFactor * dent.majorMm) + toleranceMm;
    if (away(p, dent) < keep - ROUNDING_MM) findings.push("too near to an old indentation");
  }
  for (const region of regions)
    if (
      polygonDistanceMm(region.polygonMm, p) <
      marginMm(region.kind, { ...request, toleranceMm }) - ROUNDING_MM
    )
      findings.push(`too near to a ${region.kind}`);
  return findings;
}

/** Every distance that a plan breaks, in words. */
export function broken(layout: PlannerLayout, plan: Plan): string[] {
  const least = layout.request.spacingMm + layout.request.toleranceMm - ROUNDING_MM;
  const all = [...plan.preliminary, ...plan.counted, ...plan.spares];
  return all.flatMap((p, i) => [
    ...brokenAlone(layout, p, i < plan.preliminary.length).map((finding) => `${i} is ${finding}`),
    ...all.slice(i + 1).flatMap((q) => (away(p, q) < least ? [`${i} is too near to another`] : [])),
  ]);
}
