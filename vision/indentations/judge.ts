/**
 * A second look at what the finder took for a dent, each at its own scale: is it one, and where exactly is its rim? It sees what
 * the finder's coarse cells do not, and was trained on the finder's mistakes.
 */
import { LEAST_SPREAD, type Level } from "./levels.ts";
import { network } from "./model.ts";
import type { Peak } from "./peaks.ts";

/** Pixels along a crop's side, and of the candidate in it: see vision/training/crops.py. */
const CROP_PX = 64;
const WIDE_PX = 26;
const OUTPUTS = 6;
/** The network's units: see vision/training/train_judge.py. */
const SHAPE_UNIT = 20;
const MOST_OVAL = 0.5;
const BATCH = 16;

const judge = network("dent-judge.onnx", "crops", "judged");

/** The same candidates with the judge's probability and ellipse. */
export async function judged(peaks: readonly Peak[], levels: readonly Level[]): Promise<Peak[]> {
  const answers: Peak[] = [];
  for (let from = 0; from < peaks.length; from += BATCH) {
    const batch = peaks.slice(from, from + BATCH);
    const crops = new Float32Array(batch.length * CROP_PX * CROP_PX);
    batch.forEach((peak, n) => {
      drawCrop(crops.subarray(n * CROP_PX * CROP_PX, (n + 1) * CROP_PX * CROP_PX), peak, levels);
    });
    const values = await judge(crops, [batch.length, 1, CROP_PX, CROP_PX]);
    if (values.length !== batch.length * OUTPUTS)
      throw new Error(`the dent judge answered ${values.length} values for ${batch.length} crops`);
    batch.forEach((peak, n) => {
      answers.push(moved(peak, values.subarray(n * OUTPUTS, (n + 1) * OUTPUTS)));
    });
  }
  return answers;
}

function moved(peak: Peak, [logit = 0, dx = 0, dy = 0, log2 = 0, cos = 0, sin = 0]: Float32Array): Peak {
  const wide = Math.sqrt(peak.major * peak.minor);
  const oval = Math.min(MOST_OVAL, Math.hypot(cos, sin) / SHAPE_UNIT);
  const unit = (wide * 2 ** (log2 / SHAPE_UNIT)) / Math.sqrt(1 - oval * oval);
  return {
    x: peak.x + (dx / SHAPE_UNIT) * wide,
    y: peak.y + (dy / SHAPE_UNIT) * wide,
    major: unit * (1 + oval),
    minor: unit * (1 - oval),
    turn: Math.atan2(sin, cos) / 2,
    p: 1 / (1 + Math.exp(-logit)),
  };
}

/** Grey values about the candidate minus their mean over their spread, 0 beyond the picture. */
function drawCrop(crop: Float32Array, peak: Peak, levels: readonly Level[]): void {
  const wide = Math.sqrt(peak.major * peak.minor);
  const wanted = Math.floor(Math.log2(Math.max(1, wide / WIDE_PX)));
  const level = levels[Math.min(levels.length - 1, wanted)];
  if (level === undefined) return;
  const { grey, widthPx, heightPx, shrunkBy } = level;
  const step = wide / shrunkBy / WIDE_PX;
  const half = (CROP_PX - 1) / 2;
  const cx = (peak.x + 0.5) / shrunkBy - 0.5;
  const cy = (peak.y + 0.5) / shrunkBy - 0.5;
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let j = 0; j < CROP_PX; j++)
    for (let i = 0; i < CROP_PX; i++) {
      const x = cx + (i - half) * step;
      const y = cy + (j - half) * step;
      const within = x > -0.5 && y > -0.5 && x < widthPx - 0.5 && y < heightPx - 0.5;
      const value = within ? between(grey, widthPx, heightPx, x, y) : Number.NaN;
      crop[j * CROP_PX + i] = value;
      if (!within) continue;
      sum += value;
      squares += value * value;
      count++;
    }
  const mean = sum / Math.max(1, count);
  const spread = Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean));
  const gain = 1 / Math.max(LEAST_SPREAD, spread);
  for (let at = 0; at < crop.length; at++) {
    const value = crop[at] ?? 0;
    crop[at] = Number.isNaN(value) ? 0 : (value - mean) * gain;
  }
}

function between(grey: Uint8Array, widthPx: number, heightPx: number, x: number, y: number): number {
  const cx = Math.max(0, Math.min(widthPx - 1, x));
  const cy = Math.max(0, Math.min(heightPx - 1, y));
  const i = Math.min(widthPx - 2, Math.floor(cx));
  const j = Math.min(heightPx - 2, Math.floor(cy));
  const at = j * widthPx + i;
  const fx = cx - i;
  const top = (grey[at] ?? 0) * (1 - fx) + (grey[at + 1] ?? 0) * fx;
  const bottom = (grey[at + widthPx] ?? 0) * (1 - fx) + (grey[at + widthPx + 1] ?? 0) * fx;
  return top + (bottom - top) * (cy - j);
}
