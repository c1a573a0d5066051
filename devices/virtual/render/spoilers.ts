/** Single sampled defects. `scale` makes them smaller than those of a whole block. */
import type {
  ArcScratch,
  Dust,
  EdgeDent,
  Engraving,
  Fibre,
  Glare,
  Gouge,
  Patch,
  Pit,
  RustSpeck,
  Scratch,
  Wear,
} from "./defect-kinds.ts";
import { between, mixSeed, oneOf, type Random, wholeBetween } from "./random.ts";

export interface Place {
  readonly xMm: number;
  readonly yMm: number;
}

function seedOf(random: Random): number {
  return mixSeed(1 + Math.floor(random() * 1e9), 5);
}

/** The end of a way from a place in any direction. */
function away(random: Random, { xMm, yMm }: Place, lengthMm: number): [number, number] {
  const direction = between(random, 0, 2 * Math.PI);
  return [xMm + lengthMm * Math.cos(direction), yMm + lengthMm * Math.sin(direction)];
}

export function dust(random: Random, place: Place, scale: number): Dust {
  return {
    kind: "dust",
    ...place,
    radiusMm: scale * between(random, 0.04, 0.2),
    brightness: random() < 0.6 ? between(random, 0.15, 0.5) : between(random, 1.3, 1.8),
  };
}

export function fibre(random: Random, place: Place, scale: number): Fibre {
  return {
    kind: "fibre",
    ...place,
    lengthMm: scale * between(random, 1.5, 9),
    widthMm: Math.max(0.008, scale * between(random, 0.03, 0.07)),
    brightness: random() < 0.6 ? between(random, 0.25, 0.55) : between(random, 1.2, 1.6),
    seed: seedOf(random),
  };
}

export function glare(random: Random, place: Place, scale: number): Glare {
  return {
    kind: "glare",
    ...place,
    radiusMm: scale * between(random, 3, 12),
    strength: between(random, 0.3, 1.2),
  };
}

export function scratch(random: Random, place: Place, scale: number): Scratch {
  const lengthMm = scale * between(random, 8, 35);
  return {
    kind: "scratch",
    fromMm: [place.xMm, place.yMm],
    toMm: away(random, place, lengthMm),
    bowMm: lengthMm * between(random, -0.06, 0.06),
    widthMm: scale * between(random, 0.06, 0.25),
    slope: between(random, 0.25, 0.8),
  };
}

/** Lighter and finer than a scratch: it leaves a surface fit. */
export function handlingMark(random: Random, place: Place, scale: number): Scratch {
  const lengthMm = scale * between(random, 2, 14);
  return {
    kind: "handlingMark",
    fromMm: [place.xMm, place.yMm],
    toMm: away(random, place, lengthMm),
    bowMm: lengthMm * between(random, -0.08, 0.08),
    widthMm: scale * between(random, 0.015, 0.035),
    slope: between(random, 0.1, 0.3),
  };
}

export function arc(random: Random, place: Place, scale: number): ArcScratch {
  return {
    kind: "arc",
    ...place,
    radiusMm: scale * between(random, 4, 16),
    fromDeg: between(random, 0, 360),
    sweepDeg: between(random, 50, 200),
    widthMm: scale * between(random, 0.06, 0.2),
    slope: between(random, 0.25, 0.8),
  };
}

export function patch(random: Random, kind: Patch["kind"], place: Place, scale: number): Patch {
  return {
    kind,
    ...place,
    radiusMm: scale * between(random, 2, 7),
    strength: kind === "rust" ? between(random, 0.6, 0.95) : between(random, 0.15, 0.5),
    seed: seedOf(random),
  };
}

/** A handful of specks, near each other as drops of moisture leave them. */
export function rustSpecks(random: Random, around: Place, scale: number): RustSpeck[] {
  const spread = scale * between(random, 2, 12);
  return Array.from({ length: wholeBetween(random, 5, 30) }, () => ({
    kind: "rustSpeck",
    xMm: around.xMm + between(random, -spread, spread),
    yMm: around.yMm + between(random, -spread, spread),
    radiusMm: scale * between(random, 0.06, 0.12 + 0.35 * random() ** 3),
    strength: between(random, 0.6, 1),
    seed: seedOf(random),
  }));
}

export function pit(random: Random, place: Place, scale: number): Pit {
  return {
    kind: "pit",
    ...place,
    radiusMm: scale * between(random, 0.06, 0.22),
    slope: between(random, 0.3, 1),
    seed: seedOf(random),
  };
}

export function gouge(random: Random, place: Place, scale: number): Gouge {
  const lengthMm = scale * between(random, 3, 14);
  return {
    kind: "gouge",
    fromMm: [place.xMm, place.yMm],
    toMm: away(random, place, lengthMm),
    widthMm: scale * between(random, 0.5, 1.6),
    slope: between(random, 0.35, 1),
    seed: seedOf(random),
  };
}

export function edgeDent(random: Random, onEdge: Place): EdgeDent {
  return {
    kind: "edgeDent",
    ...onEdge,
    radiusMm: between(random, 1.2, 4),
    slope: between(random, 0.3, 1),
    seed: seedOf(random),
  };
}

export function wear(random: Random, place: Place, scale: number): Wear {
  return {
    kind: "wear",
    ...place,
    radiusMm: scale * between(random, 2.5, 7),
    directionDeg: between(random, 0, 180),
    strength: between(random, 0.5, 1),
    seed: seedOf(random),
  };
}

export function engraving(random: Random, place: Place, scale: number): Engraving {
  const heightMm = scale * between(random, 1.5, 4);
  const letters = ["HRC", "HRB", "HRA", "HBW", "HR30N", "NO.", "A", "S"] as const;
  const text = `${oneOf(random, letters)} ${wholeBetween(random, 10, 9999)}`;
  return {
    kind: "engraving",
    ...place,
    text: random() < 0.5 ? text : String(wholeBetween(random, 100, 99999)),
    heightMm,
    angleDeg: random() < 0.6 ? between(random, -8, 8) : between(random, 0, 360),
    widthMm: heightMm * between(random, 0.05, 0.11),
    slope: between(random, 0.4, 1),
  };
}
