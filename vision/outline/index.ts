/**
 * The block's outline (轮廓) in a picture of the whole block: where the flat surface ends and where the block ends, between pixels.
 * The stage's measured size and offset say where to search; without them the bright region does. It never invents an outline.
 */
import type { GreyImage, PixelFrame } from "../image/grey-image.ts";
import type { BlockInGripper, Outline } from "../requests.ts";
import { type CoarseBlock, coarseBlock } from "./coarse.ts";
import { chamferPx, fitFaceRectangle } from "./rectangular.ts";
import { fitFaceCircle, outerRadiusPx } from "./round.ts";

export interface FoundOutline {
  /** The block's outer edge. */
  readonly outer: Outline;
  /** The end of the flat surface, inside the chamfer. */
  readonly face: Outline;
  readonly insideGrey: number;
  readonly outsideGrey: number;
  /** What does not agree with the stage, in words with figures. */
  readonly remarks: readonly string[];
}

/** An outline, or in words why there is none. */
export type OutlineSearch = { readonly found: FoundOutline } | { readonly missing: string };

/** How far from the guess an edge is searched, mm: the stage's error and the chamfer fit in. */
const REACH_MM = 2.5;
const REACH_UNSEEDED_MM = 3.5;
const CHAMFER_REACH_MM = 1.6;
/** Picture and stage may differ by this before it is remarked, mm. */
const AGREE_MM = 0.4;
const LEAST_CONTRAST = 20;

export function findOutline(
  image: GreyImage,
  frame: PixelFrame,
  block: BlockInGripper | undefined,
): OutlineSearch {
  const coarse = coarseBlock(image);
  if (coarse === undefined) return { missing: "no bright surface large enough to be a block" };
  if (coarse.insideGrey - coarse.outsideGrey < LEAST_CONTRAST)
    return {
      missing: `no block stands out: ${coarse.insideGrey.toFixed(0)} grey against ${coarse.outsideGrey.toFixed(0)} around`,
    };
  const seeds = block === undefined ? [coarse] : [seedFromStage(frame, block, coarse), coarse];
  for (const seed of seeds) {
    const reachMm = seed === coarse ? REACH_UNSEEDED_MM : REACH_MM;
    const find = seed.round ? findRound : findRectangular;
    const found = find(image, frame, seed, reachMm / frame.mmPerPx, seed !== coarse);
    if (found === undefined) continue;
    return {
      found: {
        ...found,
        insideGrey: coarse.insideGrey,
        outsideGrey: coarse.outsideGrey,
        remarks: block === undefined ? [] : disagreements(found.outer, block),
      },
    };
  }
  const shape = (block?.round ?? coarse.round) ? "circle" : "rectangle";
  return { missing: `the surface's edge is not a ${shape} that half of its border agrees on` };
}

function seedFromStage(frame: PixelFrame, block: BlockInGripper, coarse: CoarseBlock): CoarseBlock {
  const { x, y } = frame.toPx(block.offsetXMm, block.offsetYMm);
  const [long, short] = [block.lengthMm, block.widthMm].map((mm) => mm / frame.mmPerPx);
  return { ...coarse, round: block.round, x, y, lengthPx: long ?? 0, widthPx: short ?? 0 };
}

type Edges = Pick<FoundOutline, "outer" | "face">;

/**
 * Chamfer to add around the surface, px: what the picture shows, else what the stage's size leaves (on a polished block the chamfer
 * can be as dark as the fixture), else none, which keeps plans on the safe side.
 */
function chamferOr(seenPx: number | undefined, stagePx: number | undefined, reachPx: number): number {
  if (seenPx !== undefined) return seenPx;
  return stagePx !== undefined && stagePx > 0 && stagePx <= reachPx ? stagePx : 0;
}

function findRound(
  image: GreyImage,
  frame: PixelFrame,
  seed: CoarseBlock,
  reachPx: number,
  stageSized: boolean,
): Edges | undefined {
  const face = fitFaceCircle(image, { x: seed.x, y: seed.y, radiusPx: seed.lengthPx / 2 }, reachPx);
  if (face === undefined || face.support < 0.5) return undefined;
  const centre = frame.toMm(face.x, face.y);
  const chamferReachPx = CHAMFER_REACH_MM / frame.mmPerPx;
  const outerPx = outerRadiusPx(image, face, chamferReachPx);
  const chamfer = chamferOr(
    outerPx === undefined ? undefined : outerPx - face.radiusPx,
    stageSized ? seed.lengthPx / 2 - face.radiusPx : undefined,
    chamferReachPx,
  );
  const circle = (radiusPx: number): Outline => ({
    kind: "round",
    ...centre,
    diameterMm: 2 * radiusPx * frame.mmPerPx,
  });
  return { outer: circle(face.radiusPx + chamfer), face: circle(face.radiusPx) };
}

function findRectangular(
  image: GreyImage,
  frame: PixelFrame,
  seed: CoarseBlock,
  reachPx: number,
  stageSized: boolean,
): Edges | undefined {
  const face = fitFaceRectangle(image, seed, reachPx);
  if (face === undefined) return undefined;
  const chamferReachPx = CHAMFER_REACH_MM / frame.mmPerPx;
  const chamfer = chamferOr(
    chamferPx(image, face, chamferReachPx),
    stageSized ? (seed.lengthPx - face.lengthPx) / 2 : undefined,
    chamferReachPx,
  );
  const rectangle = (grownPx: number): Outline => ({
    kind: "rectangular",
    ...frame.toMm(face.x, face.y),
    lengthMm: (face.lengthPx + 2 * grownPx) * frame.mmPerPx,
    widthMm: (face.widthPx + 2 * grownPx) * frame.mmPerPx,
    angleDeg: face.angleDeg,
  });
  return { outer: rectangle(chamfer), face: rectangle(0) };
}

function disagreements(outer: Outline, block: BlockInGripper): string[] {
  const remarks: string[] = [];
  const compare = (what: string, seenMm: number, stageMm: number): void => {
    if (Math.abs(seenMm - stageMm) > AGREE_MM)
      remarks.push(
        `${what} is ${seenMm.toFixed(2)} mm in the picture, ${stageMm.toFixed(2)} mm on the stage`,
      );
  };
  compare("centre x", outer.xMm, block.offsetXMm);
  compare("centre y", outer.yMm, block.offsetYMm);
  if (outer.kind === "round") compare("diameter", outer.diameterMm, block.lengthMm);
  else {
    compare("length", outer.lengthMm, block.lengthMm);
    compare("width", outer.widthMm, block.widthMm);
  }
  return remarks;
}
