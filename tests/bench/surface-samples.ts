/** What findings on a rendered surface truly are, by the truth beside the picture: the samples that surface-fit.ts trains on. */
import type { PictureTruth } from "../../devices/virtual/render/index.ts";
import { randomFrom } from "../../devices/virtual/render/random.ts";
import type { GreyImage } from "../../vision/image/grey-image.ts";
import { boxAround, depthInsidePx, type OutlinePx, searchOutline } from "../../vision/outline/index.ts";
import { type SurfaceFindings, surfaceFindings } from "../../vision/surface/findings.ts";
import { type FindingTraits, traitsOf } from "../../vision/surface/state-evidence.ts";
import type { RimPx, SurfaceArea } from "../../vision/surface/surface-copy.ts";
import type { LineKind, PatchKind, SpotKind } from "../../vision/surface/surface-weights.ts";

type Truth = Pick<PictureTruth, "dents" | "defects" | "surfaceBoxPx">;
type Defect = Truth["defects"][number];

export interface Labelled<Kind> {
  readonly inputs: readonly number[];
  readonly kind: Kind;
}

export interface SurfaceSamples {
  readonly traits: FindingTraits;
  readonly lines: readonly Labelled<LineKind>[];
  readonly patches: readonly Labelled<PatchKind>[];
  readonly spots: readonly Labelled<SpotKind>[];
}

const LINES: Partial<Record<Defect["kind"], LineKind>> = {
  scratch: "scratch",
  arc: "scratch",
  gouge: "gouge",
  fibre: "fibre",
  engraving: "engraving",
};
const PATCHES: Partial<Record<Defect["kind"], PatchKind>> = {
  stain: "stain",
  rust: "rust",
  rustSpeck: "rust",
  gouge: "damage",
  wear: "damage",
  edgeDent: "damage",
  glare: "glare",
  scratch: "scratch",
  arc: "scratch",
  engraving: "engraving",
};
/** A finding is of a kind from the first part on; of none up to the second; between them it is not counted. */
const IS_PART = 0.5;
const IS_NOT_PART = 0.15;
/** Findings reach this far beyond what made them, px of the copy. */
const LINE_REACH_PX = 3;
const PATCH_REACH_PX = 1.5;
const LEAST_SPECKS = 4;

export function areaOf(image: GreyImage, outline: OutlinePx | undefined): SurfaceArea {
  const { widthPx, heightPx } = image;
  if (outline === undefined)
    return {
      box: { left: 0, top: 0, width: widthPx, height: heightPx },
      depthPx: (x, y) => Math.min(x, y, widthPx - 1 - x, heightPx - 1 - y),
    };
  return {
    box: boxAround(outline, image),
    depthPx: (x, y) => Math.min(depthInsidePx(outline, x, y), x, y, widthPx - 1 - x, heightPx - 1 - y),
  };
}

export function faceArea(image: GreyImage): SurfaceArea {
  const search = searchOutline(image);
  return areaOf(image, "missing" in search ? undefined : search.found.facePx);
}

/** Rims as a search would give them: `seed` leaves out some and resizes all, 0 gives them as they are. */
export function rimsOf(truth: Pick<Truth, "dents">, seed = 0): RimPx[] {
  const random = randomFrom(seed);
  return truth.dents
    .filter(() => seed === 0 || random() > 0.12)
    .map(({ centrePx: [xPx, yPx], axesPx: [majorPx, minorPx], angleDeg }) => {
      const by = seed === 0 ? 1 : 0.92 + 0.16 * random();
      return { xPx, yPx, majorPx: by * majorPx, minorPx: by * minorPx, angleDeg };
    });
}

export function samplesOf(image: GreyImage, truth: Truth, seed: number): SurfaceSamples {
  const found = surfaceFindings(image, faceArea(image), rimsOf(truth, seed));
  const { copy, map } = found;
  const inCopy = (at: number): readonly [number, number] =>
    copy.toPicture(at % copy.widthPx, Math.floor(at / copy.widthPx));
  const inMap = (at: number): readonly [number, number] =>
    copy.toPicture(2 * (at % map.widthPx) + 0.5, 2 * Math.floor(at / map.widthPx) + 0.5);
  return {
    traits: traitsOf(found),
    lines: found.lines.flatMap(({ piece, traits }) =>
      labelled(traits.inputs, piece.pixels.map(inCopy), truth, LINES, LINE_REACH_PX * copy.shrink, "finish"),
    ),
    patches: found.patches.flatMap(({ patch, traits }) =>
      labelled(
        traits.inputs,
        patch.pixels.map(inMap),
        truth,
        PATCHES,
        PATCH_REACH_PX * copy.shrink,
        "finish",
      ),
    ),
    spots: spotSample(found, truth),
  };
}

function spotSample({ spotTraits }: SurfaceFindings, truth: Truth): Labelled<SpotKind>[] {
  const specks = truth.defects.filter(({ kind, boxPx: [left, top, right, bottom] }) => {
    const [x0, y0, x1, y1] = truth.surfaceBoxPx;
    return kind === "rustSpeck" && left < x1 && right > x0 && top < y1 && bottom > y0;
  }).length;
  if (specks > 0 && specks < LEAST_SPECKS) return [];
  return [{ inputs: spotTraits, kind: specks > 0 ? "specks" : "none" }];
}

function labelled<Kind>(
  inputs: readonly number[],
  points: readonly (readonly [number, number])[],
  truth: Truth,
  kinds: Partial<Record<Defect["kind"], Kind>>,
  reachPx: number,
  none: Kind,
): Labelled<Kind>[] {
  const parts = new Map<Kind, number>();
  for (const defect of truth.defects) {
    const kind = kinds[defect.kind];
    if (kind === undefined) continue;
    const inside =
      points.filter((point) => isNear(point, defect, reachPx)).length / Math.max(1, points.length);
    parts.set(kind, (parts.get(kind) ?? 0) + inside);
  }
  const [kind, part] = [...parts].reduce((best, one) => (one[1] > best[1] ? one : best), [none, 0] satisfies [
    Kind,
    number,
  ]);
  if (part >= IS_PART) return [{ inputs, kind }];
  return part <= IS_NOT_PART ? [{ inputs, kind: none }] : [];
}

function isNear([x, y]: readonly [number, number], { polygonPx, boxPx }: Defect, reachPx: number): boolean {
  const [left, top, right, bottom] = boxPx;
  if (x < left - reachPx || x > right + reachPx || y < top - reachPx || y > bottom + reachPx) return false;
  let inside = false;
  let nearest = Number.POSITIVE_INFINITY;
  polygonPx.forEach(([ax, ay], i) => {
    const [bx, by] = polygonPx[(i + 1) % polygonPx.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2;
    const t =
      length2 === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2));
    nearest = Math.min(nearest, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
  });
  return inside || nearest <= reachPx;
}
