/** One picture in the making: the scene's tables worked out once, and the brightness of every pixel (bare surface = 1 on average). */
import { fineRelief } from "./fine-texture.ts";
import { EDGE_MATERIAL, FINISHES, FLOORS } from "./finishes.ts";
import { type PoseFrame, poseFrame } from "./frames.ts";
import { type LowLamp, partLamps } from "./lamps.ts";
import {
  brightnessAt,
  lightTable,
  type Material,
  type ReflectanceMap,
  reflectanceMap,
} from "./reflectance.ts";
import { type DentFloor, type Fixture, LAB_FIXTURE, type SurfaceScene } from "./scene.ts";
import { type TextureTile, textureSlope, textureTile } from "./texture.ts";

/** How a dent's floor answers all lamps, and those alone that no rim can shade. */
export interface FloorMaps {
  readonly lit: ReflectanceMap;
  readonly shaded: ReflectanceMap;
}

export interface Stage {
  readonly scene: SurfaceScene;
  readonly fixture: Fixture;
  readonly frame: PoseFrame;
  readonly tile: TextureTile;
  readonly faceMap: ReflectanceMap;
  /** Made when first asked for: many pictures show no edge, or no dent. */
  readonly edgeMap: () => ReflectanceMap;
  readonly floorMaps: (floor: DentFloor) => FloorMaps;
  readonly lowLamps: readonly LowLamp[];
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
  const fine = fineRelief(scene);
  const table = lightTable(scene.light, angle);
  const { low, high } = partLamps(scene.light.lamps, angle);
  const faceMap = reflectanceMap(table, fine?.material ?? FINISHES[scene.finish].material);
  const seen = {
    scene,
    frame,
    faceMap,
    tile: fine?.tile ?? textureTile(scene.finish, scene.surfaceSeed),
    tiltPerMm: 1 / (2 * scene.optics.workingDistanceMm),
    centreUMm: frame.xMm * frame.cos + frame.yMm * frame.sin,
    centreVMm: -frame.xMm * frame.sin + frame.yMm * frame.cos,
  };
  const unit = meanFaceBrightness(seen, fine !== undefined) / (scene.light.faceLevel ?? 1);
  const exposed = (map: ReflectanceMap): ReflectanceMap => {
    for (let i = 0; i < map.length; i++) map[i] = (map[i] as number) / unit;
    return map;
  };
  const shadeTable = once(() => lightTable({ ...scene.light, lamps: high }, angle));
  const floorOf = (material: Material): FloorMaps => {
    const lit = exposed(reflectanceMap(table, material));
    return { lit, shaded: low.length === 0 ? lit : exposed(reflectanceMap(shadeTable(), material)) };
  };
  const floors: Readonly<Record<DentFloor, () => FloorMaps>> = {
    mirror: once(() => floorOf(FLOORS.mirror)),
    satin: once(() => floorOf(FLOORS.satin)),
    matt: once(() => floorOf(FLOORS.matt)),
  };
  exposed(faceMap);
  return {
    ...seen,
    fixture: scene.fixture ?? LAB_FIXTURE,
    edgeMap: once(() => exposed(reflectanceMap(table, EDGE_MATERIAL))),
    floorMaps: (floor) => floors[floor](),
    lowLamps: low,
    brightness: new Float32Array(scene.widthPx * scene.heightPx),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Slope seen along the block's x at a point of the block, before any relief. */
export function tiltU(stage: Pick<Stage, "tiltPerMm" | "centreUMm">, xMm: number): number {
  return -(xMm + stage.centreUMm) * stage.tiltPerMm;
}

/** Slope seen along the block's y at a point of the block, before any relief. */
export function tiltV(stage: Pick<Stage, "tiltPerMm" | "centreVMm">, yMm: number): number {
  return -(yMm + stage.centreVMm) * stage.tiltPerMm;
}

type SeenFace = Pick<Stage, "scene" | "frame" | "faceMap" | "tile" | "tiltPerMm" | "centreUMm" | "centreVMm">;

/** Brightness of the untouched surface at a point of the block. */
export function faceBrightness(stage: Omit<SeenFace, "scene" | "frame">, xMm: number, yMm: number): number {
  const v = tiltV(stage, yMm) + textureSlope(stage.tile, xMm, yMm);
  return brightnessAt(stage.faceMap, tiltU(stage, xMm), v);
}

const METERING_POINTS = 24;

/** The exposure's measure: the middle of the block, or of the field where that shows only a part of it. */
function meanFaceBrightness(seen: SeenFace, ofField: boolean): number {
  const { block, widthPx, heightPx, mmPerPx } = seen.scene;
  const sizeX = ofField ? widthPx * mmPerPx : block.kind === "round" ? block.diameterMm : block.lengthMm;
  const sizeY = ofField ? heightPx * mmPerPx : block.kind === "round" ? block.diameterMm : block.widthMm;
  const halfX = 0.35 * sizeX;
  const halfY = 0.35 * sizeY;
  let sum = 0;
  for (let j = 0; j < METERING_POINTS; j++) {
    for (let i = 0; i < METERING_POINTS; i++) {
      const x = halfX * ((2 * i) / (METERING_POINTS - 1) - 1);
      const y = halfY * ((2 * j) / (METERING_POINTS - 1) - 1);
      const [u, v] = ofField ? blockPoint(seen.frame, x, y) : [x, y];
      sum += faceBrightness(seen, u, v);
    }
  }
  return Math.max(sum / METERING_POINTS ** 2, 1e-4);
}

/** Camera frame to block frame, mm. */
function blockPoint(frame: PoseFrame, xMm: number, yMm: number): [number, number] {
  const dx = xMm - frame.xMm;
  const dy = yMm - frame.yMm;
  return [dx * frame.cos + dy * frame.sin, -dx * frame.sin + dy * frame.cos];
}
