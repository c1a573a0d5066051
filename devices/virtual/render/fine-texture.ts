/**
 * The relief of grinding as a microscope or a close camera sees it: grooves of many widths, down to what its pixels resolve. A
 * mark belongs to its place on the block (hashed, not drawn in turn), so any field of the same block shows the same marks. What a
 * coarser picture leaves to the material's roughness becomes relief here, and the material is left the less rough for it.
 */
import { FINISHES, type FinishRow } from "./finishes.ts";
import { cameraPoint, poseFrame } from "./frames.ts";
import { mixSeed } from "./random.ts";
import type { Material } from "./reflectance.ts";
import type { SurfaceScene } from "./scene.ts";
import type { TextureTile } from "./texture.ts";

export interface FineRelief {
  readonly tile: TextureTile;
  /** The finish's material without the roughness that the tile shows. */
  readonly material: Material;
}

/** A picture is close when it is finer than this or its field is smaller than this. */
const CLOSE_MM_PER_PX = 0.0125;
const CLOSE_FIELD_MM = 16;

/** Widths of the grooves, mm: the coarsest carry the finish's own relief, each finer one a part of its roughness. */
const COARSE_WIDTHS_MM = [0.16, 0.08, 0.04] as const;
const FINE_WIDTHS_MM = [0.02, 0.01, 0.005, 0.0025] as const;
/** What is rougher across the lay than along it is grooves: the part of that variance that one fine width stands for. */
const FINE_VARIANCE = 0.19;
/** Narrowest groove in steps of the tile. */
const STEPS_PER_GROOVE = 1.7;
const FINEST_STEP_MM = 0.0012;

interface Octave {
  readonly widthMm: number;
  readonly slope: number;
  readonly lengthMm: readonly [number, number];
  readonly salt: number;
}

/** The relief of a close picture's field; undefined for a picture of the whole block, which has `textureTile`. */
export function fineRelief(scene: SurfaceScene): FineRelief | undefined {
  const { widthPx, heightPx, mmPerPx } = scene;
  const fieldMm = Math.hypot(widthPx, heightPx) * mmPerPx;
  if (mmPerPx > CLOSE_MM_PER_PX && fieldMm > CLOSE_FIELD_MM) return undefined;
  const row = FINISHES[scene.finish];
  const stepVMm = Math.min(0.02, Math.max(FINEST_STEP_MM, 0.8 * mmPerPx));
  const octaves = octavesOf(row, stepVMm, coarsenessOf(scene.surfaceSeed));
  const shown = octaves.reduce((sum, { widthMm, slope }) => (widthMm < 0.03 ? sum + slope ** 2 : sum), 0);
  const { material } = row;
  return {
    tile: drawTile(scene, row, octaves, stepVMm),
    material: { ...material, acrossSigma: Math.sqrt(Math.max(material.acrossSigma ** 2 - shown, 0.0004)) },
  };
}

/** Wheels differ: how deep this surface's marks are, as a factor. */
function coarsenessOf(surfaceSeed: number): number {
  return 0.35 + 0.85 * unitOf(mixSeed(surfaceSeed, 0xc0a5), 1);
}

function octavesOf(row: FinishRow, stepVMm: number, coarseness: number): Octave[] {
  const [shortest, longest] = row.markLengthMm;
  const { alongSigma, acrossSigma } = row.material;
  const coarse = COARSE_WIDTHS_MM.map((widthMm, n) => ({
    widthMm,
    slope: row.reliefSlope * coarseness * (0.3 + 0.15 * n),
    lengthMm: [shortest, longest] as const,
    salt: n,
  }));
  const fine = FINE_WIDTHS_MM.filter((widthMm) => widthMm >= STEPS_PER_GROOVE * stepVMm).map(
    (widthMm, n) => ({
      widthMm,
      slope: coarseness * Math.sqrt(FINE_VARIANCE * (acrossSigma ** 2 - alongSigma ** 2)),
      lengthMm: [shortest * widthMm * 8, longest * widthMm * 8] as const,
      salt: 16 + n,
    }),
  );
  return [...coarse, ...fine];
}

/** The field's corners in the tile's coordinates (the lay straightened), with a margin, mm. */
function fieldBox(scene: SurfaceScene, bendPerMm: number): { u: [number, number]; v: [number, number] } {
  const frame = poseFrame(scene.pose);
  const reachMm = (Math.hypot(scene.widthPx, scene.heightPx) * scene.mmPerPx) / 2;
  const [cx, cy] = cameraPoint({ ...frame, sin: -frame.sin, xMm: 0, yMm: 0 }, -frame.xMm, -frame.yMm);
  const halfU =
    ((Math.abs(frame.cos) * scene.widthPx + Math.abs(frame.sin) * scene.heightPx) / 2) * scene.mmPerPx;
  const halfV =
    ((Math.abs(frame.sin) * scene.widthPx + Math.abs(frame.cos) * scene.heightPx) / 2) * scene.mmPerPx;
  const margin = 0.02 * reachMm + 0.01;
  const u: [number, number] = [cx - halfU - margin, cx + halfU + margin];
  const most = Math.max(u[0] ** 2, u[1] ** 2) * bendPerMm;
  const least = u[0] < 0 && u[1] > 0 ? 0 : Math.min(u[0] ** 2, u[1] ** 2) * bendPerMm;
  return { u, v: [cy - halfV - margin + least, cy + halfV + margin + most] };
}

function drawTile(
  scene: SurfaceScene,
  row: FinishRow,
  octaves: readonly Octave[],
  stepVMm: number,
): TextureTile {
  const bendPerMm = 1 / (2 * row.layRadiusMm);
  const box = fieldBox(scene, bendPerMm);
  const stepUMm = Math.min(0.25, Math.max(0.01, 8 * stepVMm));
  const firstU = Math.floor(box.u[0] / stepUMm);
  const firstV = Math.floor(box.v[0] / stepVMm);
  const usedColumns = Math.ceil(box.u[1] / stepUMm) - firstU + 2;
  const usedRows = Math.ceil(box.v[1] / stepVMm) - firstV + 2;
  const columns = powerOfTwo(usedColumns);
  const rows = powerOfTwo(usedRows);
  const peak = 4.2 * Math.hypot(...octaves.map(({ slope }) => slope));
  const units = new Int8Array(columns * rows);
  const runs = octaves.map((octave) => new KnotRuns(octave, scene.surfaceSeed, firstU, stepUMm, usedColumns));
  const line = new Float32Array(usedColumns);
  for (let j = 0; j < usedRows; j++) {
    line.fill(0);
    for (const run of runs) run.addTo(line, (firstV + j) * stepVMm);
    const start = j * columns;
    for (let i = 0; i < usedColumns; i++) {
      const value = ((line[i] as number) / peak) * 127;
      units[start + i] = value > 127 ? 127 : value < -127 ? -127 : Math.round(value);
    }
  }
  return {
    columns,
    rows,
    stepUMm,
    stepVMm,
    offsetU: 2 * columns - firstU,
    offsetV: 2 * rows - firstV,
    units,
    slopePerUnit: peak / 127,
    bendPerMm,
  };
}

function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(least, 2)));
}

/** Rows of knots of one groove width, made as the tile's rows come to them; between two of them the slope runs smoothly. */
class KnotRuns {
  readonly #octave: Octave;
  readonly #salt: number;
  readonly #firstU: number;
  readonly #stepUMm: number;
  #at = Number.NaN;
  #above: Float32Array;
  #below: Float32Array;

  constructor(octave: Octave, surfaceSeed: number, firstU: number, stepUMm: number, columns: number) {
    this.#octave = octave;
    this.#salt = mixSeed(surfaceSeed, 0xf17e + octave.salt);
    this.#firstU = firstU;
    this.#stepUMm = stepUMm;
    this.#above = new Float32Array(columns);
    this.#below = new Float32Array(columns);
  }

  addTo(line: Float32Array, vMm: number): void {
    const place = vMm / this.#octave.widthMm;
    const at = Math.floor(place);
    if (at !== this.#at) this.#moveTo(at);
    const f = place - at;
    const ease = f * f * (3 - 2 * f);
    const above = this.#above;
    const below = this.#below;
    for (let i = 0; i < line.length; i++)
      line[i] = (line[i] as number) + (above[i] as number) * (1 - ease) + (below[i] as number) * ease;
  }

  #moveTo(at: number): void {
    if (at === this.#at + 1) {
      [this.#above, this.#below] = [this.#below, this.#above];
    } else this.#fill(this.#above, at);
    this.#fill(this.#below, at + 1);
    this.#at = at;
  }

  /** One knot row: marks of its own length and depth, few of them deep. */
  #fill(row: Float32Array, index: number): void {
    const { slope, lengthMm } = this.#octave;
    const own = mixSeed(index, this.#salt);
    const draw = unitOf(own, 1);
    const length = lengthMm[0] * (lengthMm[1] / lengthMm[0]) ** unitOf(own, 2);
    const depth = slope * KNOT_GAIN * (0.45 + 0.9 * draw * draw);
    const phase = unitOf(own, 3);
    let knot = Number.NaN;
    let here = 0;
    let next = 0;
    for (let i = 0; i < row.length; i++) {
      const place = ((this.#firstU + i) * this.#stepUMm) / length + phase;
      const k = Math.floor(place);
      if (k !== knot) {
        here = k === knot + 1 ? next : bell(own, k);
        next = bell(own, k + 1);
        knot = k;
      }
      const f = place - k;
      const ease = f * f * (3 - 2 * f);
      row[i] = depth * (here * (1 - ease) + next * ease);
    }
  }
}

/** Makes up for the spread that is lost between knots. */
const KNOT_GAIN = 1.7;

function unitOf(seed: number, salt: number): number {
  return mixSeed(seed, salt) / 4294967296;
}

/** About normal, of spread 1, from four uniform bytes of one hash. */
function bell(seed: number, knot: number): number {
  const h = mixSeed(seed, knot + 0x51ab);
  const sum = (h & 255) + ((h >>> 8) & 255) + ((h >>> 16) & 255) + (h >>> 24);
  return (sum - 510) / 148;
}
