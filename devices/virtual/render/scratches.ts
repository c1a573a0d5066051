/** Grooves in the surface, drawn pixel by pixel along their way: the fine scratches every handled block has, and deep ones as a defect. */
import type { Scratch } from "./defect-kinds.ts";
import { FINISHES } from "./finishes.ts";
import { cameraPoint, pixelPoint } from "./frames.ts";
import { depthInside } from "./outline.ts";
import { between, mixSeed, type Random, randomFrom } from "./random.ts";
import { brightnessAt } from "./reflectance.ts";
import { type Stage, tiltU, tiltV } from "./stage.ts";

export interface Groove extends Omit<Scratch, "kind"> {
  /** Which ends run out gently; absent: both. */
  readonly runOut?: { readonly start: boolean; readonly end: boolean };
}

/** Fine scratches in every direction, the block's own: they turn with it and lie under every dent. */
export function drawHairlines(stage: Stage): void {
  const { hairlines, hairlineSlope } = FINISHES[stage.scene.finish];
  const random = randomFrom(mixSeed(stage.scene.surfaceSeed, 0x4a11));
  for (let n = 0; n < hairlines; n++) drawGroove(stage, hairline(random, hairlineSlope));
}

function hairline(random: Random, slope: number): Groove {
  const x = between(random, -36, 36);
  const y = between(random, -36, 36);
  const direction = between(random, 0, 2 * Math.PI);
  const length = 1.5 * between(random, 1, 4) ** 2;
  return {
    fromMm: [x, y],
    toMm: [x + length * Math.cos(direction), y + length * Math.sin(direction)],
    bowMm: length * between(random, -0.06, 0.06),
    widthMm: between(random, 0.012, 0.034),
    slope: slope * between(random, 0.4, 1.4),
  };
}

const SAMPLES_ACROSS = 5;

/** A groove from one point of the block to another; its middle bows aside, its ends run out. */
export function drawGroove(stage: Stage, groove: Groove): void {
  const { scene, frame } = stage;
  const [x0, y0] = pixelPoint(scene, ...cameraPoint(frame, ...groove.fromMm));
  const [x1, y1] = pixelPoint(scene, ...cameraPoint(frame, ...groove.toMm));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length = Math.hypot(dx, dy);
  if (length < 1) return;
  const flat = Math.abs(dx) >= Math.abs(dy);
  const bowPx = groove.bowMm / scene.mmPerPx;
  const halfPx = groove.widthMm / scene.mmPerPx / 2;
  const slant = length / Math.max(Math.abs(dx), Math.abs(dy));
  const reach = (halfPx + 1.5) * slant + ((Math.abs(bowPx) * 4) / length) * (halfPx + 1.5);
  const [majorFrom, majorTo] = flat ? [x0, x1] : [y0, y1];
  const majorSize = flat ? scene.widthPx : scene.heightPx;
  const minorSize = flat ? scene.heightPx : scene.widthPx;
  const first = Math.max(0, Math.ceil(Math.min(majorFrom, majorTo)));
  const last = Math.min(majorSize - 1, Math.floor(Math.max(majorFrom, majorTo)));
  for (let major = first; major <= last; major++) {
    const part = (major - majorFrom) / (majorTo - majorFrom);
    const bow = 4 * part * (1 - part) * bowPx * slant * (flat ? Math.sign(dx) : -Math.sign(dy));
    const minor = (flat ? y0 + part * dy : x0 + part * dx) + bow;
    const from = Math.max(0, Math.ceil(minor - reach));
    const to = Math.min(minorSize - 1, Math.floor(minor + reach));
    for (let at = from; at <= to; at++) {
      const column = flat ? major : at;
      const row = flat ? at : major;
      const along = ((column - x0) * dx + (row - y0) * dy) / (length * length);
      if (along < 0 || along > 1) continue;
      const across = ((row - y0) * dx - (column - x0) * dy) / length - 4 * along * (1 - along) * bowPx;
      shade(stage, groove, column, row, across / halfPx, along, [-dy / length, dx / length]);
    }
  }
}

/** One pixel of a groove: `across` in half widths from its bottom, `normal` its sideways direction in the picture. */
function shade(
  stage: Stage,
  groove: Groove,
  column: number,
  row: number,
  across: number,
  along: number,
  normal: readonly [number, number],
): void {
  const { scene, frame, brightness, fixture } = stage;
  const { widthPx, heightPx, mmPerPx } = scene;
  const halfPx = groove.widthMm / mmPerPx / 2;
  const dx = (column - (widthPx - 1) / 2) * mmPerPx - frame.xMm;
  const dy = (row - (heightPx - 1) / 2) * mmPerPx - frame.yMm;
  const u = dx * frame.cos + dy * frame.sin;
  const v = -dx * frame.sin + dy * frame.cos;
  if (depthInside(scene.block, u, v) < fixture.chamferMm) return;
  const nu = normal[0] * frame.cos + normal[1] * frame.sin;
  const nv = -normal[0] * frame.sin + normal[1] * frame.cos;
  const runsIn = groove.runOut?.start === false ? 1 : along / 0.15;
  const runsOut = groove.runOut?.end === false ? 1 : (1 - along) / 0.15;
  const depth = Math.min(1, runsIn, runsOut) * groove.slope;
  const index = row * widthPx + column;
  const under = brightness[index] ?? 0;
  let sum = 0;
  for (let s = 0; s < SAMPLES_ACROSS; s++) {
    const place = across + ((s + 0.5) / SAMPLES_ACROSS - 0.5) / halfPx;
    const far = Math.abs(place);
    if (far >= 1.6) sum += under;
    else {
      // Walls fall to the bottom within one half width; beyond it stands the burr that the steel was pushed into.
      const wall = (far < 1 ? Math.min(1, far / 0.25) : -0.3) * Math.sign(place) * depth;
      const wallLight = brightnessAt(stage.faceMap, tiltU(stage, u) + wall * nu, tiltV(stage, v) + wall * nv);
      sum += far < 1 ? 0.92 * wallLight : 0.5 * (wallLight + under);
    }
  }
  brightness[index] = sum / SAMPLES_ACROSS;
}
