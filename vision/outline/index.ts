/**
 * The block's outline (轮廓) in a picture of the whole block: where the flat surface ends and where the block ends, between pixels.
 * The stage's measured size and offset say where to search; without them regions of the picture do. A close-up, which its surface
 * fills, has no outline, and none is invented.
 */
import type { GreyImage, PixelFrame } from "../image/grey-image.ts";
import type { BlockInGripper, Outline } from "../requests.ts";
import { whyNoBlock } from "./block-or-not.ts";
import { type BlockGuess, guessBlocks, type ShapeHint, sizeOf } from "./guess-blocks.ts";
import { type OutlinePx, outlineInMm } from "./outline-px.ts";
import { chamferPx, fitFaceRectangle } from "./rectangular.ts";
import { type EdgeSearch, fitFaceCircle, outerRadiusPx } from "./round.ts";

export { boxAround, depthInsidePx, type OutlinePx, outlineInMm } from "./outline-px.ts";

export interface FoundOutlinePx {
  /** The block's outer edge. */
  readonly outerPx: OutlinePx;
  /** The end of the flat surface, inside the chamfer. */
  readonly facePx: OutlinePx;
  /** Part of the border that lies in the picture. */
  readonly visible: number;
}

export interface FoundOutline extends FoundOutlinePx {
  /** As outerPx and facePx, mm in the gripper frame. */
  readonly outer: Outline;
  readonly face: Outline;
  /** What does not agree with the stage or is not in the picture, in words with figures. */
  readonly remarks: readonly string[];
}

/** An outline, or in words why there is none. */
export type OutlineSearch = { readonly found: FoundOutline } | { readonly missing: string };
export type OutlineSearchPx = { readonly found: FoundOutlinePx } | { readonly missing: string };

/** What is known of the block beforehand. All may be left out. */
export interface OutlineHints {
  /** The shape to search; `none` for a close-up, `auto` (the default) to find out. */
  readonly shape?: ShapeHint | "none";
  /** The block where and as large as the stage measured it, px. */
  readonly block?: {
    readonly round: boolean;
    readonly xPx: number;
    readonly yPx: number;
    readonly lengthPx: number;
    readonly widthPx: number;
  };
  readonly mmPerPx?: number;
}

/** How far from a stage's guess an edge is searched, mm: the stage's error and the chamfer fit in. */
const REACH_MM = 2.5;
/** The same without a scale, as a part of the block's half size. */
const REACH_PART = 0.09;
const CHAMFER_REACH_MM = 1.6;
const CHAMFER_REACH_PART = 0.055;
/** Picture and stage may differ by this before it is remarked, mm. */
const AGREE_MM = 0.4;
/** An edge's least step, grey values, and as a part of the step of most of the border: in shadow it is lower. */
const LEAST_DROP = 2.5;
const LEAST_DROP_PART = 0.08;
/** Nothing smaller is a block, mm. */
const LEAST_BLOCK_MM = 12;
/** Without a word from the stage or the user a block is believed from this part of the picture on. */
const LEAST_BELIEVED_PART = 0.08;

/** Searches in pixels. `missing` when there is no outline or it is not believed. */
export function searchOutline(image: GreyImage, hints: OutlineHints = {}): OutlineSearchPx {
  const { shape = "auto", block, mmPerPx } = hints;
  if (shape === "none") return { missing: "the picture is said to show no whole block" };
  const guesses = guessBlocks(image, block === undefined ? shape : block.round ? "round" : "rectangular");
  const why: string[] = [];
  for (const seed of seedsOf(guesses, block)) {
    const fit = refined(image, seed, mmPerPx);
    if (fit === undefined) {
      why.push(`the edge of a ${seed.outline.kind} region is not one that half of its border agrees on`);
      continue;
    }
    const doubt =
      block === undefined
        ? whyNotBelieved(image, { ...seed, outline: fit.facePx }, fit.visible, hints)
        : undefined;
    if (doubt === undefined) return { found: fit };
    why.push(`a ${seed.outline.kind} region is no block: ${doubt}`);
  }
  return { missing: why[0] ?? "nothing in the picture has the closed border of a block" };
}

/**
 * Searches in pixels and answers in mm too. `frame` is the picture's scale (1 mm/px when it is not known: then set `shape` or
 * leave it to the picture, and give no block). `missing` says why there is none.
 */
export function findOutline(
  image: GreyImage,
  frame: PixelFrame,
  block: BlockInGripper | undefined,
  hints: { readonly shape?: ShapeHint | "none"; readonly scaleKnown?: boolean } = {},
): OutlineSearch {
  const { shape = "auto", scaleKnown = true } = hints;
  const search = searchOutline(image, {
    shape,
    ...(block === undefined ? {} : { block: inPicture(block, frame) }),
    ...(scaleKnown ? { mmPerPx: frame.mmPerPx } : {}),
  });
  if ("missing" in search) return search;
  const { found } = search;
  const outer = outlineInMm(found.outerPx, frame);
  const unseen =
    found.visible < 0.97
      ? [`${(100 - 100 * found.visible).toFixed(0)} % of the block's border lies outside the picture`]
      : [];
  return {
    found: {
      ...found,
      outer,
      face: outlineInMm(found.facePx, frame),
      remarks: [...unseen, ...(block === undefined ? [] : disagreements(outer, block))],
    },
  };
}

function inPicture(block: BlockInGripper, frame: PixelFrame): NonNullable<OutlineHints["block"]> {
  const { x, y } = frame.toPx(block.offsetXMm, block.offsetYMm);
  return {
    round: block.round,
    xPx: x,
    yPx: y,
    lengthPx: block.lengthMm / frame.mmPerPx,
    widthPx: block.widthMm / frame.mmPerPx,
  };
}

interface Seed extends BlockGuess {
  /** Outer size as the stage measured it. */
  readonly measured: boolean;
}

function seedsOf(guesses: readonly BlockGuess[], block: OutlineHints["block"]): Seed[] {
  const seen = guesses.map((guess) => ({ ...guess, measured: false }));
  const best = seen[0];
  if (block === undefined) return seen;
  const { round, xPx, yPx, lengthPx, widthPx } = block;
  const angleDeg = best?.outline.kind === "rectangular" ? best.outline.angleDeg : 0;
  return [
    {
      outline: round
        ? { kind: "round", xPx, yPx, diameterPx: lengthPx }
        : { kind: "rectangular", xPx, yPx, lengthPx, widthPx, angleDeg },
      polarity: best?.polarity ?? 1,
      contrast: best?.contrast ?? 0,
      agreeing: 1,
      visible: 1,
      measured: true,
    },
    ...seen,
  ];
}

function refined(image: GreyImage, seed: Seed, mmPerPx: number | undefined): FoundOutlinePx | undefined {
  const half = sizeOf(seed.outline) / 2;
  const search: EdgeSearch = {
    reachPx: seed.measured && mmPerPx !== undefined ? REACH_MM / mmPerPx : REACH_PART * half,
    leastDrop: Math.max(LEAST_DROP, LEAST_DROP_PART * seed.contrast),
    polarity: seed.polarity,
  };
  const chamferReach = mmPerPx === undefined ? CHAMFER_REACH_PART * half : CHAMFER_REACH_MM / mmPerPx;
  const { outline } = seed;
  if (outline.kind === "round") {
    const guess = { x: outline.xPx, y: outline.yPx, radiusPx: outline.diameterPx / 2 };
    const face = fitFaceCircle(image, guess, search);
    if (face === undefined || face.support < 0.5) return undefined;
    const outerPx = outerRadiusPx(image, face, chamferReach);
    const chamfer = chamferOr(
      outerPx === undefined ? undefined : outerPx - face.radiusPx,
      seed.measured ? outline.diameterPx / 2 - face.radiusPx : undefined,
      chamferReach,
    );
    const circle = (radiusPx: number): OutlinePx => ({
      kind: "round",
      xPx: face.x,
      yPx: face.y,
      diameterPx: 2 * radiusPx,
    });
    return { outerPx: circle(face.radiusPx + chamfer), facePx: circle(face.radiusPx), visible: face.visible };
  }
  const face = fitFaceRectangle(image, { ...outline, x: outline.xPx, y: outline.yPx }, search);
  if (face === undefined) return undefined;
  const chamfer = chamferOr(
    chamferPx(image, face, chamferReach),
    seed.measured ? (outline.lengthPx - face.lengthPx) / 2 : undefined,
    chamferReach,
  );
  const rectangle = (grownPx: number): OutlinePx => ({
    kind: "rectangular",
    xPx: face.x,
    yPx: face.y,
    lengthPx: face.lengthPx + 2 * grownPx,
    widthPx: face.widthPx + 2 * grownPx,
    angleDeg: face.angleDeg,
  });
  return { outerPx: rectangle(chamfer), facePx: rectangle(0), visible: face.visible };
}

/**
 * Chamfer to add around the surface, px: what the picture shows, else what the stage's size leaves (on a polished block the chamfer
 * can be as dark as the fixture), else none, which keeps plans on the safe side.
 */
function chamferOr(seenPx: number | undefined, stagePx: number | undefined, reachPx: number): number {
  if (seenPx !== undefined) return seenPx;
  return stagePx !== undefined && stagePx > 0 && stagePx <= reachPx ? stagePx : 0;
}

function whyNotBelieved(
  image: GreyImage,
  guess: BlockGuess,
  visible: number,
  { shape = "auto", mmPerPx }: OutlineHints,
): string | undefined {
  const sizePx = sizeOf(guess.outline);
  if (mmPerPx !== undefined && sizePx * mmPerPx < LEAST_BLOCK_MM)
    return `it measures ${(sizePx * mmPerPx).toFixed(2)} mm, blocks at least ${LEAST_BLOCK_MM} mm`;
  if (shape !== "auto") return undefined;
  const part = (visible * sizePx * sizePx) / (image.widthPx * image.heightPx);
  if (part < LEAST_BELIEVED_PART) return `it covers ${(100 * part).toFixed(0)} % of the picture`;
  return whyNoBlock(image, guess);
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
