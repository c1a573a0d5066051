/** An outline in pixels, where all searching is done, and its way to mm of the gripper frame. */
import type { PixelFrame } from "../image/grey-image.ts";
import type { Outline } from "../requests.ts";

export interface CirclePx {
  readonly kind: "round";
  readonly xPx: number;
  readonly yPx: number;
  readonly diameterPx: number;
}

export interface RectanglePx {
  readonly kind: "rectangular";
  readonly xPx: number;
  readonly yPx: number;
  /** Of the longer side. */
  readonly lengthPx: number;
  readonly widthPx: number;
  /** Clockwise turn of the length in the picture, −90 to 90. */
  readonly angleDeg: number;
}

export type OutlinePx = CirclePx | RectanglePx;

export function outlineInMm(outline: OutlinePx, frame: PixelFrame): Outline {
  const centre = frame.toMm(outline.xPx, outline.yPx);
  if (outline.kind === "round")
    return { kind: "round", ...centre, diameterMm: outline.diameterPx * frame.mmPerPx };
  return {
    kind: "rectangular",
    ...centre,
    lengthMm: outline.lengthPx * frame.mmPerPx,
    widthMm: outline.widthPx * frame.mmPerPx,
    angleDeg: outline.angleDeg,
  };
}

/** How deep inside the outline a pixel lies, px; negative outside. */
export function depthInsidePx(outline: OutlinePx, x: number, y: number): number {
  const dx = x - outline.xPx;
  const dy = y - outline.yPx;
  if (outline.kind === "round") return outline.diameterPx / 2 - Math.hypot(dx, dy);
  const turn = (outline.angleDeg * Math.PI) / 180;
  const u = dx * Math.cos(turn) + dy * Math.sin(turn);
  const v = dy * Math.cos(turn) - dx * Math.sin(turn);
  return Math.min(outline.lengthPx / 2 - Math.abs(u), outline.widthPx / 2 - Math.abs(v));
}

/** The upright box around it, a pixel wider, as far as it lies in the picture. */
export function boxAround(
  outline: OutlinePx,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): { left: number; top: number; width: number; height: number } {
  const [halfX, halfY] = halfSizePx(outline);
  const left = Math.max(0, Math.floor(outline.xPx - halfX) - 1);
  const top = Math.max(0, Math.floor(outline.yPx - halfY) - 1);
  return {
    left,
    top,
    width: Math.min(widthPx, Math.ceil(outline.xPx + halfX) + 2) - left,
    height: Math.min(heightPx, Math.ceil(outline.yPx + halfY) + 2) - top,
  };
}

/** Half the sides of the upright box around it. */
function halfSizePx(outline: OutlinePx): [number, number] {
  if (outline.kind === "round") return [outline.diameterPx / 2, outline.diameterPx / 2];
  const cos = Math.abs(Math.cos((outline.angleDeg * Math.PI) / 180));
  const sin = Math.abs(Math.sin((outline.angleDeg * Math.PI) / 180));
  return [
    (outline.lengthPx * cos + outline.widthPx * sin) / 2,
    (outline.lengthPx * sin + outline.widthPx * cos) / 2,
  ];
}

/** A place on an outline and the way out of it, unit length. */
export interface BorderPlace {
  readonly x: number;
  readonly y: number;
  readonly outX: number;
  readonly outY: number;
}

/** `count` places evenly around a circle, or evenly along the four sides without their corners. */
export function borderPlaces(outline: OutlinePx, count: number): BorderPlace[] {
  return Array.from({ length: count }, (_, i) =>
    outline.kind === "round"
      ? circlePlace(outline, (i + 0.5) / count)
      : rectanglePlace(outline, (i + 0.5) / count),
  );
}

function circlePlace(circle: CirclePx, part: number): BorderPlace {
  const outX = Math.cos(2 * Math.PI * part);
  const outY = Math.sin(2 * Math.PI * part);
  const radius = circle.diameterPx / 2;
  return { x: circle.xPx + radius * outX, y: circle.yPx + radius * outY, outX, outY };
}

/** Part of a side on which places lie; the corners are rounded. */
const STRAIGHT_PART = 0.86;

function rectanglePlace(box: RectanglePx, part: number): BorderPlace {
  const round = 2 * (box.lengthPx + box.widthPx);
  let way = part * round;
  const sides = [box.widthPx, box.lengthPx, box.widthPx, box.lengthPx];
  let side = 0;
  while (side < 3 && way > (sides[side] ?? 0)) {
    way -= sides[side] ?? 0;
    side++;
  }
  const along = STRAIGHT_PART * (way / (sides[side] ?? 1) - 0.5);
  const sign = side < 2 ? 1 : -1;
  const atEnd = side % 2 === 0;
  const u = atEnd ? (sign * box.lengthPx) / 2 : along * box.lengthPx;
  const v = atEnd ? along * box.widthPx : (sign * box.widthPx) / 2;
  const turn = (box.angleDeg * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const [nu, nv] = atEnd ? [sign, 0] : [0, sign];
  return {
    x: box.xPx + u * cos - v * sin,
    y: box.yPx + u * sin + v * cos,
    outX: nu * cos - nv * sin,
    outY: nu * sin + nv * cos,
  };
}
