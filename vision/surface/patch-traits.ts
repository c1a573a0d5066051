/** What tells stain, rust, damage and glare from each other and from the finish, as a row of figures for the net that weighs them. */
import { DIRECTIONS, type LineEvidence } from "./line-evidence.ts";
import { momentsOf } from "./moments.ts";
import { tamed } from "./net.ts";
import type { Patch, PatchMap } from "./patches.ts";
import type { SurfaceCopy } from "./surface-copy.ts";

export interface PatchTraits {
  /** Part of the bare surface. */
  readonly area: number;
  /** Mean brightness against the surface, less 1. */
  readonly contrast: number;
  readonly x: number;
  readonly y: number;
  readonly inputs: readonly number[];
}

/** The finish of the sound surface, against which patches are compared. */
export interface FinishTexture {
  readonly along: number;
  readonly across: number;
}

const SAMPLE_EVERY = 7;

/** Mean difference of pixels two apart along and across the lay, over sound surface. */
export function finishTexture(copy: SurfaceCopy, evidence: LineEvidence): FinishTexture {
  const pixels: number[] = [];
  for (let at = 0; at < copy.bare.length; at += SAMPLE_EVERY)
    if (copy.bare[at] === 1 && Math.abs(copy.contrast[at] ?? 0) < 0.3) pixels.push(at);
  return textureOf(pixels, copy, evidence);
}

function textureOf(pixels: readonly number[], copy: SurfaceCopy, evidence: LineEvidence): FinishTexture {
  const angle = (Math.PI * evidence.lay) / DIRECTIONS;
  const dx = Math.round(2 * Math.cos(angle));
  const dy = Math.round(2 * Math.sin(angle));
  const difference = (step: number): number => {
    let sum = 0;
    let count = 0;
    for (const at of pixels) {
      if (copy.bare[at + step] !== 1 || copy.bare[at - step] !== 1) continue;
      const here = copy.contrast[at] ?? 0;
      sum += Math.abs(here - ((copy.contrast[at + step] ?? 0) + (copy.contrast[at - step] ?? 0)) / 2);
      count++;
    }
    return sum / Math.max(1, count);
  };
  return {
    along: difference(dy * copy.widthPx + dx) + 0.002,
    across: difference(dx * copy.widthPx - dy) + 0.002,
  };
}

export function patchTraits(
  patch: Patch,
  map: PatchMap,
  copy: SurfaceCopy,
  evidence: LineEvidence,
  finish: FinishTexture,
): PatchTraits {
  const { widthPx, level } = map;
  const levels = patch.pixels.map((at) => level[at] ?? 0).filter((value) => !Number.isNaN(value));
  const sorted = [...levels].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  const mean = levels.reduce((sum, value) => sum + value, 0) / Math.max(1, levels.length);
  const spread = Math.sqrt(
    levels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, levels.length),
  );
  const { x, y, long, wide, turn } = axesOf(patch.pixels, widthPx);
  const inFull = patch.pixels.map((p) => 2 * Math.floor(p / widthPx) * copy.widthPx + 2 * (p % widthPx));
  const texture = textureOf(inFull, copy, evidence);
  const border = borderOf(patch, map);
  const layAngle = (Math.PI * evidence.lay) / DIRECTIONS;
  const alongLay = Math.abs(Math.cos(turn - layAngle));
  const strength = Math.max(0.02, Math.abs(mean));
  const lines = inFull.filter((p) => (evidence.strength[p] ?? 0) > 40).length / Math.max(1, inFull.length);
  const grey = inFull.reduce((sum, p) => sum + (copy.grey[p] ?? 0), 0) / Math.max(1, inFull.length);
  const area = patch.pixels.length / Math.max(1, copy.barePixels / 4);
  return {
    area,
    contrast: mean,
    x: 2 * x + 0.5,
    y: 2 * y + 0.5,
    inputs: tamed([
      Math.log(area / 0.004) / 1.5,
      3 * mean,
      3 * at(0.05),
      3 * at(0.95),
      Math.log(long / Math.max(0.7, wide)),
      Math.log(long / Math.max(0.7, wide)) * (2 * alongLay - 1),
      4 * (patch.solidity - 0.8),
      Math.log(patch.raggedness / 1.6),
      Math.log(spread / strength / 0.3),
      Math.log(texture.along / finish.along),
      Math.log(texture.across / finish.across),
      Math.log(texture.across / texture.along / (finish.across / finish.along)),
      Math.log(finish.across / finish.along),
      Math.log(Math.max(0.02, border.step) / strength),
      3 * border.atEnd,
      3 * lines,
      Math.log(map.threshold / 0.08),
      grey / 128 - 1,
      Math.log(strength / Math.max(0.01, map.spread)) - 2,
    ]),
  };
}

function axesOf(
  pixels: readonly number[],
  widthPx: number,
): { x: number; y: number; long: number; wide: number; turn: number } {
  const { x, y, xx, xy, yy, turn } = momentsOf(pixels, widthPx);
  const middle = (xx + yy) / 2 / Math.max(1, pixels.length);
  const apart = Math.hypot((xx - yy) / 2, xy) / Math.max(1, pixels.length);
  return {
    x,
    y,
    long: 2 * Math.sqrt(middle + apart),
    wide: 2 * Math.sqrt(Math.max(0, middle - apart)),
    turn,
  };
}

/** Step of brightness from 1 px inside the border to 2 px outside, and the part of the border that is the face's end. */
function borderOf(patch: Patch, { level, widthPx }: PatchMap): { step: number; atEnd: number } {
  const inside = new Set(patch.pixels);
  let step = 0;
  let known = 0;
  let atEnd = 0;
  let border = 0;
  for (const at of patch.pixels)
    for (const way of [1, -1, widthPx, -widthPx]) {
      if (inside.has(at + way)) continue;
      border++;
      const beyond = level[at + 2 * way] ?? Number.NaN;
      const within = level[at - way] ?? Number.NaN;
      if (Number.isNaN(beyond)) atEnd++;
      else if (!Number.isNaN(within)) {
        step += Math.abs(within - beyond);
        known++;
      }
    }
  return { step: step / Math.max(1, known), atEnd: atEnd / Math.max(1, border) };
}
