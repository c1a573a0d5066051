/** The block itself: the flat test surface, row by row, and the chamfer around it. The hot loop of a picture. */
import { cameraPoint } from "./frames.ts";
import { depthInside, outwards, rowSpan } from "./outline.ts";
import { brightnessAt, MAP_SCALE, MAP_SIZE, SLOPE_LIMIT } from "./reflectance.ts";
import { faceBrightness, type Stage, tiltU, tiltV } from "./stage.ts";

/** Draws face and chamfer over what `brightness` already shows of the surroundings. */
export function drawBlock(stage: Stage): void {
  const { scene, frame, fixture } = stage;
  const { widthPx, heightPx, mmPerPx, block } = scene;
  const reach = 1.5 * mmPerPx;
  const toColumn = (xMm: number): number => xMm / mmPerPx + (widthPx - 1) / 2;
  for (let row = 0; row < heightPx; row++) {
    const yMm = (row - (heightPx - 1) / 2) * mmPerPx;
    const outer = rowSpan(block, frame, yMm, reach);
    if (outer === undefined) continue;
    const from = Math.max(0, Math.ceil(toColumn(outer[0])));
    const to = Math.min(widthPx, Math.floor(toColumn(outer[1])) + 1);
    const inner = rowSpan(block, frame, yMm, -fixture.chamferMm - reach - CORNER_GUARD_MM);
    const flatFrom = inner === undefined ? to : Math.min(to, Math.max(from, Math.ceil(toColumn(inner[0]))));
    const flatTo =
      inner === undefined ? to : Math.max(flatFrom, Math.min(to, Math.floor(toColumn(inner[1])) + 1));
    drawEdgeRun(stage, row, yMm, from, flatFrom);
    drawFaceRun(stage, row, yMm, flatFrom, flatTo);
    drawEdgeRun(stage, row, yMm, flatTo, to);
  }
}

/** Keeps the flat run clear of rounded corners. */
const CORNER_GUARD_MM = 0.3;

/** One run of flat surface: texture slope, then brightness by slope, both between table entries, nothing allocated. */
function drawFaceRun(stage: Stage, row: number, yMm: number, from: number, to: number): void {
  const { scene, frame, tile, faceMap, brightness, tiltPerMm } = stage;
  const { units, columns, slopePerUnit, bendPerMm } = tile;
  const columnMask = columns - 1;
  const rowMask = tile.rows - 1;
  const { mmPerPx, widthPx } = scene;
  const xStart = (from - (widthPx - 1) / 2) * mmPerPx - frame.xMm;
  const dy = yMm - frame.yMm;
  let u = xStart * frame.cos + dy * frame.sin;
  let v = -xStart * frame.sin + dy * frame.cos;
  const stepU = mmPerPx * frame.cos;
  const stepV = -mmPerPx * frame.sin;
  const perU = 1 / tile.stepUMm;
  const perV = 1 / tile.stepVMm;
  const { offsetU, offsetV } = tile;
  const tiltScale = tiltPerMm * MAP_SCALE;
  const limit = SLOPE_LIMIT * MAP_SCALE;
  const mapU = limit - stage.centreUMm * tiltScale;
  const mapV = limit - stage.centreVMm * tiltScale;
  const unitScale = slopePerUnit * MAP_SCALE;
  const end = row * widthPx + to;
  for (let at = row * widthPx + from; at < end; at++) {
    const fu = u * perU + offsetU;
    const fv = (v + u * u * bendPerMm) * perV + offsetV;
    const i = fu | 0;
    const j = fv | 0;
    const c0 = i & columnMask;
    const c1 = (i + 1) & columnMask;
    const r0 = (j & rowMask) * columns;
    const r1 = ((j + 1) & rowMask) * columns;
    const f = fu - i;
    const t0 = units[r0 + c0] as number;
    const t1 = units[r1 + c0] as number;
    const top = t0 + ((units[r0 + c1] as number) - t0) * f;
    const bottom = t1 + ((units[r1 + c1] as number) - t1) * f;
    const mx = mapU - u * tiltScale;
    const my = mapV - v * tiltScale + (top + (bottom - top) * (fv - j)) * unitScale;
    const p = mx | 0;
    const q = my | 0;
    const m = q * MAP_SIZE + p;
    const g = mx - p;
    const m0 = faceMap[m] as number;
    const m1 = faceMap[m + MAP_SIZE] as number;
    const b0 = m0 + ((faceMap[m + 1] as number) - m0) * g;
    const b1 = m1 + ((faceMap[m + MAP_SIZE + 1] as number) - m1) * g;
    brightness[at] = b0 + (b1 - b0) * (my - q);
    u += stepU;
    v += stepV;
  }
}

const SUB_SAMPLES = [-0.25, 0.25] as const;

/** The edge: 2 × 2 samples a pixel, each surroundings, chamfer or face by its depth inside the outline. */
function drawEdgeRun(stage: Stage, row: number, yMm: number, from: number, to: number): void {
  const { scene, frame, brightness, fixture } = stage;
  const { mmPerPx, widthPx, block } = scene;
  for (let column = from; column < to; column++) {
    const xMm = (column - (widthPx - 1) / 2) * mmPerPx;
    const at = row * widthPx + column;
    const around = brightness[at] ?? 0;
    let sum = 0;
    for (const sy of SUB_SAMPLES) {
      for (const sx of SUB_SAMPLES) {
        const dx = xMm + sx * mmPerPx - frame.xMm;
        const dy = yMm + sy * mmPerPx - frame.yMm;
        const u = dx * frame.cos + dy * frame.sin;
        const v = -dx * frame.sin + dy * frame.cos;
        const depth = depthInside(block, u, v);
        if (depth < 0) sum += around;
        else if (depth >= fixture.chamferMm) sum += faceBrightness(stage, u, v);
        else sum += chamferBrightness(stage, u, v, depth);
      }
    }
    brightness[at] = sum / 4;
  }
}

/** A chamfer of 45° whose two edges are rounded: every slope from flat to steep occurs, so lamps draw fine bright lines on it. */
function chamferBrightness(stage: Stage, u: number, v: number, depth: number): number {
  const [ou, ov] = outwards(stage.scene.block, u, v);
  const part = 1 - depth / stage.fixture.chamferMm;
  const rounding = Math.min(1, part / 0.3);
  const turned = 0.06 * Math.sin(37 * part + 3 * Math.sin(part * 11));
  const slope = -(rounding * rounding * (3 - 2 * rounding)) * (1 + 0.25 * part) + turned;
  return brightnessAt(stage.edgeMap(), tiltU(stage, u) + slope * ou, tiltV(stage, v) + slope * ov);
}

/** Bounding box of a disc of the block in whole pixels, clipped to the picture; undefined when it is outside. */
export function pixelBox(
  stage: Stage,
  xMm: number,
  yMm: number,
  radiusMm: number,
): { left: number; top: number; right: number; bottom: number } | undefined {
  const { widthPx, heightPx, mmPerPx } = stage.scene;
  const [cx, cy] = cameraPoint(stage.frame, xMm, yMm);
  const px = cx / mmPerPx + (widthPx - 1) / 2;
  const py = cy / mmPerPx + (heightPx - 1) / 2;
  const reach = radiusMm / mmPerPx + 1;
  const left = Math.max(0, Math.floor(px - reach));
  const right = Math.min(widthPx - 1, Math.ceil(px + reach));
  const top = Math.max(0, Math.floor(py - reach));
  const bottom = Math.min(heightPx - 1, Math.ceil(py + reach));
  return left <= right && top <= bottom ? { left, top, right, bottom } : undefined;
}
