/**
 * The planner (布点): where the new indentations go, pure and deterministic, in the gripper frame. Every distance asked for is kept;
 * within that the counted ones lie as evenly as the search finds (minimax), and the way through them is short.
 * It knows no picture: it takes the outline and what was found on it.
 */
import {
  type Indentation,
  type Outline,
  type Plan,
  type PlanRequest,
  type Point,
  planRequestSchema,
} from "../requests.ts";
import type { AskedPlan } from "./asked.ts";
import { packAll } from "./crowded.ts";
import { type KeepAwayRegion, keepOffAll } from "./keep-away.ts";
import { distanceMm, orderForPath } from "./order.ts";
import { preliminaryBeside } from "./preliminary.ts";
import { isFree, makeRegion, type Region, withMoreKeptOff } from "./region.ts";
import { freePlaces, furtherThatFit, sparePlaces } from "./room.ts";
import { spread } from "./spread.ts";
import { layoutStarts } from "./starts.ts";
import { evennessOf, type SampledSurface, sampleSurface } from "./surface-samples.ts";
import { explain } from "./why-not.ts";

export { type KeepAwayRegion, marginMm } from "./keep-away.ts";
export { PRELIMINARY_EDGE_PART } from "./preliminary.ts";

export interface PlanOutcome {
  readonly plan: Plan | null;
  /** Why the counted and preliminary ones do not fit, with figures. */
  readonly whyNot?: string;
}

interface Layout {
  readonly preliminary: readonly Point[];
  readonly counted: readonly Point[];
}

/**
 * Positions for new indentations, or why they do not fit. Regions kept away from are polygons in mm; how far, `marginMm` tells by
 * their kind. Throws a ZodError when the request is not valid; whatever the surface is like, it answers.
 */
export function planIndentations(
  outline: Outline,
  indentations: readonly Pick<Indentation, "xMm" | "yMm" | "majorMm">[],
  request: PlanRequest,
  keepAway: readonly KeepAwayRegion[] = [],
): PlanOutcome {
  const parsed = planRequestSchema.parse(request);
  const asked: AskedPlan = { ...parsed, leastApartMm: parsed.spacingMm + parsed.toleranceMm };
  const keepOff = keepOffAll(indentations, keepAway, asked);
  const region = makeRegion(outline, asked.edgeMm + asked.toleranceMm, asked.reachMm, keepOff);
  const places = freePlaces(region);
  const surface = sampleSurface(region);
  let layout = evenLayout(region, places, surface, asked);
  if (layout === undefined) {
    const { packing, most } = packAll(region, places, asked);
    if (packing === undefined) return { plan: null, whyNot: explain(region, asked, most) };
    layout = loosened(region, places, surface, asked, packing);
  }
  const taken = [...layout.preliminary, ...layout.counted];
  return {
    plan: {
      ...orderForPath(layout.preliminary, layout.counted),
      spares: sparePlaces(places, taken, asked.spares, asked.leastApartMm),
      evenness: evennessOf(layout.counted, surface),
      couldFit: furtherThatFit(region, places, taken, asked.leastApartMm),
    },
  };
}

/** The usual case: counted ones first, as evenly as can be, the preliminary ones beside them. */
function evenLayout(
  region: Region,
  places: readonly Point[],
  surface: SampledSurface,
  asked: AskedPlan,
): Layout | undefined {
  const starts = layoutStarts(asked.count, region.outline, places, asked.leastApartMm);
  if (starts.length === 0) return undefined;
  const counted = spreadOver(region, places, surface, asked, starts);
  const preliminary = preliminaryBeside(region, places, counted, asked);
  return preliminary === undefined ? undefined : { counted, preliminary };
}

/** A packing with its counted ones moved as evenly as the preliminary ones leave room for. */
function loosened(
  region: Region,
  places: readonly Point[],
  surface: SampledSurface,
  asked: AskedPlan,
  { preliminary, counted }: Layout,
): Layout {
  const beside = withMoreKeptOff(
    region,
    preliminary.map((p) => ({ ...p, radiusMm: asked.leastApartMm, kind: "planned" })),
  );
  const open = places.filter((p) => preliminary.every((r) => distanceMm(p, r) >= asked.leastApartMm));
  return { preliminary, counted: spreadOver(beside, open, surface, asked, [counted]) };
}

function spreadOver(
  region: Region,
  places: readonly Point[],
  surface: SampledSurface,
  { leastApartMm }: AskedPlan,
  starts: readonly (readonly Point[])[],
): Point[] {
  return spread(starts, {
    surface: surface.coarse,
    isFree: (xMm, yMm) => isFree(region, xMm, yMm),
    spacingMm: leastApartMm,
    places,
  });
}
