/** What is truly in a picture, in pixels and mm: written beside it, so that vision is measured against files and never against us. */
import { type DefectTruth, defectTruths } from "./defect-truth.ts";
import { type DentTruth, dentTruths, visibleBox } from "./dent-truth.ts";
import { dentPixel } from "./frames.ts";
import type { Point } from "./point.ts";
import type { SampledScene, Unreadable, View } from "./sampled-scene.ts";
import type { BlockShape } from "./scene.ts";
import { type Room, roomLeft, type SurfaceState, surfaceState } from "./surface-state.ts";

/** The content of a truth file. Camera-frame mm: from the image centre, x right, y down. A whole px is a pixel's centre. */
export interface PictureTruth {
  readonly version: 2;
  readonly image: string;
  readonly view: View;
  readonly split: string;
  readonly seed: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly mmPerPx: number;
  readonly colour: boolean;
  readonly finish: string;
  readonly state: SurfaceState;
  /** Why the state is `unreadable`. */
  readonly unreadable?: Unreadable;
  /** Of a block with dents. */
  readonly room?: Room;
  readonly outline: OutlineTruth | NoOutline;
  /** Each dent of which a piece can be seen; on an unreadable picture, what would be seen. */
  readonly dents: readonly DentTruth[];
  readonly defects: readonly DefectTruth[];
  /** What was burned in, by kind; the surface shows within `surfaceBoxPx` (left, top, right, bottom, whole px, ends included). */
  readonly burnedIn: readonly string[];
  readonly surfaceBoxPx: readonly [number, number, number, number];
  readonly brinell?: BrinellTruth;
}

/** The truth of a picture that shows a block's edge. */
export type BlockTruth = PictureTruth & { readonly outline: OutlineTruth };

/** What measuring has to find: the mean of the rim's two axes, and HBW from it. */
export interface BrinellTruth {
  readonly ballMm: number;
  readonly forceN: number;
  readonly diameterMm: number;
  readonly hbw: number;
  /** Whether a conscientious person would measure the picture. */
  readonly measurable: boolean;
  readonly unmeasurable?: string;
}

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

/** Where the picture shows no edge of a block. */
export interface NoOutline {
  readonly kind: "none";
}

export function pictureTruth(
  scene: SampledScene,
  contrastsGrey: readonly number[],
  origin: { image: string; split: string; seed: number },
): PictureTruth {
  const { widthPx, heightPx, mmPerPx, finish, view, unreadable, brinell } = scene;
  const room = roomLeft(scene);
  const box = visibleBox(scene);
  const defects = defectTruths(scene);
  const { image, ...sampled } = origin;
  return {
    version: 2,
    image,
    view,
    ...sampled,
    widthPx,
    heightPx,
    mmPerPx,
    colour: scene.tint !== undefined,
    finish,
    state: surfaceState(scene, room),
    ...(unreadable === undefined ? {} : { unreadable }),
    ...(room === undefined ? {} : { room }),
    outline: view === "block" && unreadable !== "empty" ? outlineTruth(scene, scene.block) : { kind: "none" },
    dents: dentTruths(scene, contrastsGrey, defects),
    defects,
    burnedIn: (scene.annotations ?? []).map(({ kind }) => kind),
    surfaceBoxPx: [box.left, box.top, box.right, box.bottom],
    ...(brinell === undefined
      ? {}
      : { brinell: { ...brinell, measurable: brinell.unmeasurable === undefined } }),
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
