/** Good physical blocks for any work order or certificate: as announced, each with a smooth field well within the usual limits. */
import { uniforms } from "./draws.ts";
import type { PhysicalBlock, PhysicalContent } from "./physical-file.ts";
import { rockwellScale } from "./scales.ts";

/** What an order says of a block; sizes left out are those of the commonest block, ⌀64 × 10 mm. Lengths in mm. */
export type OrderedBlock = {
  readonly slot: number;
  readonly serial: string;
  readonly scale: string;
  /** HR of the scale. */
  readonly nominalHr: number;
  readonly thicknessMm?: number | undefined;
} & (
  | { readonly shape?: "round" | undefined; readonly diameterMm?: number | undefined }
  | { readonly shape: "rectangular"; readonly lengthMm: number; readonly widthMm: number }
);

const COMMON = { diameterMm: 64, thicknessMm: 10 } as const;
/** The field's base lies this near to the nominal value, HR. */
const FROM_NOMINAL_HR = 0.15;
/** Largest and smallest range of the field over the whole face, as a part of the uniformity limit. */
const RANGE = { most: 0.48, least: 0.2 } as const;

/**
 * Uniformity limits by the last letters of a scale (ISO 6508-3:2015, unread here; the greater of coefficient · (reference − H) and
 * floor, HR). They only say what a good block is; verdicts come from the limit tables.
 */
const USUAL_LIMITS: readonly {
  readonly scales: RegExp;
  readonly coefficient: number;
  readonly reference: number;
  readonly floorHr: number;
}[] = [
  { scales: /^HRA$/, coefficient: 0.015, reference: 100, floorHr: 0.4 },
  { scales: /^HR[CD]$/, coefficient: 0.01, reference: 100, floorHr: 0.4 },
  { scales: /^HR[BEFGHK]$/, coefficient: 0.02, reference: 130, floorHr: 1 },
  { scales: /^HR\d+N$/, coefficient: 0.02, reference: 100, floorHr: 0.6 },
  { scales: /^HR\d+T$/, coefficient: 0.03, reference: 100, floorHr: 1.2 },
];

/**
 * The usual uniformity limit of a block, HR.
 * @throws RangeError for what is no Rockwell scale.
 */
export function usualLimitHr(scale: string, hardnessHr: number): number {
  const name = rockwellScale(scale)?.name;
  const row = USUAL_LIMITS.find(({ scales }) => name !== undefined && scales.test(name));
  if (row === undefined) throw new RangeError(`"${scale}" is no Rockwell scale`);
  return Math.max(row.coefficient * (row.reference - hardnessHr), row.floorHr);
}

/**
 * A physical tray that is what the order says: each block in its slot, of its scale and size, its mean within 0.3 HR of the nominal
 * value (half of the limit where that is more) and its field's range over the whole face below half of the usual uniformity limit.
 * A block depends on its own number and `seed` alone, not on its slot or its neighbours.
 * @throws RangeError for a block whose scale is no Rockwell scale.
 */
export function physicalTrayFor(
  order: { readonly blocks: readonly OrderedBlock[] },
  seed: number,
): PhysicalContent {
  return {
    tray: order.blocks.map(({ slot, serial }) => ({ slot, block: serial })),
    blocks: order.blocks.map((block) => blockFor(block, seed)),
  };
}

/** A reference block's field as parts of the expanded uncertainty on its certificate: base from the value, range over the face. */
const OF_UNCERTAINTY = { fromValue: 0.15, range: 0.4 } as const;

/** A round reference block that is what its certificate says, far more uniform than other blocks. Values in HR, lengths in mm. */
export function referenceBlockFor(
  certified: {
    readonly serial: string;
    readonly scale: string;
    readonly valueHr: number;
    readonly expandedHr: number;
    readonly diameterMm: number;
    readonly thicknessMm: number;
  },
  seed: number,
): PhysicalBlock {
  const { serial, scale, valueHr: nominalHr, expandedHr, diameterMm, thicknessMm } = certified;
  return blockOf({ slot: 0, serial, scale, nominalHr, diameterMm, thicknessMm }, seed, {
    fromNominalHr: OF_UNCERTAINTY.fromValue * expandedHr,
    rangeHr: OF_UNCERTAINTY.range * expandedHr,
  });
}

/** How far a field's base may lie from the nominal value, and its range over the whole face, HR. */
interface Spread {
  readonly fromNominalHr: number;
  readonly rangeHr: number;
}

function blockFor(ordered: OrderedBlock, seed: number): PhysicalBlock {
  const { serial, scale, nominalHr } = ordered;
  const [size] = uniforms(seed, "field", serial);
  const part = RANGE.least + (RANGE.most - RANGE.least) * size;
  const rangeHr = usualLimitHr(scale, nominalHr) * part;
  return blockOf(ordered, seed, { fromNominalHr: FROM_NOMINAL_HR, rangeHr });
}

function blockOf(ordered: OrderedBlock, seed: number, spread: Spread): PhysicalBlock {
  const { serial, scale, nominalHr } = ordered;
  const [finish, surface, turn] = uniforms(seed, "block", serial);
  const shape = shapeFor(ordered);
  return {
    id: serial,
    scale,
    shape,
    finish: (["ground", "brushed", "polished"] as const)[Math.floor(finish * 3)] ?? "ground",
    surfaceSeed: Math.floor(surface * 2 ** 31),
    field: fieldFor(nominalHr, spread, reachMm(shape), seed, serial),
    oldDents: [],
    thetaDeg: shape.kind === "round" ? Math.round(turn * 360) : 0,
  };
}

function shapeFor(ordered: OrderedBlock): PhysicalBlock["shape"] {
  const thicknessMm = ordered.thicknessMm ?? COMMON.thicknessMm;
  if (ordered.shape !== "rectangular")
    return { kind: "round", diameterMm: ordered.diameterMm ?? COMMON.diameterMm, thicknessMm };
  return { kind: "rectangular", lengthMm: ordered.lengthMm, widthMm: ordered.widthMm, thicknessMm };
}

/** From the block's centre to the farthest point of its face, mm. */
function reachMm(shape: PhysicalBlock["shape"]): number {
  return shape.kind === "round" ? shape.diameterMm / 2 : Math.hypot(shape.lengthMm, shape.widthMm) / 2;
}

/** A tilt and two long waves whose ranges together are never more than the spread's, wherever one looks. */
function fieldFor(
  nominalHr: number,
  { fromNominalHr, rangeHr }: Spread,
  reach: number,
  seed: number,
  serial: string,
): PhysicalBlock["field"] {
  const [, share, tiltTurn, offset] = uniforms(seed, "field", serial);
  const tiltRangeHr = rangeHr * (0.3 + 0.3 * share);
  const tilt = tiltRangeHr / (2 * reach);
  const waveRangeHr = (rangeHr - tiltRangeHr) / 2;
  const wave = (name: string): PhysicalBlock["field"]["waves"][number] => {
    const [length, turn, phase] = uniforms(seed, name, serial);
    // One and a half to four times the face: smooth, as a block from one melt and one hardening is.
    const k = (2 * Math.PI) / (2 * reach * (1.5 + 2.5 * length));
    const angle = 2 * Math.PI * turn;
    return {
      amplitudeHr: waveRangeHr / 2,
      kxPerMm: k * Math.cos(angle),
      kyPerMm: k * Math.sin(angle),
      phase: 2 * Math.PI * phase,
    };
  };
  return {
    baseHr: nominalHr + fromNominalHr * (2 * offset - 1),
    planeHrPerMm: [tilt * Math.cos(2 * Math.PI * tiltTurn), tilt * Math.sin(2 * Math.PI * tiltTurn)],
    waves: [wave("first wave"), wave("second wave")],
  };
}
