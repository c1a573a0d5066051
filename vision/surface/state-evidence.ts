/** What all findings of a surface together say of its state, as a row of figures for the net that names it. */
import type { SurfaceFindings } from "./findings.ts";
import { chances, type KindNet, tamed } from "./net.ts";
import type { LineKind, PatchKind, SpotKind } from "./surface-weights.ts";

export interface FindingNets {
  readonly lines: KindNet<LineKind>;
  readonly patches: KindNet<PatchKind>;
  readonly spots: KindNet<SpotKind>;
}

/** The findings by their traits alone. */
export interface FindingTraits {
  readonly lines: readonly (readonly number[])[];
  readonly patches: readonly (readonly number[])[];
  readonly spots: readonly number[];
}

export function traitsOf(found: SurfaceFindings): FindingTraits {
  return {
    lines: found.lines.map(({ traits }) => traits.inputs),
    patches: found.patches.map(({ traits }) => traits.inputs),
    spots: found.spotTraits,
  };
}

const LEAST_CHANCE = 0.002;
/** Logits are brought to about ±2. */
const UNIT = 3;

/** For each kind the surest finding, the second surest where several are usual, and how many are likelier than not. */
export function stateInputs(traits: FindingTraits, nets: FindingNets): number[] {
  const lines = traits.lines.map((inputs) => chances(nets.lines, inputs));
  const patches = traits.patches.map((inputs) => chances(nets.patches, inputs));
  const specks = chances(nets.spots, traits.spots)[nets.spots.kinds.indexOf("specks")] ?? 0;
  const best = (all: readonly number[][], at: number, place = 0): number =>
    logit([...all.map((row) => row[at] ?? 0)].sort((a, b) => b - a)[place] ?? 0);
  const many = (all: readonly number[][], at: number): number =>
    Math.log1p(all.filter((row) => (row[at] ?? 0) > 0.5).length) - 0.5;
  return tamed([
    ...nets.lines.kinds.flatMap((_, at) => (at === 0 ? [] : [best(lines, at), many(lines, at)])),
    ...nets.patches.kinds.flatMap((_, at) => (at === 0 ? [] : [best(patches, at)])),
    best(lines, nets.lines.kinds.indexOf("scratch"), 1),
    logit(specks),
    Math.log1p(traits.lines.length) - 3,
    Math.log1p(traits.patches.length) - 1,
  ]);
}

function logit(chance: number): number {
  const safe = Math.max(LEAST_CHANCE, Math.min(1 - LEAST_CHANCE, chance));
  return Math.log(safe / (1 - safe)) / UNIT;
}
