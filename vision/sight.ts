/** What a picture is a picture of: its scale, the block's outline if it has one, and the part of it in which to search. */
import { type GreyImage, type PixelFrame, pixelFrame } from "./image/grey-image.ts";
import type { Face } from "./indentations/index.ts";
import {
  boxAround,
  depthInsidePx,
  findOutline,
  type OutlinePx,
  type OutlineSearch,
  outlineInMm,
  searchOutline,
} from "./outline/index.ts";
import type { BlockInGripper, LookRequest, LookResult, Outline } from "./requests.ts";
import { measureBackground } from "./surface/background.ts";

export interface Sight {
  readonly scale: LookResult["scale"];
  readonly frame: PixelFrame;
  readonly face: Face;
  readonly outline: Outline | null;
  readonly outlinePx: OutlinePx | null;
  /** What does not agree with the stage or is not in the picture, in words with figures. */
  readonly remarks: readonly string[];
}

/** `missing` says why no block is seen where one is said to be. */
export function sightOf(
  image: GreyImage,
  request: Pick<LookRequest, "mmPerPx" | "calibrations" | "block" | "shape">,
): Sight | { readonly missing: string; readonly scale: LookResult["scale"] } {
  const { calibrations = [], block, shape = "auto" } = request;
  const mmPerPx = request.mmPerPx ?? calibrationFor(image, calibrations);
  const { search, scale } =
    mmPerPx === undefined
      ? withoutCalibration(image, block, shape)
      : {
          search: findOutline(image, pixelFrame(image, mmPerPx), block, { shape }),
          scale: { mmPerPx, from: "calibration" as const },
        };
  const frame = pixelFrame(image, scale.mmPerPx);
  if ("found" in search) {
    const { outer, outerPx, facePx, remarks } = search.found;
    return {
      scale,
      frame,
      face: outlinedFace(image, facePx),
      outline: outer,
      outlinePx: outerPx,
      remarks,
    };
  }
  if (block !== undefined || shape === "round" || shape === "rectangular")
    return { missing: search.missing, scale };
  return { scale, frame, face: closeUpFace(image), outline: null, outlinePx: null, remarks: [] };
}

function calibrationFor(
  { widthPx, heightPx }: GreyImage,
  calibrations: NonNullable<LookRequest["calibrations"]>,
): number | undefined {
  const fitting = calibrations.filter((one) => one.widthPx === widthPx && one.heightPx === heightPx);
  const scales = new Set(fitting.map(({ mmPerPx }) => mmPerPx));
  return scales.size === 1 ? [...scales][0] : undefined;
}

function withoutCalibration(
  image: GreyImage,
  block: BlockInGripper | undefined,
  shape: NonNullable<LookRequest["shape"]>,
): { search: OutlineSearch; scale: LookResult["scale"] } {
  const hint = block === undefined ? shape : block.round ? "round" : "rectangular";
  const search = searchOutline(image, { shape: hint });
  const none = { mmPerPx: 1, from: "none" } as const;
  if ("missing" in search) return { search, scale: none };
  const { outerPx, facePx } = search.found;
  const sizePx = outerPx.kind === "round" ? outerPx.diameterPx : outerPx.lengthPx;
  const scale = block === undefined ? none : ({ mmPerPx: block.lengthMm / sizePx, from: "block" } as const);
  const frame = pixelFrame(image, scale.mmPerPx);
  const found = {
    ...search.found,
    outer: outlineInMm(outerPx, frame),
    face: outlineInMm(facePx, frame),
    remarks: [],
  };
  return { search: { found }, scale };
}

function outlinedFace(image: GreyImage, outline: OutlinePx): Face {
  const depthPx = (x: number, y: number): number => depthInsidePx(outline, x, y);
  return {
    box: boxAround(outline, image),
    depthPx,
    background: measureBackground(image, depthPx),
    outlined: true,
  };
}

/** The surface goes on beyond the picture's edge, so that dents cut off by it are searched too. */
function closeUpFace(image: GreyImage): Face {
  const { widthPx, heightPx } = image;
  const beyond = Math.max(widthPx, heightPx);
  const depthPx = (x: number, y: number): number =>
    beyond + Math.min(x, y, widthPx - 1 - x, heightPx - 1 - y);
  return {
    box: { left: 0, top: 0, width: widthPx, height: heightPx },
    depthPx,
    background: measureBackground(image, depthPx),
    outlined: false,
  };
}
