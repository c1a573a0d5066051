/** Surfaces to plan on, drawn by a seed: round and rectangular blocks with old dents of mixed sizes, marks and an off-centre grip. */
import type { Outline, PlanRequest } from "../../vision/index.ts";
import type { KeepAwayRegion } from "../../vision/plan/index.ts";
import { seeded } from "../../vision/plan/seeded.ts";

export interface OldDent {
  readonly xMm: number;
  readonly yMm: number;
  readonly majorMm: number;
}

export interface PlannerLayout {
  readonly outline: Outline;
  readonly old: readonly OldDent[];
  readonly regions: readonly KeepAwayRegion[];
  readonly request: PlanRequest & { readonly toleranceMm: number };
}

export type Random = () => number;

/** `roomy` blocks have the trade's sizes; `crowded` ones are so small or so used that the positions just fit or just do not. */
export function drawLayout(seed: number, kind: "roomy" | "crowded"): PlannerLayout {
  const random = seeded(seed);
  const between = (least: number, most: number): number => least + (most - least) * random();
  const crowded = kind === "crowded";
  const outline = drawOutline(between, crowded);
  const halfMm = outline.kind === "round" ? outline.diameterMm / 2 : outline.lengthMm / 2;
  const dents = Math.floor(crowded ? between(8, 61) : between(0, 61));
  const regions = Math.floor(between(0, 3.2));
  const dentDiameterMm = between(0.3, 1.1);
  const offCentre = random() < 0.3;
  return {
    outline,
    old: Array.from({ length: dents }, () => ({ ...placeOn(outline, between), majorMm: between(0.25, 1.3) })),
    regions: Array.from({ length: regions }, () => drawRegion(outline, between)),
    request: {
      count: random() < 0.75 ? 5 : Math.floor(between(3, 10)),
      preliminary: Math.floor(between(0, 2.99)),
      spares: 3,
      dentDiameterMm,
      spacingMm: 3 * dentDiameterMm,
      spacingFactor: 3,
      edgeMm: Math.max(1, 2.5 * dentDiameterMm),
      reachMm: offCentre ? between(0.6, 1) * halfMm : 40,
      toleranceMm: 0.05,
    },
  };
}

type Between = (least: number, most: number) => number;

function drawOutline(between: Between, crowded: boolean): Outline {
  const middle = { xMm: between(-4, 4), yMm: between(-4, 4) };
  if (between(0, 1) < 0.6)
    return {
      kind: "round",
      ...middle,
      diameterMm: crowded ? between(16, 32) : between(32, 65),
    };
  return {
    kind: "rectangular",
    ...middle,
    lengthMm: crowded ? between(20, 36) : between(45, 64),
    widthMm: crowded ? between(10, 20) : between(18, 44),
    angleDeg: between(-15, 15),
  };
}

function placeOn(outline: Outline, between: Between): { xMm: number; yMm: number } {
  if (outline.kind === "round") {
    const away = (outline.diameterMm / 2) * Math.sqrt(between(0, 1));
    const turn = between(0, 2 * Math.PI);
    return { xMm: outline.xMm + away * Math.cos(turn), yMm: outline.yMm + away * Math.sin(turn) };
  }
  const turn = (outline.angleDeg * Math.PI) / 180;
  const u = between(-0.5, 0.5) * outline.lengthMm;
  const v = between(-0.5, 0.5) * outline.widthMm;
  return {
    xMm: outline.xMm + u * Math.cos(turn) - v * Math.sin(turn),
    yMm: outline.yMm + u * Math.sin(turn) + v * Math.cos(turn),
  };
}

/** A thin bent strip for a scratch, a wavy blob for the others. */
function drawRegion(outline: Outline, between: Between): KeepAwayRegion {
  const middle = placeOn(outline, between);
  const phase = between(0, 2 * Math.PI);
  if (between(0, 1) < 0.5) {
    const lengthMm = between(3, 22);
    const bend = between(-0.02, 0.02);
    const widthMm = between(0.05, 0.3);
    const along = (part: number, side: number): { xMm: number; yMm: number } => {
      const s = (part - 0.5) * lengthMm;
      const t = bend * s * s + (side * widthMm) / 2;
      return {
        xMm: middle.xMm + s * Math.cos(phase) - t * Math.sin(phase),
        yMm: middle.yMm + s * Math.sin(phase) + t * Math.cos(phase),
      };
    };
    const parts = Array.from({ length: 8 }, (_, i) => i / 7);
    const polygonMm = [...parts.map((p) => along(p, 1)), ...parts.toReversed().map((p) => along(p, -1))];
    return { kind: "scratch", polygonMm, reason: `a scratch of ${lengthMm.toFixed(1)} mm` };
  }
  const kinds = ["stain", "rust", "damage", "glare", "dirt"];
  const sizeMm = between(0.5, 4);
  const wave = between(0, 0.35);
  return {
    kind: kinds[Math.floor(between(0, kinds.length))] ?? "stain",
    polygonMm: Array.from({ length: 24 }, (_, i) => {
      const turn = (2 * Math.PI * i) / 24;
      const radius = sizeMm * (1 + wave * Math.cos(3 * turn + phase));
      return { xMm: middle.xMm + radius * Math.cos(turn), yMm: middle.yMm + radius * Math.sin(turn) };
    }),
    reason: `a spot of ${(2 * sizeMm).toFixed(1)} mm`,
  };
}
