/** What tells a scratch from a finish's own marks, hairlines and fibres, as a row of figures for the net that weighs them. */

import { median, solve } from "../image/statistics.ts";
import { ASIDE_PX, DIRECTIONS, type LineEvidence, STRENGTH_UNIT } from "./line-evidence.ts";
import type { LinePiece } from "./line-pieces.ts";
import { tamed } from "./net.ts";
import type { SurfaceCopy } from "./surface-copy.ts";

export interface LineTraits {
  /** Part of the copy's longer side. */
  readonly length: number;
  /** Of the line against both sides, as a part of the brightness: negative is darker. */
  readonly contrast: number;
  readonly inputs: readonly number[];
}

/** The face's end is near within this many px: its own shadow and the chamfer draw lines there. */
const NEAR_END_PX = 6;

export function lineTraits(
  piece: LinePiece,
  all: readonly LinePiece[],
  copy: SurfaceCopy,
  evidence: LineEvidence,
  patchy: (at: number) => boolean,
): LineTraits {
  const { widthPx, heightPx, face } = copy;
  const side = Math.max(widthPx, heightPx);
  const lengthPx = piece.to - piece.from;
  const strengths = piece.pixels
    .map((at) => (evidence.strength[at] ?? 0) / STRENGTH_UNIT)
    .sort((a, b) => a - b);
  const mean = strengths.reduce((sum, s) => sum + s, 0) / strengths.length;
  const high = strengths[Math.floor(0.9 * strengths.length)] ?? 0;
  const { signed, size } = contrastAlong(piece, copy);
  const shape = shapeOf(piece, widthPx);
  const round = roundness(piece, widthPx);
  const turn = (Math.atan2(piece.dy, piece.dx) * DIRECTIONS) / Math.PI;
  const toLay = Math.abs(Math.sin(((turn - evidence.lay) * Math.PI) / DIRECTIONS));
  const direction = ((Math.round(turn) % DIRECTIONS) + DIRECTIONS) % DIRECTIONS;
  const rivals = all.filter((one) => one !== piece && one.to - one.from > 0.6 * lengthPx).length;
  const nearEnd = part(piece.pixels, (at) => isNearEnd(at, face, widthPx));
  const onPatch = part(piece.pixels, patchy);
  return {
    length: lengthPx / side,
    contrast: signed,
    inputs: tamed([
      10 * (lengthPx / side) - 1,
      Math.log(mean / 6),
      Math.log(high / 8),
      8 * signed,
      8 * size - 1,
      Math.log((size * lengthPx) / (0.1 * 30)),
      piece.pixels.length / (lengthPx + 1) / 4 - 1,
      Math.min(3, 60 * shape.wander) - 0.7,
      Math.min(3, 12 * shape.bow) - 0.5,
      2 * toLay - 1,
      Math.log(evidence.layRatio),
      toLay * Math.log(evidence.layRatio),
      Math.log1p(rivals) - 1,
      Math.log((evidence.spreads[direction] ?? 0.01) / 0.01),
      2 * shape.filled - 1.5,
      2 * nearEnd,
      2 * onPatch,
      Math.min(3, round.spreadPx) - 1,
      Math.min(3, round.turn) - 0.5,
      Math.log(piece.pixels.length / 80),
      Math.log(0.5 + greySpread(piece, copy, evidence)) - 1.5,
      2 * Math.min(1, 8 * Math.abs(piece.dx * piece.dy)) - 1,
    ]),
  };
}

function part(pixels: readonly number[], is: (at: number) => boolean): number {
  return pixels.filter(is).length / Math.max(1, pixels.length);
}

function isNearEnd(at: number, face: Uint8Array, widthPx: number): boolean {
  const column = at % widthPx;
  return (
    column < NEAR_END_PX ||
    column >= widthPx - NEAR_END_PX ||
    [NEAR_END_PX, -NEAR_END_PX, NEAR_END_PX * widthPx, -NEAR_END_PX * widthPx].some(
      (step) => face[at + step] !== 1,
    )
  );
}

/** Brightness on the line less that on both sides, and the size of it whatever its sign. */
function contrastAlong(piece: LinePiece, copy: SurfaceCopy): { signed: number; size: number } {
  const { widthPx, contrast, bare } = copy;
  const step = Math.round(piece.dx * ASIDE_PX) * widthPx - Math.round(piece.dy * ASIDE_PX);
  let signed = 0;
  let size = 0;
  let count = 0;
  for (const at of piece.pixels) {
    if (bare[at + step] !== 1 || bare[at - step] !== 1) continue;
    const off = (contrast[at] ?? 0) - ((contrast[at + step] ?? 0) + (contrast[at - step] ?? 0)) / 2;
    signed += off;
    size += Math.abs(off);
    count++;
  }
  return { signed: signed / Math.max(1, count), size: size / Math.max(1, count) };
}

/** Standard deviation of grey along the line's middle: what was drawn into a picture has one grey. */
function greySpread(piece: LinePiece, copy: SurfaceCopy, evidence: LineEvidence): number {
  const strengths = piece.pixels.map((at) => evidence.strength[at] ?? 0);
  const least = median(strengths);
  const greys = piece.pixels.filter((_, i) => (strengths[i] ?? 0) >= least).map((at) => copy.grey[at] ?? 0);
  const mean = greys.reduce((sum, grey) => sum + grey, 0) / Math.max(1, greys.length);
  return Math.sqrt(greys.reduce((sum, grey) => sum + (grey - mean) ** 2, 0) / Math.max(1, greys.length));
}

const BIN_PX = 3;

/** Wander and bow as parts of the length: spread about a parabola through it, and that parabola's sagitta; the part of its length that is there. */
function shapeOf(piece: LinePiece, widthPx: number): { wander: number; bow: number; filled: number } {
  const bins = Math.max(1, Math.ceil((piece.to - piece.from) / BIN_PX));
  const sums = new Float64Array(bins);
  const counts = new Float64Array(bins);
  for (const at of piece.pixels) {
    const u = (at % widthPx) - piece.x;
    const v = Math.floor(at / widthPx) - piece.y;
    const bin = Math.min(bins - 1, Math.floor((u * piece.dx + v * piece.dy - piece.from) / BIN_PX));
    sums[bin] = (sums[bin] ?? 0) + v * piece.dx - u * piece.dy;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const known: { t: number; off: number }[] = [];
  for (let bin = 0; bin < bins; bin++)
    if ((counts[bin] ?? 0) > 0)
      known.push({ t: (2 * (bin + 0.5)) / bins - 1, off: (sums[bin] ?? 0) / (counts[bin] ?? 1) });
  const length = Math.max(1, piece.to - piece.from);
  // Orthogonal on an even row of bins: constant, slope, and t² − 1/3.
  const q = (t: number): number => t * t - 1 / 3;
  const mean = known.reduce((sum, k) => sum + k.off, 0) / known.length;
  const slope =
    known.reduce((sum, k) => sum + k.off * k.t, 0) /
    Math.max(
      1e-9,
      known.reduce((sum, k) => sum + k.t * k.t, 0),
    );
  const bend =
    known.reduce((sum, k) => sum + k.off * q(k.t), 0) /
    Math.max(
      1e-9,
      known.reduce((sum, k) => sum + q(k.t) ** 2, 0),
    );
  const left = Math.sqrt(
    known.reduce((sum, k) => sum + (k.off - mean - slope * k.t - bend * q(k.t)) ** 2, 0) / known.length,
  );
  return { wander: left / length, bow: Math.abs(bend) / length, filled: known.length / bins };
}

/** Spread of its pixels about the circle through them, and that circle's turn along the line in radians: an arc is regular, a fibre wanders. */
function roundness(piece: LinePiece, widthPx: number): { spreadPx: number; turn: number } {
  const normal = [0, 0, 0].map(() => [0, 0, 0]);
  const right = [0, 0, 0];
  const unit = Math.max(1, piece.to - piece.from);
  const places = piece.pixels.map((at) => [
    ((at % widthPx) - piece.x) / unit,
    (Math.floor(at / widthPx) - piece.y) / unit,
  ]);
  for (const [u = 0, v = 0] of places) {
    const row = [u, v, 1];
    row.forEach((a, r) => {
      right[r] = (right[r] ?? 0) - a * (u * u + v * v);
      const line = normal[r];
      if (line !== undefined) for (let c = 0; c < 3; c++) line[c] = (line[c] ?? 0) + a * (row[c] ?? 0);
    });
  }
  const [a = 0, b = 0, c = 0] = solve(normal, right) ?? [];
  const radius = Math.sqrt(Math.max(1e-6, (a * a + b * b) / 4 - c));
  const off = places.map(([u = 0, v = 0]) => Math.abs(Math.hypot(u + a / 2, v + b / 2) - radius));
  return { spreadPx: unit * median(off), turn: Math.min(2 * Math.PI, 1 / radius) };
}
