/** Looking at one picture from file to plan. Runs in the vision child; knows no device and no other picture. */
import { type GreyImage, type PixelFrame, readGreyImage } from "./image/grey-image.ts";
import { type Dent, findDents } from "./indentations/index.ts";
import { type PlanOutcome, planIndentations } from "./plan/index.ts";
import type { Indentation, LookRequest, LookResult, Region } from "./requests.ts";
import { type Sight, sightOf } from "./sight.ts";
import { judgeSurface, readability } from "./surface/index.ts";

/** Throws an error that names the file when it is no picture; what a picture shows or lacks is in the result. */
export async function look(request: LookRequest): Promise<LookResult> {
  const start = performance.now();
  const image = readGreyImage(request.imagePath);
  const sight = sightOf(image, request);
  const seen = "missing" in sight ? unreadable(sight.missing, request) : await seenIn(image, sight, request);
  return {
    widthPx: image.widthPx,
    heightPx: image.heightPx,
    scale: sight.scale,
    outline: "missing" in sight ? null : sight.outline,
    outlinePx: "missing" in sight ? null : sight.outlinePx,
    ...seen,
    ms: performance.now() - start,
  };
}

type Seen = Pick<LookResult, "state" | "reasons" | "regions" | "indentations" | "plan" | "whyNot">;

function unreadable(reason: string, { plan }: LookRequest): Seen {
  return {
    state: "unreadable",
    reasons: [reason],
    regions: [],
    indentations: [],
    plan: null,
    ...(plan === undefined ? {} : { whyNot: `no plan on a picture that cannot be read: ${reason}` }),
  };
}

async function seenIn(image: GreyImage, sight: Sight, request: LookRequest): Promise<Seen> {
  const { face, frame, scale, remarks } = sight;
  const reading = readability(image, face);
  if (!reading.readable) return unreadable([...remarks, reading.reason].join("; "), request);
  const dents = await findDents(image, face);
  const known = scale.from === "none" ? undefined : scale.mmPerPx;
  const surface = judgeSurface(image, face, dents, known);
  const indentations = dents.map((dent) => asIndentation(dent, frame));
  const { plan, whyNot } = planned(sight, indentations, surface.regions, request);
  const full = whyNot !== undefined && sight.outline !== null;
  return {
    state: full ? "full" : surface.state,
    reasons: [...remarks, ...surface.reasons, ...(full ? [whyNot] : [])],
    regions: surface.regions,
    indentations,
    plan,
    ...(whyNot === undefined ? {} : { whyNot }),
  };
}

function planned(
  { outline, scale, frame }: Sight,
  indentations: readonly Indentation[],
  regions: readonly Region[],
  request: LookRequest,
): PlanOutcome {
  if (request.plan === undefined) return { plan: null };
  if (outline === null) return { plan: null, whyNot: "no plan without the outline of a whole block" };
  if (scale.from === "none")
    return { plan: null, whyNot: "no plan without a scale: give mm per pixel or the block's measured size" };
  const keepAway = regions.map(({ kind, polygonPx, reason }) => ({
    kind,
    polygonMm: polygonPx.map(([x, y]) => frame.toMm(x, y)),
    reason,
  }));
  return planIndentations(outline, indentations, request.plan, keepAway);
}

/** An indentation in mm of the gripper frame. */
export function asIndentation(dent: Dent, frame: PixelFrame): Indentation {
  return {
    ...frame.toMm(dent.xPx, dent.yPx),
    majorMm: dent.majorPx * frame.mmPerPx,
    minorMm: dent.minorPx * frame.mmPerPx,
    angleDeg: dent.angleDeg,
    confidence: dent.confidence,
    centrePx: [dent.xPx, dent.yPx],
    axesPx: [dent.majorPx, dent.minorPx],
    cutOff: dent.cutOff,
    touching: dent.touching,
  };
}
