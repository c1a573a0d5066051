/** One dent worked out once: height, slope and pressing over the distance from its centre, and what is rough about it. */

import { type Burrs, burrsOf, grainOf, type Pit, pitsOf, streaksOf } from "./dent-marks.ts";
import type { Grain } from "./grain.ts";
import { indenterSlope, PILE_SLOPE } from "./indenters.ts";
import { type RimShape, rimReach, rimShape } from "./rim-shape.ts";
import type { Dent } from "./scene.ts";
import type { FloorMaps } from "./stage.ts";

/** How far pile-up reaches, in rim radii. */
const REACH = 1.5;
/** Part of the grinding that survives under the indenter of a plain dent. */
const TEXTURE_LEFT = 0.3;
const PLAIN_STEPS = 160;
const MOST_STEPS = 2400;
/** Rims smaller than this, px, are drawn from the plain number of steps. */
const SMALL_RIM_PX = 60;

export interface Profile {
  readonly xMm: number;
  readonly yMm: number;
  readonly rimMm: number;
  readonly reachMm: number;
  /** No part of it lies further from its centre. */
  readonly boxMm: number;
  readonly place: RimShape;
  readonly perMm: number;
  readonly height: Float32Array;
  readonly slope: Float32Array;
  /** 1 where the indenter touched, 0 on untouched surface. */
  readonly pressed: Float32Array;
  /** Height of the rim over its reach's end, mm. */
  readonly crestMm: number;
  /** Radial streaks on the flanks, by direction. */
  readonly streaks: Float32Array;
  readonly maps: FloorMaps;
  readonly floorTexture: number;
  readonly burrs: Burrs | undefined;
  readonly pits: readonly Pit[];
  readonly grain: Grain | undefined;
}

export function dentProfile(dent: Dent, surfaceSeed: number, mmPerPx: number, maps: FloorMaps): Profile {
  const rimMm = dent.diameterMm / 2;
  const reachMm = rimMm * REACH;
  const rimPx = rimMm / mmPerPx;
  const steps = rimPx < SMALL_RIM_PX ? PLAIN_STEPS : Math.min(MOST_STEPS, Math.ceil(4 * rimPx));
  const stepMm = reachMm / (steps - 2);
  const { slope, pressed } =
    dent.lip === undefined ? softLip(dent, steps, stepMm) : bentLip(dent, dent.lip, steps, stepMm);
  deepen(dent, slope, stepMm);
  const height = new Float32Array(steps);
  for (let i = steps - 2; i >= 0; i--)
    height[i] = (height[i + 1] ?? 0) - ((slope[i] ?? 0) + (slope[i + 1] ?? 0)) * 0.5 * stepMm;
  return {
    xMm: dent.xMm,
    yMm: dent.yMm,
    rimMm,
    reachMm,
    boxMm: reachMm * rimReach(dent),
    place: rimShape(dent),
    perMm: 1 / stepMm,
    height,
    slope,
    pressed,
    crestMm: height[Math.round(rimMm / stepMm)] ?? 0,
    streaks: streaksOf(dent, surfaceSeed),
    maps,
    floorTexture: dent.floorTexture ?? TEXTURE_LEFT,
    burrs: burrsOf(dent),
    pits: pitsOf(dent),
    grain: grainOf(dent),
  };
}

interface Flank {
  readonly slope: Float32Array;
  readonly pressed: Float32Array;
}

/** A lip that rounds the flank off inside the rim: all that a camera of the whole block resolves. */
function softLip(dent: Dent, steps: number, stepMm: number): Flank {
  const rimMm = dent.diameterMm / 2;
  const reachMm = rimMm * REACH;
  const slope = new Float32Array(steps);
  const pressed = new Float32Array(steps);
  const lipMm = Math.min(0.012 + 0.03 * rimMm, 0.4 * rimMm);
  const pile = PILE_SLOPE[dent.indenter] * (dent.pileUp ?? 1);
  for (let i = 0; i < steps; i++) {
    const r = i * stepMm;
    if (r < rimMm) {
      slope[i] = indenterSlope(dent, r) * smooth((rimMm - r) / lipMm);
    } else {
      const t = (r - rimMm) / (reachMm - rimMm);
      slope[i] = t < 1 ? -pile * Math.min(1, t / 0.12) * (1 - t) ** 2 : 0;
    }
    pressed[i] = smooth((rimMm + lipMm - r) / (1.5 * lipMm));
  }
  return { slope, pressed };
}

/** A lip that bends from flank to pile-up half inside, half outside the rim: the two would meet in an edge exactly there. */
function bentLip(dent: Dent, lip: number, steps: number, stepMm: number): Flank {
  const rimMm = dent.diameterMm / 2;
  const reachMm = rimMm * REACH;
  const slope = new Float32Array(steps);
  const pressed = new Float32Array(steps);
  const lipMm = lip * rimMm;
  const pile = PILE_SLOPE[dent.indenter] * (dent.pileUp ?? 1);
  for (let i = 0; i < steps; i++) {
    const r = i * stepMm;
    const inside = smooth((rimMm - r) / lipMm + 0.5);
    const t = Math.max(0, (r - rimMm) / (reachMm - rimMm));
    const outer = t < 1 ? -pile * (1 - t) ** 2 : 0;
    slope[i] = inside * indenterSlope(dent, Math.min(r, rimMm)) + (1 - inside) * outer;
    pressed[i] = inside;
  }
  return { slope, pressed };
}

/** Steel springs back: the flanks are stretched or flattened until the bottom lies at the dent's depth. */
function deepen(dent: Dent, slope: Float32Array, stepMm: number): void {
  const rimMm = dent.diameterMm / 2;
  let drop = 0;
  for (let i = 1; i < slope.length && i * stepMm < rimMm; i++) drop += (slope[i] ?? 0) * stepMm;
  const factor = Math.min(1.4, Math.max(0.5, dent.depthMm / Math.max(drop, 1e-6)));
  for (let i = 0; i * stepMm < rimMm && i < slope.length; i++) slope[i] = (slope[i] ?? 0) * factor;
}

export function smooth(part: number): number {
  const t = part < 0 ? 0 : Math.min(part, 1);
  return t * t * (3 - 2 * t);
}
