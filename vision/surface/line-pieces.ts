/** Lines as wholes: neighbouring places of strong evidence in one direction, broken pieces joined over dents and gaps. */
import { DIRECTIONS, type LineEvidence, STRENGTH_UNIT } from "./line-evidence.ts";
import { momentsOf } from "./moments.ts";

export interface LinePiece {
  /** Indices into the copy, row by row. */
  readonly pixels: readonly number[];
  readonly x: number;
  readonly y: number;
  /** Unit direction from one end to the other. */
  readonly dx: number;
  readonly dy: number;
  /** Where it begins and ends along that direction, from (x, y). */
  readonly from: number;
  readonly to: number;
}

/** Evidence, in spreads, from which a line begins, and down to which it goes on. */
const BEGINS = 5.5;
const GOES_ON = 3.2;
const MOST_TURN = 2;
const LEAST_PIXELS = 12;
const LEAST_LENGTH_PX = 8;
/** Pieces joined: their ends' distance as a part of the longer one and at most so many px, sideways offset, and difference of direction. */
const JOIN_GAP_PART = 0.6;
const JOIN_GAP_PX = 30;
const JOIN_ASIDE_PX = 3;
const JOIN_COS = Math.cos((12 * Math.PI) / 180);
const MOST_PIECES = 120;

export function linePieces(evidence: LineEvidence, widthPx: number): LinePiece[] {
  const { strength, direction } = evidence;
  const seen = new Uint8Array(strength.length);
  const begins = BEGINS * STRENGTH_UNIT;
  const goesOn = GOES_ON * STRENGTH_UNIT;
  const steps = [-widthPx - 1, -widthPx, -widthPx + 1, -1, 1, widthPx - 1, widthPx, widthPx + 1];
  const pieces: LinePiece[] = [];
  for (let start = 0; start < strength.length; start++) {
    if ((strength[start] ?? 0) < begins || seen[start] === 1 || isBeside(start, evidence, widthPx)) continue;
    const pixels = [start];
    seen[start] = 1;
    for (let n = 0; n < pixels.length; n++) {
      const at = pixels[n] ?? 0;
      for (const step of steps) {
        const next = at + step;
        if ((strength[next] ?? 0) < goesOn || seen[next] === 1 || isBeside(next, evidence, widthPx)) continue;
        const turn = Math.abs((direction[next] ?? 0) - (direction[at] ?? 0));
        if (Math.min(turn, DIRECTIONS - turn) > MOST_TURN) continue;
        seen[next] = 1;
        pixels.push(next);
      }
    }
    if (pixels.length < LEAST_PIXELS) continue;
    const piece = asPiece(pixels, widthPx);
    if (piece.to - piece.from >= LEAST_LENGTH_PX) pieces.push(piece);
  }
  return joined(pieces.sort((a, b) => b.pixels.length - a.pixels.length).slice(0, MOST_PIECES), widthPx);
}

/** A strong line throws weaker evidence to its sides, this far away, px; there the line itself is stronger by so much. */
const BESIDE_PX = [3, 5];
const STRONGER = 1.2;

function isBeside(at: number, { strength, direction }: LineEvidence, widthPx: number): boolean {
  const angle = (Math.PI * (direction[at] ?? 0)) / DIRECTIONS;
  const limit = STRONGER * (strength[at] ?? 0);
  return BESIDE_PX.some((px) => {
    const step = Math.round(px * Math.cos(angle)) * widthPx - Math.round(px * Math.sin(angle));
    return (strength[at + step] ?? 0) > limit || (strength[at - step] ?? 0) > limit;
  });
}

function asPiece(pixels: readonly number[], widthPx: number): LinePiece {
  const { x, y, turn } = momentsOf(pixels, widthPx);
  const dx = Math.cos(turn);
  const dy = Math.sin(turn);
  let from = 0;
  let to = 0;
  for (const at of pixels) {
    const along = ((at % widthPx) - x) * dx + (Math.floor(at / widthPx) - y) * dy;
    from = Math.min(from, along);
    to = Math.max(to, along);
  }
  return { pixels, x, y, dx, dy, from, to };
}

function joined(pieces: LinePiece[], widthPx: number): LinePiece[] {
  const open = [...pieces];
  for (let i = 0; i < open.length; i++)
    for (let k = i + 1; k < open.length; k++) {
      const one = open[i];
      const other = open[k];
      if (one === undefined || other === undefined || !belongTogether(one, other)) continue;
      open[i] = asPiece([...one.pixels, ...other.pixels], widthPx);
      open.splice(k, 1);
      k = i;
    }
  return open;
}

function belongTogether(a: LinePiece, b: LinePiece): boolean {
  if (Math.abs(a.dx * b.dx + a.dy * b.dy) < JOIN_COS) return false;
  const along = (b.x - a.x) * a.dx + (b.y - a.y) * a.dy;
  const lengths = [a.to - a.from, b.to - b.from];
  const gap = along > 0 ? along + nearEnd(b, a, -1) - a.to : a.from - (along + nearEnd(b, a, 1));
  if (gap > Math.min(JOIN_GAP_PX, JOIN_GAP_PART * Math.max(...lengths)) || gap < -0.5 * Math.min(...lengths))
    return false;
  // Where the gap's middle lies, both lines must pass near the same point.
  const sideA = aside(a, b, along > 0 ? a.to : a.from);
  const sideB = aside(b, a, along > 0 === sameWay(a, b) ? b.from : b.to);
  return Math.abs(sideA) < JOIN_ASIDE_PX && Math.abs(sideB) < JOIN_ASIDE_PX;
}

function sameWay(a: LinePiece, b: LinePiece): boolean {
  return a.dx * b.dx + a.dy * b.dy > 0;
}

/** How far b's end on the given side lies from b's middle, along a. */
function nearEnd(b: LinePiece, a: LinePiece, side: 1 | -1): number {
  const cos = a.dx * b.dx + a.dy * b.dy;
  const ends = [b.from * cos, b.to * cos];
  return side < 0 ? Math.min(...ends) : Math.max(...ends);
}

/** Distance from b's line of a's point at a way along a. */
function aside(a: LinePiece, b: LinePiece, along: number): number {
  const x = a.x + along * a.dx - b.x;
  const y = a.y + along * a.dy - b.y;
  return y * b.dx - x * b.dy;
}
