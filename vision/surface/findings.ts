/** Everything on a surface that may mar it, with the traits by which it is told what it is. */
import type { GreyImage } from "../image/grey-image.ts";
import { type LineEvidence, lineEvidence } from "./line-evidence.ts";
import { type LinePiece, linePieces } from "./line-pieces.ts";
import { type LineTraits, lineTraits } from "./line-traits.ts";
import { finishTexture, type PatchTraits, patchTraits } from "./patch-traits.ts";
import { findPatches, type Patch, type PatchMap } from "./patches.ts";
import { findSpots, type Spot, spotTraits } from "./spots.ts";
import { type RimPx, type SurfaceArea, type SurfaceCopy, surfaceCopy } from "./surface-copy.ts";

export interface SurfaceFindings {
  readonly copy: SurfaceCopy;
  readonly evidence: LineEvidence;
  readonly map: PatchMap;
  readonly lines: readonly { readonly piece: LinePiece; readonly traits: LineTraits }[];
  readonly patches: readonly { readonly patch: Patch; readonly traits: PatchTraits }[];
  /** Small dark spots, the strongest first, and what all of them together are told by. */
  readonly spots: readonly Spot[];
  readonly spotTraits: readonly number[];
}

/** Shorter lines are marks that every surface has, part of the longer side. */
const LEAST_LINE = 0.035;

export function surfaceFindings(
  image: GreyImage,
  area: SurfaceArea,
  dents: readonly RimPx[],
): SurfaceFindings {
  const copy = surfaceCopy(image, area, dents);
  const evidence = lineEvidence(copy);
  const map = findPatches(copy);
  const finish = finishTexture(copy, evidence);
  const patches = map.patches.map((patch) => ({
    patch,
    traits: patchTraits(patch, map, copy, evidence, finish),
  }));
  const onPatch = (at: number): boolean => {
    const column = (at % copy.widthPx) >> 1;
    const row = Math.floor(at / copy.widthPx) >> 1;
    return Math.abs(map.level[row * map.widthPx + column] ?? 0) > map.threshold;
  };
  const pieces = linePieces(evidence, copy.widthPx);
  const side = Math.max(copy.widthPx, copy.heightPx);
  const lines = pieces
    .filter((piece) => piece.to - piece.from >= LEAST_LINE * side)
    .map((piece) => ({ piece, traits: lineTraits(piece, pieces, copy, evidence, onPatch) }));
  const spots = findSpots(copy);
  return { copy, evidence, map, lines, patches, spots, spotTraits: spotTraits(spots, copy, evidence) };
}
