/** Places of a surface that a plan keeps away from, as polygons of the picture. */
import type { LinePiece } from "./line-pieces.ts";
import type { Spot } from "./spots.ts";
import type { SurfaceCopy } from "./surface-copy.ts";

/** A line's region reaches this far to either side, px of the copy. */
const LINE_MARGIN_PX = 2;
const BINS = 8;

/** A band along a line, bowed as it is. */
export function bandAround(piece: LinePiece, copy: SurfaceCopy): [number, number][] {
  const { widthPx } = copy;
  const length = Math.max(1, piece.to - piece.from);
  const low = new Float64Array(BINS).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(BINS).fill(Number.NEGATIVE_INFINITY);
  for (const at of piece.pixels) {
    const u = (at % widthPx) - piece.x;
    const v = Math.floor(at / widthPx) - piece.y;
    const bin = Math.min(BINS - 1, Math.floor((BINS * (u * piece.dx + v * piece.dy - piece.from)) / length));
    const aside = v * piece.dx - u * piece.dy;
    low[bin] = Math.min(low[bin] ?? aside, aside);
    high[bin] = Math.max(high[bin] ?? aside, aside);
  }
  const side = (values: Float64Array, margin: number): [number, number][] =>
    Array.from(values).flatMap((aside, bin) => {
      if (!Number.isFinite(aside)) return [];
      const first = bin === 0 ? -LINE_MARGIN_PX : 0;
      const last = bin === BINS - 1 ? LINE_MARGIN_PX : 0;
      const along =
        piece.from +
        ((bin + 0.5) * length) / BINS +
        ((first + last) / LINE_MARGIN_PX) * (length / BINS / 2 + LINE_MARGIN_PX);
      const off = aside + margin;
      const [x, y] = copy.toPicture(
        piece.x + along * piece.dx - off * piece.dy,
        piece.y + along * piece.dy + off * piece.dx,
      );
      return [[x, y] satisfies [number, number]];
    });
  return [...side(low, -LINE_MARGIN_PX), ...side(high, LINE_MARGIN_PX).reverse()];
}

/** A patch's outline pushed outwards from its middle by a margin, px of the copy. */
export function grownOutline(
  outline: readonly (readonly [number, number])[],
  x: number,
  y: number,
  marginPx: number,
  copy: SurfaceCopy,
): [number, number][] {
  return outline.map(([px, py]) => {
    const away = Math.max(1e-6, Math.hypot(px - x, py - y));
    const by = 1 + marginPx / away;
    const [gx, gy] = copy.toPicture(x + (px - x) * by, y + (py - y) * by);
    return [gx, gy];
  });
}

const CORNERS = 12;
const SPOT_MARGIN_PX = 1.5;

export function discAround(spot: Spot, copy: SurfaceCopy): [number, number][] {
  const radius = spot.radiusPx + SPOT_MARGIN_PX;
  return Array.from({ length: CORNERS }, (_, i) => {
    const angle = (2 * Math.PI * i) / CORNERS;
    const [x, y] = copy.toPicture(spot.x + radius * Math.cos(angle), spot.y + radius * Math.sin(angle));
    return [x, y];
  });
}
