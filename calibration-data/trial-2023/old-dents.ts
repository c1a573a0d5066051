/** Old dents as earlier verifications leave them: pentagons and rows, set by hand and so not quite regular. Block frame, mm. */
import { drawsFrom } from "./draws.ts";
import { isUsable, type Point, surfaceRadiusMm, type UsableSurface } from "./usable-surface.ts";

export type DentPattern =
  | { readonly kind: "pentagon"; readonly centre: Point; readonly radiusMm: number; readonly turnDeg: number }
  | { readonly kind: "row"; readonly from: Point; readonly step: Point; readonly count: number }
  /** The whole of a round surface in a triangular net, save for so many places left free. */
  | { readonly kind: "net"; readonly pitchMm: number; readonly free: number };

const HAND_MM = 0.12;

/** Centres of the dents of several patterns; throws if two lie closer than the spacing or one off the usable surface. */
export function layDents(
  surface: UsableSurface,
  patterns: readonly DentPattern[],
  spacingMm: number,
  seed: number,
): Point[] {
  const draw = drawsFrom(seed);
  const byHand = (value: number) => Number((value + HAND_MM * (2 * draw() - 1)).toFixed(2));
  const dents = patterns
    .flatMap((pattern) => layPattern(surface, pattern))
    .map(([x, y]): Point => [byHand(x), byHand(y)]);
  dents.forEach(([x, y], index) => {
    if (!isUsable(surface, [x, y]))
      throw new Error(`old dent ${index} at ${x}, ${y} mm lies off the usable surface`);
    dents.slice(0, index).forEach(([otherX, otherY], other) => {
      const apart = Math.hypot(x - otherX, y - otherY);
      if (apart < spacingMm)
        throw new Error(
          `old dents ${other} and ${index} are ${apart.toFixed(2)} mm apart, expected ${spacingMm.toFixed(2)}`,
        );
    });
  });
  return dents;
}

function layPattern(surface: UsableSurface, pattern: DentPattern): Point[] {
  switch (pattern.kind) {
    case "pentagon":
      return Array.from({ length: 5 }, (_, corner) => {
        const angle = ((pattern.turnDeg + 72 * corner) * Math.PI) / 180;
        const [x, y] = pattern.centre;
        return [x + pattern.radiusMm * Math.cos(angle), y + pattern.radiusMm * Math.sin(angle)];
      });
    case "row":
      return Array.from({ length: pattern.count }, (_, place) => [
        pattern.from[0] + place * pattern.step[0],
        pattern.from[1] + place * pattern.step[1],
      ]);
    case "net":
      return thinned(net(surface, pattern.pitchMm), pattern.free);
  }
}

/** Nodes of the net on the surface; those less than half a pitch outside are drawn in to its rim where there is room. */
function net(surface: UsableSurface, pitchMm: number): Point[] {
  const nodes: Point[] = [];
  const rim: Point[] = [];
  const inner = surfaceRadiusMm(surface) - 2 * HAND_MM;
  for (let row = -20; row <= 20; row++)
    for (let column = -20; column <= 20; column++) {
      const x = (column + (row % 2 === 0 ? 0 : 0.5)) * pitchMm;
      const y = row * pitchMm * Math.sqrt(0.75);
      const part = inner / Math.hypot(x, y);
      if (part >= 1) nodes.push([x, y]);
      else if (Math.hypot(x, y) < inner + pitchMm / 2) rim.push([x * part, y * part]);
    }
  for (const node of rim)
    if (nodes.every(([x, y]) => Math.hypot(x - node[0], y - node[1]) > 0.7 * pitchMm)) nodes.push(node);
  return nodes;
}

/** Leaves out so many nodes, spread over the net: always the one farthest from those left out before. */
function thinned(nodes: readonly Point[], free: number): Point[] {
  const kept = [...nodes];
  const gaps: Point[] = [];
  const toGap = ([x, y]: Point) => Math.min(...gaps.map((gap) => Math.hypot(x - gap[0], y - gap[1])));
  while (gaps.length < free) {
    const next =
      gaps.length === 0
        ? 0
        : kept.reduce((best, node, i) => (toGap(node) > toGap(kept[best] ?? node) ? i : best), 0);
    gaps.push(...kept.splice(next, 1));
  }
  return kept;
}
