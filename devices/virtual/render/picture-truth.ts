/** What is truly in a picture, in pixels and mm: written beside it, so that vision is measured against files and never against us. */
import { cameraPoint, dentPixel, halfDiagonalPx, poseFrame } from "./frames.ts";
import type { BlockShape, Defect } from "./scene.ts";
import type { SampledScene } from "./scenes.ts";

export type Point = readonly [number, number];

/** The content of a truth file. Camera-frame mm: from the image centre, x right, y down. A whole px is a pixel's centre. */
export interface PictureTruth {
  readonly version: 1;
  readonly image: string;
  readonly split: string;
  readonly seed: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly mmPerPx: number;
  readonly finish: string;
  /** `scratched`, `stained`, `rusted`, else `fit`: the worst of what mars the surface. Dust, fibres and glare do not. */
  readonly state: SurfaceState;
  readonly outline: OutlineTruth;
  readonly dents: readonly DentTruth[];
  readonly defects: readonly DefectTruth[];
}

export type SurfaceState = "fit" | "scratched" | "stained" | "rusted";

/** The block's outer edge, its chamfer included. */
export type OutlineTruth =
  | {
      readonly kind: "round";
      readonly centreMm: Point;
      readonly diameterMm: number;
      readonly centrePx: Point;
      readonly diameterPx: number;
    }
  | {
      readonly kind: "rectangular";
      readonly centreMm: Point;
      readonly lengthMm: number;
      readonly widthMm: number;
      readonly angleDeg: number;
      readonly centrePx: Point;
      /** Where the sides meet; the corners themselves are rounded by 0.8 mm. */
      readonly cornersPx: readonly Point[];
    };

export interface DentTruth {
  readonly centrePx: Point;
  /** Major and minor axis of the rim (whole, not half), and the major's direction clockwise from the image's right. */
  readonly axesPx: Point;
  readonly angleDeg: number;
  readonly centreMm: Point;
  readonly diameterMm: number;
  readonly indenter: "cone" | "ball";
  readonly ballMm?: number;
  readonly scale: string;
}

/** A defect by a box around it, px, clipped to nothing: left, top, right, bottom. */
export interface DefectTruth {
  readonly kind: Defect["kind"];
  readonly boxPx: readonly [number, number, number, number];
}

const STATES: readonly (readonly [Defect["kind"], SurfaceState])[] = [
  ["rust", "rusted"],
  ["scratch", "scratched"],
  ["stain", "stained"],
];

export function surfaceState(defects: readonly Defect[]): SurfaceState {
  return STATES.find(([kind]) => defects.some((defect) => defect.kind === kind))?.[1] ?? "fit";
}

export function pictureTruth(
  scene: SampledScene,
  origin: { image: string; split: string; seed: number },
): PictureTruth {
  const { widthPx, heightPx, mmPerPx, finish } = scene;
  return {
    version: 1,
    ...origin,
    widthPx,
    heightPx,
    mmPerPx,
    finish,
    state: surfaceState(scene.defects),
    outline: outlineTruth(scene, scene.block),
    dents: scene.dents.map((dent) => ({
      ...dentEllipse(scene, dent.xMm, dent.yMm, dent.diameterMm),
      centreMm: cameraPoint(poseFrame(scene.pose), dent.xMm, dent.yMm),
      diameterMm: dent.diameterMm,
      indenter: dent.indenter,
      ...(dent.ballMm === undefined ? {} : { ballMm: dent.ballMm }),
      scale: dent.scale,
    })),
    defects: scene.defects.map((defect) => ({ kind: defect.kind, boxPx: defectBox(scene, defect) })),
  };
}

function outlineTruth(scene: SampledScene, block: BlockShape): OutlineTruth {
  const { pose } = scene;
  const centreMm = [pose.xMm, pose.yMm] as const;
  const centrePx = dentPixel(scene, 0, 0);
  if (block.kind === "round") {
    const { diameterMm } = block;
    const [left] = dentPixel(scene, ...turned(pose.angleDeg, -diameterMm / 2));
    const [right] = dentPixel(scene, ...turned(pose.angleDeg, diameterMm / 2));
    return { kind: "round", centreMm, diameterMm, centrePx, diameterPx: right - left };
  }
  const { lengthMm, widthMm } = block;
  const corners: readonly Point[] = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  const cornersPx = corners.map(([i, j]) => dentPixel(scene, (i * lengthMm) / 2, (j * widthMm) / 2));
  return { kind: "rectangular", centreMm, lengthMm, widthMm, angleDeg: pose.angleDeg, centrePx, cornersPx };
}

/** The block-frame point that lies `alongMm` to the right of the block's centre in the picture. */
function turned(angleDeg: number, alongMm: number): [number, number] {
  const angle = (angleDeg * Math.PI) / 180;
  return [alongMm * Math.cos(angle), -alongMm * Math.sin(angle)];
}

/** A rim through the lens: distortion stretches 1 + 3k·r² outwards and 1 + k·r² around, r that of the undistorted point. */
function dentEllipse(
  scene: SampledScene,
  xMm: number,
  yMm: number,
  diameterMm: number,
): Pick<DentTruth, "centrePx" | "axesPx" | "angleDeg"> {
  const { optics, mmPerPx } = scene;
  const [cx, cy] = cameraPoint(poseFrame(scene.pose), xMm, yMm);
  const bend = optics.distortion * (Math.hypot(cx, cy) / mmPerPx / halfDiagonalPx(scene)) ** 2;
  const plain = diameterMm / mmPerPx;
  const outwards = plain * (1 + 3 * bend);
  const around = plain * (1 + bend);
  const radialDeg = (Math.atan2(cy, cx) * 180) / Math.PI;
  const angleDeg = (((outwards >= around ? radialDeg : radialDeg + 90) % 180) + 180) % 180;
  return {
    centrePx: dentPixel(scene, xMm, yMm),
    axesPx: [Math.max(outwards, around), Math.min(outwards, around)],
    angleDeg,
  };
}

function defectBox(scene: SampledScene, defect: Defect): readonly [number, number, number, number] {
  if (defect.kind === "scratch") {
    const [x0, y0] = dentPixel(scene, ...defect.fromMm);
    const [x1, y1] = dentPixel(scene, ...defect.toMm);
    const margin = (Math.abs(defect.bowMm) + defect.widthMm) / scene.mmPerPx;
    return [
      Math.min(x0, x1) - margin,
      Math.min(y0, y1) - margin,
      Math.max(x0, x1) + margin,
      Math.max(y0, y1) + margin,
    ];
  }
  const radius = (defect.kind === "fibre" ? defect.lengthMm : defect.radiusMm) / scene.mmPerPx;
  const [x, y] =
    defect.kind === "glare"
      ? [
          (scene.widthPx - 1) / 2 + defect.xMm / scene.mmPerPx,
          (scene.heightPx - 1) / 2 + defect.yMm / scene.mmPerPx,
        ]
      : dentPixel(scene, defect.xMm, defect.yMm);
  return [x - radius, y - radius, x + radius, y + radius];
}
