/** What lies around the block: a dark, uneven fixture out of focus, and the gripper's two jaws. */
import { mixSeed, randomFrom } from "./random.ts";
import type { Stage } from "./stage.ts";

const KNOT_MM = 6;
/** Height of a jaw's face along the block, and how far it reaches back, mm. */
const JAW_WIDTH_MM = 14;
const JAW_REACH_MM = 22;
/** A jaw lies lower than the surface: its edges are this soft, mm. */
const JAW_SOFT_MM = 0.35;

export function drawSurroundings(stage: Stage): void {
  const { scene, fixture, brightness } = stage;
  const { widthPx, heightPx, mmPerPx } = scene;
  const knotPx = KNOT_MM / mmPerPx;
  const knotColumns = Math.ceil(widthPx / knotPx) + 2;
  const knotRows = Math.ceil(heightPx / knotPx) + 2;
  const random = randomFrom(mixSeed(scene.exposureSeed, 0xf1));
  const knots = Float32Array.from(
    { length: knotColumns * knotRows },
    () => fixture.reflectance * (0.7 + 0.6 * random()),
  );
  const line = new Float32Array(knotColumns);
  for (let row = 0; row < heightPx; row++) {
    const k = Math.floor(row / knotPx);
    const f = row / knotPx - k;
    for (let c = 0; c < knotColumns; c++) {
      const above = knots[k * knotColumns + c] ?? 0;
      line[c] = above + ((knots[(k + 1) * knotColumns + c] ?? 0) - above) * f;
    }
    const start = row * widthPx;
    for (let c = 0; c < knotColumns - 1; c++) {
      const from = Math.ceil(c * knotPx);
      const to = Math.min(widthPx, Math.ceil((c + 1) * knotPx));
      const step = ((line[c + 1] ?? 0) - (line[c] ?? 0)) / knotPx;
      let value = (line[c] ?? 0) + step * (from - c * knotPx);
      for (let x = from; x < to; x++) {
        brightness[start + x] = value;
        value += step;
      }
    }
  }
  if (fixture.jaws) {
    drawJaw(stage, 1);
    drawJaw(stage, -1);
  }
}

/** A round block is held along the camera's x, a rectangular one across its width. */
function drawJaw(stage: Stage, side: 1 | -1): void {
  const { scene, fixture, frame, brightness } = stage;
  const { widthPx, heightPx, mmPerPx, block } = scene;
  const round = block.kind === "round";
  const axisX = round ? side : -frame.sin * side;
  const axisY = round ? 0 : frame.cos * side;
  const half = round ? block.diameterMm / 2 : block.widthMm / 2;
  const middle = half + JAW_REACH_MM / 2;
  const reach = Math.hypot(JAW_REACH_MM, JAW_WIDTH_MM) / 2 + 3 * JAW_SOFT_MM;
  const cx = (frame.xMm + axisX * middle) / mmPerPx + (widthPx - 1) / 2;
  const cy = (frame.yMm + axisY * middle) / mmPerPx + (heightPx - 1) / 2;
  const top = Math.max(0, Math.floor(cy - reach / mmPerPx));
  const bottom = Math.min(heightPx - 1, Math.ceil(cy + reach / mmPerPx));
  const left = Math.max(0, Math.floor(cx - reach / mmPerPx));
  const right = Math.min(widthPx - 1, Math.ceil(cx + reach / mmPerPx));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const dx = (x - cx) * mmPerPx;
      const dy = (y - cy) * mmPerPx;
      const along = dx * axisX + dy * axisY;
      const across = -dx * axisY + dy * axisX;
      const inside = Math.min(JAW_REACH_MM / 2 - Math.abs(along) + 0.5, JAW_WIDTH_MM / 2 - Math.abs(across));
      const cover = soft(inside / JAW_SOFT_MM);
      if (cover <= 0) continue;
      const at = y * widthPx + x;
      const grooves = 1 + 0.12 * Math.sin(across * 4.2) + 0.05 * Math.sin(along * 2.3 + across);
      const under = brightness[at] ?? 0;
      brightness[at] = under + (fixture.reflectance * 2.4 * grooves - under) * cover;
    }
  }
}

function soft(depth: number): number {
  if (depth <= -1) return 0;
  if (depth >= 1) return 1;
  const t = (depth + 1) / 2;
  return t * t * (3 - 2 * t);
}
