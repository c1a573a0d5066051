/**
 * The state of a test surface (试验面状态): whether its picture can be read, then what mars it and where a plan keeps away.
 * Indentations are told, not searched here. Grinding marks, hairlines, dust, fibres and glare leave a surface fit.
 */
import type { GreyImage } from "../image/grey-image.ts";
import type { Region, SurfaceState } from "../requests.ts";
import { type SurfaceFindings, surfaceFindings } from "./findings.ts";
import type { LinePiece } from "./line-pieces.ts";
import type { LineTraits } from "./line-traits.ts";
import { likeliest } from "./net.ts";
import type { PatchTraits } from "./patch-traits.ts";
import type { Patch } from "./patches.ts";
import { bandAround, discAround, grownOutline } from "./regions.ts";
import { speckCluster } from "./spots.ts";
import { type FindingNets, stateInputs, traitsOf } from "./state-evidence.ts";
import type { RimPx, SurfaceArea, SurfaceCopy } from "./surface-copy.ts";
import {
  LINE_NET,
  type LineKind,
  PATCH_NET,
  type PatchKind,
  SPOT_NET,
  STATE_NET,
} from "./surface-weights.ts";

export { type Readability, readability } from "./readability.ts";
export type { RimPx } from "./surface-copy.ts";

export interface SurfaceJudgement {
  /** Full and unreadable are said by others. */
  readonly state: Exclude<SurfaceState, "full" | "unreadable">;
  readonly reasons: string[];
  readonly regions: Region[];
}

/** What makes a surface be in a state; glare and dirt leave it fit. */
const STATE_OF: Partial<Record<Region["kind"], SurfaceJudgement["state"]>> = {
  damage: "damaged",
  rust: "rusted",
  scratch: "scratched",
  stain: "stained",
};
const NETS: FindingNets = { lines: LINE_NET, patches: PATCH_NET, spots: SPOT_NET };
/** A finding is believed from this chance on. */
const LEAST_CHANCE = 0.5;
/** A patch's blur and tide-line lie outside what is seen of it, px of the copy. */
const PATCH_MARGIN_PX = 2.5;

/** `mmPerPx` only puts mm instead of pixels into the reasons. Sizes are judged as parts of the face. */
export function judgeSurface(
  image: GreyImage,
  face: SurfaceArea,
  dents: readonly RimPx[],
  mmPerPx?: number,
): SurfaceJudgement {
  const found = surfaceFindings(image, face, dents);
  const inWords = (px: number): string =>
    mmPerPx === undefined
      ? `${(px * found.copy.shrink).toFixed(0)} px`
      : `${(px * found.copy.shrink * mmPerPx).toFixed(1)} mm`;
  const regions = [
    ...found.patches.flatMap(({ patch, traits }) => patchRegion(patch, traits, found.copy, inWords)),
    ...found.lines.flatMap(({ piece, traits }) => lineRegion(piece, traits, found.copy, inWords)),
    ...speckRegions(found, inWords),
  ];
  const { kind: told = "fit" } = likeliest(STATE_NET, stateInputs(traitsOf(found), NETS));
  const reasonsFor = (state: string): string[] =>
    regions.filter(({ kind }) => STATE_OF[kind] === state).map(({ reason }) => reason);
  // A surface is called marred only where a place can be shown for it.
  const shown = told !== "fit" && reasonsFor(told).length > 0;
  const state = shown ? told : (surePatchState(found) ?? "fit");
  return { state, reasons: reasonsFor(state), regions };
}

/** A patch as sure and as large as this is believed whatever the rest of the surface looks like. */
const SURE_CHANCE = 0.95;
const SURE_AREA = 0.005;

function surePatchState({ patches }: SurfaceFindings): SurfaceJudgement["state"] | undefined {
  for (const { traits } of patches) {
    const { kind, chance } = likeliest(PATCH_NET, traits.inputs);
    if (kind === undefined || kind === "finish" || chance < SURE_CHANCE || traits.area < SURE_AREA) continue;
    const state = STATE_OF[PATCH_WORDS[kind][0]];
    if (state !== undefined) return state;
  }
  return undefined;
}

type InWords = (copyPx: number) => string;

/** What a line is to a plan. An engraved number leaves a surface fit, but no indentation goes on it. */
const LINE_WORDS: Readonly<Record<Exclude<LineKind, "finish">, readonly [Region["kind"], string]>> = {
  scratch: ["scratch", "a scratch"],
  gouge: ["damage", "a gouge"],
  fibre: ["dirt", "a fibre"],
  engraving: ["dirt", "part of something written on it"],
};

function lineRegion(piece: LinePiece, traits: LineTraits, copy: SurfaceCopy, inWords: InWords): Region[] {
  const { kind, chance } = likeliest(LINE_NET, traits.inputs);
  if (kind === undefined || kind === "finish" || chance < LEAST_CHANCE) return [];
  const [region, name] = LINE_WORDS[kind];
  return [
    {
      kind: region,
      polygonPx: bandAround(piece, copy),
      reason: `${name}, ${inWords(piece.to - piece.from)} long, ${shadeInWords(traits.contrast, "beside it")} (chance ${chance.toFixed(2)})`,
    },
  ];
}

const PATCH_WORDS: Readonly<Record<Exclude<PatchKind, "finish">, readonly [Region["kind"], string]>> = {
  stain: ["stain", "a stain"],
  rust: ["rust", "rust"],
  damage: ["damage", "damage"],
  glare: ["glare", "glare"],
  scratch: ["scratch", "a wide scratch"],
  engraving: ["dirt", "something written on it"],
};

function patchRegion(patch: Patch, traits: PatchTraits, copy: SurfaceCopy, inWords: InWords): Region[] {
  const { kind, chance } = likeliest(PATCH_NET, traits.inputs);
  if (kind === undefined || kind === "finish" || chance < LEAST_CHANCE) return [];
  const [region, name] = PATCH_WORDS[kind];
  const across = inWords(2 * Math.sqrt((traits.area * copy.barePixels) / Math.PI));
  return [
    {
      kind: region,
      polygonPx: grownOutline(patch.outline, traits.x, traits.y, PATCH_MARGIN_PX, copy),
      reason: `${name}, about ${across} across, ${shadeInWords(traits.contrast, "the surface")}, on ${(100 * traits.area).toFixed(1)} % of it (chance ${chance.toFixed(2)})`,
    },
  ];
}

function shadeInWords(contrast: number, than: string): string {
  return `${(100 * Math.abs(contrast)).toFixed(0)} % ${contrast < 0 ? "darker" : "brighter"} than ${than}`;
}

/** Specks of rust are told by how many lie near each other; each is kept away from. */
function speckRegions(found: SurfaceFindings, inWords: InWords): Region[] {
  const { kind, chance } = likeliest(SPOT_NET, found.spotTraits);
  if (kind !== "specks" || chance < LEAST_CHANCE) return [];
  const specks = speckCluster(found.spots, found.copy);
  return specks.map((spot) => ({
    kind: "rust",
    polygonPx: discAround(spot, found.copy),
    reason: `a speck of rust, ${inWords(2 * spot.radiusPx)} across, ${(100 * spot.depth).toFixed(0)} % darker than around it, one of ${specks.length} near each other (chance ${chance.toFixed(2)})`,
  }));
}
