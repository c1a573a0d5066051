/** A quick scene for the renderer's tests, the lab's rig over a small block, and the seed that replays random ones. */
import {
  type Dent,
  LAB_FIXTURE,
  LAB_LIGHT,
  LAB_OPTICS,
  LAB_SENSOR,
  type Light,
  type SurfaceScene,
} from "../../../../devices/virtual/render/index.ts";

export function smallScene(changes: Partial<SurfaceScene> = {}): SurfaceScene {
  return {
    widthPx: 360,
    heightPx: 300,
    mmPerPx: 0.037,
    block: { kind: "round", diameterMm: 9.5 },
    pose: { xMm: 0.3, yMm: -0.2, angleDeg: 31 },
    dents: [],
    surfaceSeed: 5,
    finish: "ground",
    light: LAB_LIGHT,
    optics: LAB_OPTICS,
    sensor: LAB_SENSOR,
    defects: [],
    fixture: { ...LAB_FIXTURE, jaws: false },
    exposureSeed: 9,
    ...changes,
  };
}

/** Without noise that differs from picture to picture, for telling two pictures apart by what they show. */
export const QUIET = { ...LAB_SENSOR, fullWellElectrons: 1e9, readNoiseElectrons: 0 };

/** Rockwell C dents at about 60 and 25 HRC, and a B dent. */
export const HARD_CONE: Dent = { xMm: 1.1, yMm: 0.7, indenter: "cone", diameterMm: 0.47, depthMm: 0.105 };
export const SOFT_CONE: Dent = { xMm: 1.1, yMm: 0.7, indenter: "cone", diameterMm: 0.9, depthMm: 0.229 };
export const BALL: Dent = {
  xMm: 1.1,
  yMm: 0.7,
  indenter: "ball",
  ballMm: 1.5875,
  diameterMm: 1.1,
  depthMm: 0.222,
};

const light = (lamps: Light["lamps"]): Light => ({ ...LAB_LIGHT, lamps });
export const LIGHTS: Readonly<Record<string, Light>> = {
  lab: LAB_LIGHT,
  coaxial: light([{ kind: "coaxial", strength: 1, spreadDeg: 9 }]),
  ring: light([{ kind: "ring", strength: 1, spreadDeg: 6, elevationDeg: 60 }]),
  oblique: light([{ kind: "oblique", strength: 1, spreadDeg: 14, elevationDeg: 55, azimuthDeg: 70 }]),
};

export function meanGrey(
  grey: Uint8Array,
  widthPx: number,
  [left, top, right, bottom]: readonly [number, number, number, number],
): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.round(top); y < bottom; y++) {
    for (let x = Math.round(left); x < right; x++) {
      sum += grey[y * widthPx + x] ?? 0;
      count++;
    }
  }
  return sum / count;
}

/** HARDLAB_SEED replays a seed that was printed. */
export function printedSeed(): number {
  const seed = Number(process.env.HARDLAB_SEED ?? Date.now() % 2 ** 31);
  console.log(`HARDLAB_SEED=${seed}`);
  return seed;
}
