/** Each dent of a picture as an ellipse, and what a finder must know about it: whether it is cut off, touched, or hardly there. */

import type { DefectTruth } from "./defect-truth.ts";
import { rimAxes } from "./dent-character.ts";
import type { MadeDent } from "./dent-kinds.ts";
import { surfaceNoise } from "./dent-prominence.ts";
import { cameraPoint, dentPixel, poseFrame } from "./frames.ts";
import type { Point } from "./point.ts";
import type { SampledScene } from "./sampled-scene.ts";
import type { DentIndenter } from "./scene.ts";

export interface DentTruth {
  readonly centrePx: Point;
  /** Major and minor axis of the rim (whole, not half; a Vickers dent's diagonals), and the major's direction clockwise from the image's right, 0 to 180. */
  readonly axesPx: Point;
  readonly angleDeg: number;
  readonly centreMm: Point;
  /** Mean of the rim's two axes. */
  readonly diameterMm: number;
  readonly indenter: DentIndenter;
  readonly ballMm?: number;
  readonly scale: string;
  /** The rim reaches beyond what the picture (without its frame) shows. */
  readonly cutOff: boolean;
  /** Its rim meets another dent's rim, or nearly so. */
  readonly touching: boolean;
  /** How far it stands out from the surface around, root mean square in grey values, before noise. */
  readonly contrastGrey: number;
  /** Less than 30 % of the rim is in the picture, its contrast is lost (below 3 grey values or 0.6 of the noise), or half of the rim lies under rust or a gouge. */
  readonly barelyVisible: boolean;
}

/** The part of a picture that shows the surface: all of it, or what a frame leaves. Pixel centres, both ends included. */
export interface VisibleBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export function visibleBox(scene: SampledScene): VisibleBox {
  const box = { left: 0, top: 0, right: scene.widthPx - 1, bottom: scene.heightPx - 1 };
  for (const annotation of scene.annotations ?? []) {
    if (annotation.kind !== "frame") continue;
    box.left = Math.max(box.left, annotation.leftPx);
    box.top = Math.max(box.top, annotation.topPx);
    box.right = Math.min(box.right, scene.widthPx - 1 - annotation.rightPx);
    box.bottom = Math.min(box.bottom, scene.heightPx - 1 - annotation.bottomPx);
  }
  return box;
}

const BARELY = 0.3;
const HIDDEN = 0.5;
const LOST_GREY = 3;
const LOST_IN_NOISE = 0.6;

/** The dents of which the picture shows at least a piece of the rim or the middle; contrasts are those of the scene's dents in turn. */
export function dentTruths(
  scene: SampledScene,
  contrastsGrey: readonly number[],
  defects: readonly DefectTruth[],
): DentTruth[] {
  const hiding = defects.filter(({ kind }) => kind === "rust" || kind === "gouge" || kind === "edgeDent");
  const lost = Math.max(LOST_GREY, LOST_IN_NOISE * surfaceNoise(scene));
  const box = visibleBox(scene);
  const seen = scene.dents
    .map((dent, n) => {
      const ellipse = rimEllipse(scene, dent);
      const rim = ellipsePoints(ellipse, RIM_POINTS);
      const inside = rim.filter((point) => isInside(box, point)).length;
      return { dent, ellipse, rim, part: inside / RIM_POINTS, contrastGrey: contrastsGrey[n] ?? 0 };
    })
    .filter(({ part, ellipse }) => part > 0 || isInside(box, ellipse.centrePx));
  return seen.map(({ dent, ellipse, rim, part, contrastGrey }) => ({
    ...ellipse,
    centreMm: cameraPoint(poseFrame(scene.pose), dent.xMm, dent.yMm),
    diameterMm: dent.diameterMm,
    indenter: dent.indenter,
    ...(dent.ballMm === undefined ? {} : { ballMm: dent.ballMm }),
    scale: dent.scale,
    cutOff: part < 1,
    touching: seen.some((other) => other.dent !== dent && meet({ ellipse, rim }, other)),
    contrastGrey: Math.round(10 * contrastGrey) / 10,
    barelyVisible: part < BARELY || contrastGrey < lost || hiddenPart(rim, hiding) > HIDDEN,
  }));
}

function hiddenPart(rim: readonly Point[], hiding: readonly DefectTruth[]): number {
  return (
    rim.filter((point) => hiding.some(({ polygonPx }) => inPolygon(polygonPx, point))).length / rim.length
  );
}

/** By the number of sides that a ray to the right crosses. */
function inPolygon(polygon: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  polygon.forEach(([x1, y1], n) => {
    const [x0, y0] = polygon.at(n - 1) ?? [x1, y1];
    if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) inside = !inside;
  });
  return inside;
}

const RIM_POINTS = 180;

export interface Ellipse {
  readonly centrePx: Point;
  readonly axesPx: Point;
  readonly angleDeg: number;
}

/** The rim through pose and lens. A lens that bends makes it an ellipse in good approximation: the one of equal second moments. */
function rimEllipse(scene: SampledScene, dent: MadeDent): Ellipse {
  const axes = rimAxes(dent);
  const turn = (axes.angleDeg * Math.PI) / 180;
  if (scene.optics.distortion === 0)
    return {
      centrePx: dentPixel(scene, dent.xMm, dent.yMm),
      axesPx: [axes.majorMm / scene.mmPerPx, axes.minorMm / scene.mmPerPx],
      angleDeg: halfTurn(axes.angleDeg + scene.pose.angleDeg),
    };
  const rim = Array.from({ length: RIM_POINTS }, (_, n) => {
    const angle = (2 * Math.PI * n) / RIM_POINTS;
    const a = (axes.majorMm / 2) * Math.cos(angle);
    const b = (axes.minorMm / 2) * Math.sin(angle);
    return dentPixel(
      scene,
      dent.xMm + a * Math.cos(turn) - b * Math.sin(turn),
      dent.yMm + a * Math.sin(turn) + b * Math.cos(turn),
    );
  });
  return momentEllipse(rim);
}

/** The ellipse with the mean and spread of points that lie evenly by its own parameter: x̄, and axes 2·√(2λ). */
function momentEllipse(rim: readonly Point[]): Ellipse {
  const count = rim.length;
  const mx = rim.reduce((sum, [x]) => sum + x, 0) / count;
  const my = rim.reduce((sum, [, y]) => sum + y, 0) / count;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (const [x, y] of rim) {
    xx += (x - mx) ** 2 / count;
    xy += ((x - mx) * (y - my)) / count;
    yy += (y - my) ** 2 / count;
  }
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  return {
    centrePx: [mx, my],
    axesPx: [2 * Math.sqrt(2 * (middle + spread)), 2 * Math.sqrt(2 * Math.max(0, middle - spread))],
    angleDeg: halfTurn((Math.atan2(2 * xy, xx - yy) * 90) / Math.PI),
  };
}

function halfTurn(deg: number): number {
  return ((deg % 180) + 180) % 180;
}

export function ellipsePoints({ centrePx, axesPx, angleDeg }: Ellipse, count: number): Point[] {
  const angle = (angleDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return Array.from({ length: count }, (_, n) => {
    const turn = (2 * Math.PI * n) / count;
    const a = (axesPx[0] / 2) * Math.cos(turn);
    const b = (axesPx[1] / 2) * Math.sin(turn);
    return [centrePx[0] + a * cos - b * sin, centrePx[1] + a * sin + b * cos];
  });
}

function isInside(box: VisibleBox, [x, y]: Point): boolean {
  return x >= box.left - 0.5 && x <= box.right + 0.5 && y >= box.top - 0.5 && y <= box.bottom + 0.5;
}

/** Rims closer than this part of the smaller axis count as touching: no surface is seen between them. */
const NEARLY = 0.04;

interface SeenRim {
  readonly ellipse: Ellipse;
  readonly rim: readonly Point[];
}

/** Whether a rim reaches into another ellipse grown a little; the same both ways. */
function meet(one: SeenRim, other: SeenRim): boolean {
  const [x0, y0] = one.ellipse.centrePx;
  const [x1, y1] = other.ellipse.centrePx;
  const reach = (one.ellipse.axesPx[0] + other.ellipse.axesPx[0]) / 2;
  if (Math.hypot(x1 - x0, y1 - y0) > reach * (1 + NEARLY)) return false;
  const nearPx = NEARLY * Math.min(one.ellipse.axesPx[1], other.ellipse.axesPx[1]);
  return reaches(one.rim, other.ellipse, nearPx) || reaches(other.rim, one.ellipse, nearPx);
}

function reaches(rim: readonly Point[], { centrePx, axesPx, angleDeg }: Ellipse, nearPx: number): boolean {
  const angle = (angleDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return rim.some(([x, y]) => {
    const dx = x - centrePx[0];
    const dy = y - centrePx[1];
    const a = (dx * cos + dy * sin) / (axesPx[0] / 2 + nearPx);
    const b = (-dx * sin + dy * cos) / (axesPx[1] / 2 + nearPx);
    return a * a + b * b <= 1;
  });
}
