/** A shrunken copy of the test surface on which its state is judged: brightness against what the light alone would give, dents left out. */
import type { GreyImage } from "../image/grey-image.ts";
import { cv } from "../image/opencv.ts";
import { bareBrightness } from "./bare-brightness.ts";

/** An indentation's rim, px of the picture; what judging a surface needs to know of it. */
export interface RimPx {
  readonly xPx: number;
  readonly yPx: number;
  /** Whole axes. */
  readonly majorPx: number;
  readonly minorPx: number;
  /** Clockwise turn of the major axis. */
  readonly angleDeg: number;
}

export interface SurfaceArea {
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  /** Depth inside the face's end, px; negative outside. */
  depthPx(x: number, y: number): number;
}

export interface SurfaceCopy {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Pixels of the picture for one of the copy. */
  readonly shrink: number;
  /** Picture's pixel of the copy's (column, row), which may lie between pixels. */
  toPicture(column: number, row: number): readonly [number, number];
  /** 1 on bare surface, 0 outside the face, along its end, on indentations and their pile-up. */
  readonly bare: Uint8Array;
  /** 1 where the face is, indentations included. */
  readonly face: Uint8Array;
  /** Brightness over that of the bare surface there, less 1; 0 where not bare. */
  readonly contrast: Float32Array;
  /** Grey values as they are. */
  readonly grey: Uint8Array;
  /** Pixels of bare surface. */
  readonly barePixels: number;
}

const LONG_SIDE_PX = 480;
/** The face's end is left out this far, px of the copy: blur and chamfer reach in. */
const EDGE_PX = 3.2;
/** Pile-up and shadow around a rim, as a part of its axes, and at least so many px of the copy. */
const RIM_REACH = 1.3;
const RIM_MARGIN_PX = 1.6;
const MOST_CONTRAST = 1.5;

export function surfaceCopy(image: GreyImage, area: SurfaceArea, dents: readonly RimPx[]): SurfaceCopy {
  const { left, top, width, height } = area.box;
  const shrink = Math.max(1, Math.max(width, height) / LONG_SIDE_PX);
  const columns = Math.max(8, Math.round(width / shrink));
  const rows = Math.max(8, Math.round(height / shrink));
  const region = image.mat.getRegion(new cv.Rect(left, top, width, height));
  const small = region.resize(rows, columns, 0, 0, cv.INTER_AREA);
  const grey: Uint8Array = small.getData();
  small.release();
  const stepX = width / columns;
  const stepY = height / rows;
  const toPicture = (column: number, row: number): readonly [number, number] => [
    left + (column + 0.5) * stepX - 0.5,
    top + (row + 0.5) * stepY - 0.5,
  ];
  const face = faceMask(insidePicture(image, area), columns, rows, shrink, toPicture);
  clearDrawnBorders(face, grey, columns, rows);
  const bare = Uint8Array.from(face);
  for (const dent of dents)
    clear(
      bare,
      columns,
      rows,
      dent,
      (x) => (x - left + 0.5) / stepX - 0.5,
      (y) => (y - top + 0.5) / stepY - 0.5,
      shrink,
    );
  const bareGrey = bareBrightness(grey, bare, columns, rows);
  const contrast = new Float32Array(columns * rows);
  let barePixels = 0;
  for (let row = 0, at = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, at++) {
      if (bare[at] === 0) continue;
      barePixels++;
      contrast[at] = Math.min(MOST_CONTRAST, (grey[at] ?? 0) / Math.max(4, bareGrey(column, row)) - 1);
    }
  return { widthPx: columns, heightPx: rows, shrink, toPicture, bare, face, contrast, grey, barePixels };
}

/** The picture's own edge ends the surface too, whatever lies beyond. */
function insidePicture({ widthPx, heightPx }: GreyImage, area: SurfaceArea): SurfaceArea {
  return {
    box: area.box,
    depthPx: (x, y) => Math.min(area.depthPx(x, y), x, y, widthPx - 1 - x, heightPx - 1 - y),
  };
}

const TILE = 8;

/** Whole tiles are decided by their middle where the face's end is far. */
function faceMask(
  area: SurfaceArea,
  columns: number,
  rows: number,
  shrink: number,
  toPicture: (column: number, row: number) => readonly [number, number],
): Uint8Array {
  const mask = new Uint8Array(columns * rows);
  const far = TILE * shrink;
  const least = EDGE_PX * shrink;
  for (let top = 0; top < rows; top += TILE)
    for (let left = 0; left < columns; left += TILE) {
      const bottom = Math.min(rows, top + TILE);
      const right = Math.min(columns, left + TILE);
      const middle = area.depthPx(...toPicture(left + TILE / 2, top + TILE / 2)) - least;
      if (middle < -far) continue;
      for (let row = top; row < bottom; row++)
        if (middle > far) mask.fill(1, row * columns + left, row * columns + right);
        else
          for (let column = left; column < right; column++)
            if (area.depthPx(...toPicture(column, row)) > least) mask[row * columns + column] = 1;
    }
  return mask;
}

/** A row of the picture is drawn when this part of it has one grey, give or take one. */
const DRAWN_PART = 0.7;
/** Frames, rulers and captions reach in from the picture's edge by at most this part of it. */
const MOST_DRAWN = 0.25;

/** Frames and caption strips burned into a close-up are no surface. */
function clearDrawnBorders(face: Uint8Array, grey: Uint8Array, columns: number, rows: number): void {
  const isDrawn = (first: number, step: number, count: number): boolean => {
    const histogram = new Uint16Array(258);
    let on = 0;
    for (let n = 0, at = first; n < count; n++, at += step) {
      if (face[at] === 1) on++;
      const value = (grey[at] ?? 0) + 1;
      histogram[value] = (histogram[value] ?? 0) + 1;
    }
    if (on < count / 2) return false;
    for (let value = 1; value <= 256; value++) {
      const near = (histogram[value - 1] ?? 0) + (histogram[value] ?? 0) + (histogram[value + 1] ?? 0);
      if (near >= DRAWN_PART * count) return true;
    }
    return false;
  };
  const clearLines = (
    lines: number,
    length: number,
    firstOf: (line: number) => number,
    step: number,
  ): void => {
    for (const inwards of [1, -1]) {
      const most = Math.floor(MOST_DRAWN * lines);
      let last = -1;
      for (let n = 0; n < most; n++) {
        const line = inwards === 1 ? n : lines - 1 - n;
        if (isDrawn(firstOf(line), step, length)) last = n;
        else if (n > last + DRAWN_GAP) break;
      }
      for (let n = 0; n <= last + (last >= 0 ? DRAWN_GAP : 0); n++) {
        const first = firstOf(inwards === 1 ? n : lines - 1 - n);
        for (let k = 0, at = first; k < length; k++, at += step) face[at] = 0;
      }
    }
  };
  clearLines(rows, columns, (row) => row * columns, 1);
  clearLines(columns, rows, (column) => column, columns);
}

/** Rows of writing or of a blurred border between drawn rows, px of the copy. */
const DRAWN_GAP = 4;

function clear(
  mask: Uint8Array,
  columns: number,
  rows: number,
  dent: RimPx,
  toColumn: (x: number) => number,
  toRow: (y: number) => number,
  shrink: number,
): void {
  const turn = (dent.angleDeg * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const half = (axisPx: number): number => (RIM_REACH * axisPx) / 2 / shrink + RIM_MARGIN_PX;
  const a = half(dent.majorPx);
  const b = half(dent.minorPx);
  const cx = toColumn(dent.xPx);
  const cy = toRow(dent.yPx);
  for (let row = Math.max(0, Math.ceil(cy - a)); row <= Math.min(rows - 1, cy + a); row++)
    for (let column = Math.max(0, Math.ceil(cx - a)); column <= Math.min(columns - 1, cx + a); column++) {
      const u = (column - cx) * cos + (row - cy) * sin;
      const v = (row - cy) * cos - (column - cx) * sin;
      if ((u / a) ** 2 + (v / b) ** 2 <= 1) mask[row * columns + column] = 0;
    }
}
