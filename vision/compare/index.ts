/**
 * Looking again (复看): which expected indentations a picture shows. A false "absent" would make one a second time, so it is said only
 * on a clean surface where an indentation of that size could not hide; everything else without a rim is "unsure".
 */
import { type GreyImage, type PixelFrame, readGreyImage } from "../image/grey-image.ts";
import { type Dent, type Face, findDents, LEAST_CONFIDENCE } from "../indentations/index.ts";
import { asIndentation } from "../look.ts";
import type { CompareFinding, CompareRequest, CompareResult, Indentation } from "../requests.ts";
import { sightOf } from "../sight.ts";
import { judgeSurface, readability } from "../surface/index.ts";
import { changeAt } from "./before-after.ts";
import { darkestSpot } from "./darkest-spot.ts";

interface Finding {
  readonly finding: CompareFinding;
  readonly reason: string;
}

/** An indentation seen may be this much smaller or larger than the one expected. */
const SIZE_RATIO = { least: 0.5, most: 2 };
/** Below this size too little of an indentation shows for its absence to be seen, px. */
const LEAST_SIZE_PX = 10;
/** Most confidence of anything like an indentation, and most missing light, where "absent" may be said. */
const MOST_CONFIDENCE = 0.03;
const MOST_DARKER = 0.13;
/** The expected place must lie this far inside the face, as part of the expected diameter. */
const CLEAR_OF_EDGE = 1;

/** Throws an error that names the file when it is no picture. */
export async function compare(request: CompareRequest): Promise<CompareResult> {
  const start = performance.now();
  const image = readGreyImage(request.imagePath);
  const sight = sightOf(image, { ...request, shape: "auto" });
  const answer = (found: readonly Finding[], indentations: Indentation[]): CompareResult => ({
    findings: found.map((f) => f.finding),
    reasons: found.map((f) => f.reason),
    indentations,
    ms: performance.now() - start,
  });
  const unsure = (reason: string): Finding[] => request.expected.map(() => ({ finding: "unsure", reason }));
  if ("missing" in sight) return answer(unsure(sight.missing), []);
  const { face, frame } = sight;
  const reading = readability(image, face);
  if (!reading.readable) return answer(unsure(reading.reason), []);
  const anything = await findDents(image, face, MOST_CONFIDENCE);
  const dents = anything.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE);
  const faint = anything.filter(({ confidence }) => confidence < LEAST_CONFIDENCE);
  const indentations = dents.map((dent) => asIndentation(dent, frame));
  const surface = judgeSurface(image, face, dents, frame.mmPerPx);
  const before = request.beforePath === undefined ? undefined : readGreyImage(request.beforePath);
  const doubt = [...sight.remarks, ...(surface.state === "fit" ? [] : surface.reasons)].join("; ");
  const found = request.expected.map((place): Finding => {
    const seen = seenThere(place, indentations, request.toleranceMm);
    const changed =
      before === undefined ? undefined : whatChanged(place, before, image, frame, request.toleranceMm);
    if (changed !== undefined) return agreed(changed, seen);
    if (seen !== undefined) return seen;
    if (doubt !== "") return { finding: "unsure", reason: `nothing is seen there, but ${doubt}` };
    const hidden =
      whyItCouldHide(place, indentations, request.toleranceMm, frame, face, image) ??
      somethingFaint(place, faint, frame, request.toleranceMm);
    return hidden === undefined
      ? {
          finding: "absent",
          reason: "the bare surface is seen there, and no indentation of that size could hide",
        }
      : { finding: "unsure", reason: `nothing is seen there, but ${hidden}` };
  });
  return answer(found, indentations);
}

type Expected = CompareRequest["expected"][number];

/** Change in units of chance from which something new is there, and up to which nothing is. */
const CHANGED = 6;
const UNCHANGED = 1.8;
/** Above this part of the surface's grey the two pictures do not show the same surface. */
const MOST_CHANCE = 0.045;

/** Undefined when the two pictures cannot tell. */
function whatChanged(
  place: Expected,
  before: GreyImage,
  after: GreyImage,
  frame: PixelFrame,
  toleranceMm: number,
): Finding | undefined {
  const radiusPx = place.diameterMm / 2 / frame.mmPerPx;
  const change = changeAt(
    before,
    after,
    frame.toPx(place.xMm, place.yMm),
    radiusPx,
    toleranceMm / frame.mmPerPx,
  );
  if (change === undefined || change.chance > MOST_CHANCE) return undefined;
  const { strength, contrast } = change;
  const words = `against the picture before, the place differs by ${(100 * contrast).toFixed(1)} % of the surface's grey, ${strength.toFixed(1)} times what chance gives`;
  if (strength >= CHANGED) return { finding: "present", reason: words };
  return strength <= UNCHANGED ? { finding: "absent", reason: words } : { finding: "unsure", reason: words };
}

/** An indentation that is seen although nothing changed was there before, or the pictures are not what they seem: that is for a person. */
function agreed(changed: Finding, seen: Finding | undefined): Finding {
  if (changed.finding !== "absent" || seen === undefined) return changed;
  return { finding: "unsure", reason: `${seen.reason}, but ${changed.reason}` };
}

function seenThere(
  place: Expected,
  indentations: readonly Indentation[],
  toleranceMm: number,
): Finding | undefined {
  const near = indentations
    .map((one) => ({ one, away: Math.hypot(one.xMm - place.xMm, one.yMm - place.yMm) }))
    .sort((a, b) => a.away - b.away)[0];
  if (near === undefined || near.away > toleranceMm) return undefined;
  const sizeMm = (near.one.majorMm + near.one.minorMm) / 2;
  const ratio = sizeMm / place.diameterMm;
  const seen = `an indentation of ${sizeMm.toFixed(2)} mm lies ${near.away.toFixed(2)} mm from there`;
  return ratio >= SIZE_RATIO.least && ratio <= SIZE_RATIO.most
    ? { finding: "present", reason: seen }
    : { finding: "unsure", reason: `${seen}, expected were ${place.diameterMm.toFixed(2)} mm` };
}

/** Undefined when an indentation there would surely be seen. */
function whyItCouldHide(
  place: Expected,
  indentations: readonly Indentation[],
  toleranceMm: number,
  frame: PixelFrame,
  face: Face,
  image: GreyImage,
): string | undefined {
  const { x, y } = frame.toPx(place.xMm, place.yMm);
  const radiusPx = place.diameterMm / 2 / frame.mmPerPx;
  const tolerancePx = toleranceMm / frame.mmPerPx;
  if (2 * radiusPx < LEAST_SIZE_PX) return `${(2 * radiusPx).toFixed(1)} px is too small to be missed surely`;
  if (face.depthPx(x, y) < tolerancePx + 2 * radiusPx * CLEAR_OF_EDGE)
    return "the place is too near to the surface's edge";
  const other = indentations.find(
    (one) =>
      Math.hypot(one.xMm - place.xMm, one.yMm - place.yMm) <
      toleranceMm + (one.majorMm + place.diameterMm) / 2,
  );
  if (other !== undefined)
    return `another indentation at (${other.xMm.toFixed(2)}, ${other.yMm.toFixed(2)}) mm reaches there`;
  const spot = darkestSpot(image, x, y, radiusPx, tolerancePx + radiusPx / 2);
  const darker = spot.darker / face.background.at(x, y);
  if (darker > MOST_DARKER) return `a spot there is ${(100 * darker).toFixed(0)} % darker than around it`;
  return undefined;
}

/** Something near there that is too unsure to be called an indentation, and too sure to be called none. */
function somethingFaint(
  place: Expected,
  faint: readonly Dent[],
  frame: PixelFrame,
  toleranceMm: number,
): string | undefined {
  const { x, y } = frame.toPx(place.xMm, place.yMm);
  const reachPx = (toleranceMm + place.diameterMm / 2) / frame.mmPerPx;
  const near = faint.find(({ xPx, yPx }) => Math.hypot(xPx - x, yPx - y) < reachPx);
  return near === undefined
    ? undefined
    : `something like an indentation shows there (confidence ${near.confidence.toFixed(2)})`;
}
