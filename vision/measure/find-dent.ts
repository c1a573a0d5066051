/** The one dent of a micrograph, as the rim that most directions agree on, and whether there is another beside it. */
import type { GreyImage } from "../image/grey-image.ts";
import { type RimTrace, radiusOf, traceRimNear } from "../rim/index.ts";
import { ringsIn } from "./ring-votes.ts";

export interface SeenRim {
  readonly trace: RimTrace;
  /** 0 to 1: part of the visible directions with an edge on the ellipse, less for edges that scatter. */
  readonly quality: number;
}

export interface Circle {
  readonly xPx: number;
  readonly yPx: number;
  readonly radiusPx: number;
}

const RINGS = 8;
const FINE = 192;
/** Scatter at which a rim counts half, as a part of its radius: grinding marks that pass for one scatter by 2 % and more. */
const HALF_SPREAD = 0.02;
/** Of rims around one centre the outermost that is nearly as good is the dent's: a ring lamp's image lies inside. */
const NEARLY_AS_GOOD = 0.8;
/** A second dent is sure only with a rim nearly as good as the first one's. */
const SECOND = 0.85;
const SURE = 0.6;
const LEAST_VISIBLE = 0.25;

export function findDent(
  image: GreyImage,
  near: Circle | undefined,
): { readonly rim: SeenRim; readonly second: boolean } | undefined {
  const circles = near === undefined ? ringsIn(image, RINGS) : [near];
  const seen: SeenRim[] = [];
  for (const { xPx, yPx, radiusPx } of circles) {
    const rough = { xPx, yPx, majorPx: 2 * radiusPx, minorPx: 2 * radiusPx, angleDeg: 0 };
    const trace = traceRimNear(image, rough, FINE);
    if (trace === undefined || trace.fit.visible < LEAST_VISIBLE) continue;
    if (!seen.some((other) => overlap(other.trace, trace) > 0.95))
      seen.push({ trace, quality: qualityOf(trace) });
  }
  const best = seen.reduce<SeenRim | undefined>(
    (top, one) => (top === undefined || one.quality > top.quality ? one : top),
    undefined,
  );
  if (best === undefined) return undefined;
  const around = seen.filter(
    (one) =>
      one.quality >= NEARLY_AS_GOOD * best.quality &&
      radiusOf(one.trace.frame) > 1.15 * radiusOf(best.trace.frame) &&
      centresApart(one.trace, best.trace) < 0.2 * radiusOf(best.trace.frame),
  );
  const rim = around.sort((a, b) => radiusOf(b.trace.frame) - radiusOf(a.trace.frame))[0] ?? best;
  const second = seen.some(
    (one) =>
      one.quality > Math.max(SURE, SECOND * rim.quality) &&
      centresApart(one.trace, rim.trace) >
        0.9 * Math.max(radiusOf(one.trace.frame), radiusOf(rim.trace.frame)),
  );
  return { rim, second };
}

function qualityOf({ fit, fitting, directions, frame }: RimTrace): number {
  const weights = fitting.weight.reduce((sum, weight) => sum + weight, 0);
  const scatter = fit.spreadPx / (HALF_SPREAD * radiusOf(frame));
  return Math.min(1, weights / (directions * fit.visible)) / (1 + scatter * scatter);
}

function centresApart(one: RimTrace, other: RimTrace): number {
  return Math.hypot(one.frame.xPx - other.frame.xPx, one.frame.yPx - other.frame.yPx);
}

/** 1 for equal circles, falling by the parts of the radius that centre and size differ. */
function overlap(one: RimTrace, other: RimTrace): number {
  const radius = radiusOf(one.frame);
  return 1 - centresApart(one, other) / radius - Math.abs(radiusOf(other.frame) / radius - 1);
}
