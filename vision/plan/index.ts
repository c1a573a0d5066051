/**
 * The planner (布点): where the new indentations go, pure and deterministic, in the gripper frame. Every distance asked for is kept;
 * within that the counted ones lie as evenly as the search finds (minimax), and the way through them is short.
 * It knows no picture: it takes the outline and what was found on it.
 */
import type { z } from "zod";
import {
  type Indentation,
  type Outline,
  type Plan,
  type PlanRequest,
  type Point,
  planRequestSchema,
} from "../requests.ts";
import { distanceMm, orderForPath } from "./order.ts";
import {
  depthInside,
  gridPoints,
  isFree,
  isOnSurface,
  type KeepOff,
  makeRegion,
  type Region,
  withMoreKeptOff,
} from "./region.ts";
import { freePlaces, furtherThatFit, placesThatFit } from "./room.ts";
import { coveringRadiusMm, spread } from "./spread.ts";
import { layoutStarts } from "./starts.ts";

/** A preliminary one may lie this part of the edge distance from the edge where there is no other room. */
export const PRELIMINARY_EDGE_PART = 0.7;

export interface PlanOutcome {
  readonly plan: Plan | null;
  /** Why the counted and preliminary ones do not fit, with figures. */
  readonly whyNot?: string;
}

interface Layout {
  readonly preliminary: readonly Point[];
  readonly counted: readonly Point[];
}

/** Throws a ZodError when the request is not valid; whatever the surface is like, it answers. */
export function planIndentations(
  outline: Outline,
  indentations: readonly Pick<Indentation, "xMm" | "yMm" | "majorMm">[],
  asked: PlanRequest,
): PlanOutcome {
  const request = planRequestSchema.parse(asked);
  const keepOff = keepOffCircles(indentations, request);
  const region = makeRegion(outline, request.edgeMm + request.toleranceMm, request.reachMm, keepOff);
  const spacingMm = request.spacingMm + request.toleranceMm;
  const places = freePlaces(region);
  const surface = surfacePoints(region);
  const layout =
    evenLayout(region, places, surface, request, spacingMm) ??
    crowdedLayout(region, places, surface, request, spacingMm);
  if (layout === undefined) return { plan: null, whyNot: explain(region, places, request, spacingMm) };
  const taken = [...layout.preliminary, ...layout.counted];
  const areaMm2 = surface.areaMm2;
  const even =
    Math.sqrt(areaMm2 / (Math.PI * request.count)) / coveringRadiusMm(layout.counted, surface.fine);
  return {
    plan: {
      ...orderForPath(layout.preliminary, layout.counted),
      spares: sparePlaces(places, taken, request.spares, spacingMm),
      evenness: Math.min(1, even),
      couldFit: furtherThatFit(region, places, taken, spacingMm),
    },
  };
}

type Request = z.infer<typeof planRequestSchema>;

function keepOffCircles(
  indentations: readonly Pick<Indentation, "xMm" | "yMm" | "majorMm">[],
  request: Request,
): KeepOff[] {
  const old = [
    ...indentations.map(({ xMm, yMm, majorMm }) => ({ xMm, yMm, diameterMm: majorMm })),
    ...(request.avoid ?? []),
  ];
  return old.map(({ xMm, yMm, diameterMm }) => ({
    xMm,
    yMm,
    radiusMm: Math.max(request.spacingMm, request.spacingFactor * diameterMm) + request.toleranceMm,
  }));
}

interface SampledSurface {
  readonly areaMm2: number;
  /** For the search. */
  readonly coarse: readonly Point[];
  /** For the figure that is reported. */
  readonly fine: readonly Point[];
}

function surfacePoints(region: Region): SampledSurface {
  const { outline } = region;
  const boxMm2 = outline.kind === "round" ? outline.diameterMm ** 2 : outline.lengthMm * outline.widthMm;
  const sample = (points: number): { points: Point[]; stepMm: number } => {
    const stepMm = Math.sqrt(boxMm2 / points);
    return { points: gridPoints(outline, stepMm, (x, y) => isOnSurface(region, x, y)), stepMm };
  };
  const fine = sample(4_000);
  return { areaMm2: fine.points.length * fine.stepMm ** 2, coarse: sample(320).points, fine: fine.points };
}

/** The usual case: counted ones first, as evenly as can be, the preliminary ones beside them. */
function evenLayout(
  region: Region,
  places: readonly Point[],
  surface: SampledSurface,
  request: Request,
  spacingMm: number,
): Layout | undefined {
  const starts = layoutStarts(request.count, region.outline, places, spacingMm);
  if (starts.length === 0) return undefined;
  const counted = spreadOver(region, places, surface, spacingMm, starts);
  const preliminary = preliminaryBeside(region, places, counted, request, spacingMm);
  return preliminary === undefined ? undefined : { counted, preliminary };
}

function spreadOver(
  region: Region,
  places: readonly Point[],
  surface: SampledSurface,
  spacingMm: number,
  starts: readonly (readonly Point[])[],
): Point[] {
  return spread(starts, {
    surface: surface.coarse,
    isFree: (xMm, yMm) => isFree(region, xMm, yMm),
    spacingMm,
    places,
  });
}

function nearerTheEdge(region: Region, request: Request): Region {
  return { ...region, edgeMm: PRELIMINARY_EDGE_PART * request.edgeMm + request.toleranceMm };
}

/** Preliminary places clear of the counted ones: by the full edge distance if they fit so, else nearer to the edge. */
function preliminaryBeside(
  region: Region,
  places: readonly Point[],
  counted: readonly Point[],
  request: Request,
  spacingMm: number,
): Point[] | undefined {
  if (request.preliminary === 0) return [];
  return (
    choosePreliminary(region, places, counted, request.preliminary, spacingMm) ??
    choosePreliminary(
      region,
      [...places, ...freePlaces(nearerTheEdge(region, request))],
      counted,
      request.preliminary,
      spacingMm,
    )
  );
}

/** Twice the spacing from counted ones if possible, then as near to the edge as it may be, where surface is worth least. */
function choosePreliminary(
  region: Region,
  places: readonly Point[],
  counted: readonly Point[],
  count: number,
  spacingMm: number,
): Point[] | undefined {
  let left = places.filter((p) => counted.every((c) => distanceMm(p, c) >= spacingMm));
  if (left.length < count) return undefined;
  const cost = (p: Point): number => {
    const clear = Math.min(2 * spacingMm, ...counted.map((c) => distanceMm(p, c)));
    return depthInside(region.outline, p.xMm, p.yMm) + 10 * (2 * spacingMm - clear);
  };
  const ranked = left.map((place) => ({ place, cost: cost(place) })).sort((a, b) => a.cost - b.cost);
  const chosen: Point[] = [];
  for (const { place } of ranked) {
    if (chosen.length === count) break;
    if (chosen.every((c) => distanceMm(c, place) >= spacingMm)) chosen.push(place);
  }
  if (chosen.length === count) return chosen;
  left = placesThatFit(left, spacingMm, count);
  return left.length === count ? left : undefined;
}

/** Little room: first that all fit at all, then as evenly as what is left allows. */
function crowdedLayout(
  region: Region,
  places: readonly Point[],
  surface: SampledSurface,
  request: Request,
  spacingMm: number,
): Layout | undefined {
  const atRim = freePlaces(nearerTheEdge(region, request)).filter((p) => !isFree(region, p.xMm, p.yMm));
  for (const rim of rimChoices(atRim, places, request.preliminary, spacingMm)) {
    const open = places.filter((p) => rim.every((r) => distanceMm(p, r) >= spacingMm));
    const needed = request.count + request.preliminary - rim.length;
    const fitting = placesThatFit(open, spacingMm, needed);
    if (fitting.length < needed) continue;
    const outermostFirst = [...fitting].sort(
      (a, b) => depthInside(region.outline, a.xMm, a.yMm) - depthInside(region.outline, b.xMm, b.yMm),
    );
    const preliminary = [...rim, ...outermostFirst.slice(0, request.preliminary - rim.length)];
    const start = outermostFirst.slice(request.preliminary - rim.length);
    const beside = withMoreKeptOff(
      region,
      preliminary.map((p) => ({ ...p, radiusMm: spacingMm })),
    );
    return { preliminary, counted: spreadOver(beside, open, surface, spacingMm, [start]) };
  }
  return undefined;
}

/** Sets of rim places for preliminary ones, from as many as are wanted down to none; each takes the least of the free room. */
function rimChoices(
  atRim: readonly Point[],
  places: readonly Point[],
  wanted: number,
  spacingMm: number,
): Point[][] {
  const ranked = atRim
    .map((place) => ({ place, takes: places.filter((p) => distanceMm(p, place) < spacingMm).length }))
    .sort((a, b) => a.takes - b.takes);
  const chosen: Point[] = [];
  for (const { place } of ranked) {
    if (chosen.length === wanted) break;
    if (chosen.every((c) => distanceMm(c, place) >= spacingMm)) chosen.push(place);
  }
  return Array.from({ length: chosen.length + 1 }, (_, less) => chosen.slice(0, chosen.length - less));
}

/** Farthest from everything planned, one after the other, as long as there is room. */
function sparePlaces(
  places: readonly Point[],
  taken: readonly Point[],
  wanted: number,
  spacingMm: number,
): Point[] {
  const spares: Point[] = [];
  const clear = places.map((p) => Math.min(...taken.map((t) => distanceMm(p, t))));
  while (spares.length < wanted) {
    let at = 0;
    clear.forEach((d, i) => {
      if (d > (clear[at] ?? 0)) at = i;
    });
    const place = places[at];
    if (place === undefined || (clear[at] ?? 0) < spacingMm) break;
    spares.push(place);
    places.forEach((p, i) => {
      clear[i] = Math.min(clear[i] ?? 0, distanceMm(p, place));
    });
  }
  return spares;
}

function explain(region: Region, places: readonly Point[], request: Request, spacingMm: number): string {
  const needed = request.count + request.preliminary;
  const fitting = placesThatFit(places, spacingMm, needed).length;
  const fits = fitting < needed ? `${fitting} of them fit` : "they do not fit together";
  return (
    `no room for ${request.count} counted and ${request.preliminary} preliminary indentations: ${fits}, ` +
    `with ${request.spacingMm} mm from each other, ${request.edgeMm} mm from the edge, ` +
    `at least ${request.spacingMm} mm or ${request.spacingFactor} diameters from each of ` +
    `${region.keepOff.length} indentations there, ${request.toleranceMm} mm added to each distance, ` +
    `and ${request.reachMm} mm reach`
  );
}
