/** Looking at one picture from file to plan. Runs in the vision child; knows no device and no other picture. */
import { type GreyImage, type PixelFrame, pixelFrame, readGreyImage } from "./image/grey-image.ts";
import { type Face, findIndentations } from "./indentations/index.ts";
import { type FoundOutline, findOutline } from "./outline/index.ts";
import { planIndentations } from "./plan/index.ts";
import { depthInside } from "./plan/region.ts";
import type { LookRequest, LookResult, Outline } from "./requests.ts";
import { measureBackground } from "./surface/background.ts";
import { judgeSurface } from "./surface/index.ts";

/** Throws an error that names the file when it is no picture; what a picture shows or lacks is in the result. */
export function look(request: LookRequest): LookResult {
  const start = performance.now();
  const image = readGreyImage(request.imagePath);
  const frame = pixelFrame(image, request.mmPerPx);
  const size = { widthPx: image.widthPx, heightPx: image.heightPx };
  const search = findOutline(image, frame, request.block);
  if ("missing" in search)
    return {
      ...size,
      state: "unreadable",
      reasons: [search.missing],
      outline: null,
      indentations: [],
      plan: null,
      ...(request.plan === undefined ? {} : { whyNot: `no plan without an outline: ${search.missing}` }),
      ms: performance.now() - start,
    };
  const { found } = search;
  const face = faceOf(image, frame, found);
  const surface = judgeSurface(image, frame, found, face);
  const readable = surface.state !== "unreadable";
  const indentations = readable ? findIndentations(image, face, frame) : [];
  const planned =
    request.plan === undefined
      ? undefined
      : readable
        ? planIndentations(found.outer, indentations, request.plan)
        : { plan: null, whyNot: `no plan on a picture that cannot be read: ${surface.reasons.join("; ")}` };
  const full = readable && planned !== undefined && planned.plan === null;
  return {
    ...size,
    state: full ? "full" : surface.state,
    reasons: full && planned.whyNot !== undefined ? [...surface.reasons, planned.whyNot] : surface.reasons,
    outline: found.outer,
    indentations,
    plan: planned?.plan ?? null,
    ...(planned?.whyNot === undefined ? {} : { whyNot: planned.whyNot }),
    ms: performance.now() - start,
  };
}

/** The flat surface in pixels, for those who search on it. */
export function faceOf(image: GreyImage, frame: PixelFrame, found: FoundOutline): Face {
  const originX = (image.widthPx - 1) / 2;
  const originY = (image.heightPx - 1) / 2;
  const depthPx = (x: number, y: number): number =>
    depthInside(found.face, (x - originX) * frame.mmPerPx, (y - originY) * frame.mmPerPx) / frame.mmPerPx;
  return {
    box: boxAround(image, frame, found.face),
    depthPx,
    background: measureBackground(image, depthPx),
  };
}

function boxAround(image: GreyImage, frame: PixelFrame, outline: Outline): Face["box"] {
  const [halfXMm, halfYMm] =
    outline.kind === "round"
      ? [outline.diameterMm / 2, outline.diameterMm / 2]
      : turnedHalfSize(outline.lengthMm, outline.widthMm, outline.angleDeg);
  const topLeft = frame.toPx(outline.xMm - halfXMm, outline.yMm - halfYMm);
  const bottomRight = frame.toPx(outline.xMm + halfXMm, outline.yMm + halfYMm);
  const left = Math.max(0, Math.floor(topLeft.x) - 1);
  const top = Math.max(0, Math.floor(topLeft.y) - 1);
  return {
    left,
    top,
    width: Math.min(image.widthPx, Math.ceil(bottomRight.x) + 2) - left,
    height: Math.min(image.heightPx, Math.ceil(bottomRight.y) + 2) - top,
  };
}

function turnedHalfSize(lengthMm: number, widthMm: number, angleDeg: number): [number, number] {
  const cos = Math.abs(Math.cos((angleDeg * Math.PI) / 180));
  const sin = Math.abs(Math.sin((angleDeg * Math.PI) / 180));
  return [(lengthMm * cos + widthMm * sin) / 2, (lengthMm * sin + widthMm * cos) / 2];
}
