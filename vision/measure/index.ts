/**
 * Measuring one Brinell indentation (布氏压痕直径) in a micrograph: two perpendicular diameters with their uncertainty, or the reason why
 * it cannot be measured. It never guesses, and knows no force and no hardness.
 *
 * Diameter: the mean of two perpendicular diameters, as ISO 6506-1 takes it (its text was not read here: status unread). The edge is
 * where grey changes most steeply between flank and surface in the tester's own light, the place an operator's hairline is set to.
 */
import type { GreyImage } from "../image/grey-image.ts";
import { quantile } from "../image/statistics.ts";
import type { Measured } from "../measure-request.ts";
import { diametersOf } from "./diameters.ts";
import { edgeWidth } from "./edge-width.ts";
import { type Circle, findDent } from "./find-dent.ts";
import { rivalDistance } from "./other-edges.ts";

export interface BrinellRequest {
  /** Scale of the microscope's calibration, and its standard uncertainty where the certificate states one. */
  readonly mmPerPx: number;
  readonly mmPerPxUncertainty?: number;
  /** Diameter of the ball. */
  readonly ballMm: number;
  /** Where a dent is known to lie: centre and radius within about 12 %. Without it the dent is searched. */
  readonly near?: Circle;
}

export interface CannotMeasure {
  /** Why, with figures. */
  readonly cannotMeasure: string;
}

/** Middle grey and that of the brightest hundredth, below which nothing is seen; and above which all is blown out. */
const DARK_GREY = 15;
const DARK_HIGHLIGHT_GREY = 40;
const BLOWN_OUT_GREY = 252;
const SAMPLES = 20_000;
const LEAST_QUALITY = 0.33;
const LEAST_COVERAGE = 0.5;
/** Softest edge, standard deviation as a part of the dent's radius. */
const MOST_EDGE = 0.095;
const MOST_OVAL = 1.25;
const RATIOS = [0.24, 0.6] as const;
/**
 * How far the steepest place may lie off the true rim, standard uncertainties, as seen on rendered micrographs: a part of the diameter
 * that light and lip decide, a part of the edge's softness, a part of the rim's own unevenness (which also tells of a burr).
 */
const RIM_DOUBT = 0.0035;
const EDGE_DOUBT = 0.15;
const UNEVEN_DOUBT = 1;

/** Throws a RangeError for a scale or a ball that is no positive length. */
export function measureBrinell(image: GreyImage, request: BrinellRequest): Measured | CannotMeasure {
  const { mmPerPx, ballMm, near } = request;
  if (!(mmPerPx > 0 && ballMm > 0))
    throw new RangeError(`scale and ball must be positive, not ${mmPerPx} mm/px and ${ballMm} mm`);
  const unlit = whyUnlit(image);
  if (unlit !== undefined) return { cannotMeasure: unlit };
  const found = findDent(image, near);
  if (found === undefined) return { cannotMeasure: "no dent: no closed rim is seen" };
  const { trace, quality } = found.rim;
  const { fit, frame } = trace;
  const diameterPx = (fit.majorPx + fit.minorPx) / 2;
  const width = edgeWidth(image, frame);
  const part = (100 * fit.coverage).toFixed(0);
  if (quality < LEAST_QUALITY)
    return {
      cannotMeasure: `no dent: the best rim is seen in ${part} % of the directions, scattered by ${fit.spreadPx.toFixed(1)} px`,
    };
  if (fit.visible < 1)
    return {
      cannotMeasure: `cut off: ${(100 * (1 - fit.visible)).toFixed(0)} % of the rim lies beyond the picture`,
    };
  if (width > MOST_EDGE)
    return {
      cannotMeasure: `blurred: the rim is ${(width * diameterPx * 0.5).toFixed(0)} px soft on a dent of ${diameterPx.toFixed(0)} px`,
    };
  if (fit.coverage < LEAST_COVERAGE)
    return { cannotMeasure: `the rim is seen in only ${part} % of the directions` };
  if (fit.majorPx > MOST_OVAL * fit.minorPx)
    return {
      cannotMeasure: `no ball's dent: ${(fit.majorPx / fit.minorPx).toFixed(2)} times as long as wide`,
    };
  if (found.second) return { cannotMeasure: "two dents: which one is meant is not known" };
  const edgePx = (width * diameterPx) / 2;
  const { horizontalPx, verticalPx, scatterPx } = diametersOf(trace);
  const meanPx = (horizontalPx + verticalPx) / 2;
  const diameterMm = meanPx * mmPerPx;
  const scaleDoubt = (request.mmPerPxUncertainty ?? 0) / mmPerPx;
  // Anywhere from the rim to the rival is as likely: seen from its one end, the root mean square of that is its length over √3.
  const rivalPx = (rivalDistance(image, frame) * meanPx) / Math.sqrt(3);
  const doubtPx = Math.hypot(
    RIM_DOUBT * meanPx,
    2 * EDGE_DOUBT * edgePx,
    UNEVEN_DOUBT * fit.spreadPx,
    rivalPx,
  );
  const ratio = diameterMm / ballMm;
  return {
    diameterMm,
    horizontalMm: horizontalPx * mmPerPx,
    verticalMm: verticalPx * mmPerPx,
    majorMm: fit.majorPx * mmPerPx,
    minorMm: fit.minorPx * mmPerPx,
    uncertaintyMm: mmPerPx * Math.hypot(scatterPx, doubtPx, scaleDoubt * meanPx),
    ratio,
    ratioInRange: ratio >= RATIOS[0] && ratio <= RATIOS[1],
    rimPx: { xPx: fit.xPx, yPx: fit.yPx, majorPx: fit.majorPx, minorPx: fit.minorPx, angleDeg: fit.angleDeg },
    coverage: fit.coverage,
    edgePx,
  };
}

function whyUnlit({ grey }: GreyImage): string | undefined {
  const step = Math.max(1, Math.floor(grey.length / SAMPLES));
  const sample = new Float64Array(Math.floor(grey.length / step));
  for (let n = 0; n < sample.length; n++) sample[n] = grey[n * step] ?? 0;
  const middle = quantile(sample, 0.5);
  const bright = quantile(sample, 0.99);
  if (middle < DARK_GREY && bright < DARK_HIGHLIGHT_GREY)
    return `too dark: the middle grey is ${middle.toFixed(0)} of 255, the brightest parts ${bright.toFixed(0)}`;
  if (middle >= BLOWN_OUT_GREY) return `blown out: half of the picture is at ${middle.toFixed(0)} of 255`;
  return undefined;
}
