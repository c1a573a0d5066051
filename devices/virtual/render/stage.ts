/** One picture in the making: the scene's tables worked out once, and the brightness of every pixel (bare surface = 1 on average). */
import { DENT_MATERIAL, EDGE_MATERIAL, FINISHES } from "./finishes.ts";
import { type PoseFrame, poseFrame } from "./frames.ts";
import { brightnessAt, type ReflectanceMap, reflectanceMap } from "./reflectance.ts";
import { type Fixture, LAB_FIXTURE, type SurfaceScene } from "./scene.ts";
import { type TextureTile, textureSlope, textureTile } from "./texture.ts";

export interface Stage {
  readonly scene: SurfaceScene;
  readonly fixture: Fixture;
  readonly frame: PoseFrame;
  readonly tile: TextureTile;
  readonly faceMap: ReflectanceMap;
  readonly dentMap: ReflectanceMap;
  readonly edgeMap: ReflectanceMap;
  /** Apparent slope per mm from the image centre: a near lens looks at the field's rim aslant. */
  readonly tiltPerMm: number;
  /** Position of the block's centre in the camera frame, turned into the block frame, mm. */
  readonly centreUMm: number;
  readonly centreVMm: number;
  readonly brightness: Float32Array;
}

export function prepareStage(scene: SurfaceScene): Stage {
  const frame = poseFrame(scene.pose);
  const angle = scene.pose.angleDeg;
  const tile = textureTile(scene.finish, scene.surfaceSeed);
  const faceMap = reflectanceMap(scene.light, FINISHES[scene.finish].material, angle);
  const dentMap = reflectanceMap(scene.light, DENT_MATERIAL, angle);
  const edgeMap = reflectanceMap(scene.light, EDGE_MATERIAL, angle);
  const stage: Stage = {
    scene,
    fixture: scene.fixture ?? LAB_FIXTURE,
    frame,
    tile,
    faceMap,
    dentMap,
    edgeMap,
    tiltPerMm: 1 / (2 * scene.optics.workingDistanceMm),
    centreUMm: frame.xMm * frame.cos + frame.yMm * frame.sin,
    centreVMm: -frame.xMm * frame.sin + frame.yMm * frame.cos,
    brightness: new Float32Array(scene.widthPx * scene.heightPx),
  };
  const mean = meanFaceBrightness(stage);
  for (const map of [faceMap, dentMap, edgeMap]) {
    for (let i = 0; i < map.length; i++) map[i] = (map[i] ?? 0) / mean;
  }
  return stage;
}

/** Slope seen along the block's x at a point of the block, before any relief. */
export function tiltU(stage: Stage, xMm: number): number {
  return -(xMm + stage.centreUMm) * stage.tiltPerMm;
}

/** Slope seen along the block's y at a point of the block, before any relief. */
export function tiltV(stage: Stage, yMm: number): number {
  return -(yMm + stage.centreVMm) * stage.tiltPerMm;
}

/** Brightness of the untouched surface at a point of the block. */
export function faceBrightness(stage: Stage, xMm: number, yMm: number): number {
  const v = tiltV(stage, yMm) + textureSlope(stage.tile, xMm, yMm);
  return brightnessAt(stage.faceMap, tiltU(stage, xMm), v);
}

const METERING_POINTS = 24;

function meanFaceBrightness(stage: Stage): number {
  const { block } = stage.scene;
  const halfX = 0.35 * (block.kind === "round" ? block.diameterMm : block.lengthMm);
  const halfY = 0.35 * (block.kind === "round" ? block.diameterMm : block.widthMm);
  let sum = 0;
  for (let j = 0; j < METERING_POINTS; j++) {
    for (let i = 0; i < METERING_POINTS; i++) {
      const x = halfX * ((2 * i) / (METERING_POINTS - 1) - 1);
      const y = halfY * ((2 * j) / (METERING_POINTS - 1) - 1);
      sum += faceBrightness(stage, x, y);
    }
  }
  return Math.max(sum / METERING_POINTS ** 2, 1e-4);
}
