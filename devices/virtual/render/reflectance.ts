/**
 * Light and material folded into one table: brightness of a facet by its slope, as the camera sees it from above (the
 * reflectance map of Horn, 1977). Lamps become spots in slope space, since a facet mirrors a lamp into the lens when its
 * slope is half-way; roughness widens the spots, more across the lay of a ground surface than along it.
 */
import { domeStrength, type LampSample, lampSamples } from "./lamps.ts";
import type { Light } from "./scene.ts";

/** How a material answers light. Sigmas are spreads of the slopes of its unresolved roughness. */
export interface Material {
  readonly alongSigma: number;
  readonly acrossSigma: number;
  readonly specular: number;
  readonly diffuse: number;
}

/** Slopes beyond ±1.3 (52°) are clamped. */
export const SLOPE_LIMIT = 1.3;
/** Table entries along each slope axis. */
export const MAP_SIZE = 256;
/** Table steps per unit of slope. */
export const MAP_SCALE = (MAP_SIZE - 2) / (2 * SLOPE_LIMIT);

/** Brightness over (slope along the block's x, slope along its y), row by row in the latter. */
export type ReflectanceMap = Float32Array;

const AMBIENT_SIGMA = 0.55;

/** What no material changes: each lamp's place, and the light that a matt facet of each slope gathers from lamps and room. */
export interface LightTable {
  readonly samples: readonly LampSample[];
  readonly gathered: Float64Array;
  readonly ambient: number;
}

const SLOPES = Float64Array.from({ length: MAP_SIZE }, (_, i) => i / MAP_SCALE - SLOPE_LIMIT);
/** Slope squared of each entry; upright part of its normal; the room's light on it. */
const STEEPNESS = Float64Array.from({ length: MAP_SIZE * MAP_SIZE }, (_, at) => {
  const u = SLOPES[at % MAP_SIZE] ?? 0;
  const v = SLOPES[Math.floor(at / MAP_SIZE)] ?? 0;
  return u * u + v * v;
});
const UPRIGHT = STEEPNESS.map((s2) => 1 / Math.sqrt(1 + s2));
const ROOM = STEEPNESS.map((s2) => Math.exp(-s2 / (2 * AMBIENT_SIGMA * AMBIENT_SIGMA)));

/** Tabulates a light in the block frame: lamps are turned back by the block's angle. */
export function lightTable(light: Light, blockAngleDeg: number): LightTable {
  const samples = lampSamples(light.lamps, blockAngleDeg);
  const gathered = new Float64Array(MAP_SIZE * MAP_SIZE);
  for (const lamp of samples) if (!lamp.ofDome) gatherFrom(lamp, gathered);
  const sky = domeStrength(light.lamps);
  if (sky > 0)
    for (let at = 0; at < gathered.length; at++)
      gathered[at] = (gathered[at] as number) + (sky * (1 + (UPRIGHT[at] as number))) / 2;
  return { samples, gathered, ambient: light.ambient };
}

/** Lambert's cosine for every slope. */
function gatherFrom(lamp: LampSample, gathered: Float64Array): void {
  const alongU = SLOPES.map((u) => lamp.z - u * lamp.u);
  for (let j = 0; j < MAP_SIZE; j++) {
    const alongV = (SLOPES[j] as number) * lamp.v;
    const row = j * MAP_SIZE;
    for (let i = 0; i < MAP_SIZE; i++) {
      const at = row + i;
      const facing = ((alongU[i] as number) - alongV) * (UPRIGHT[at] as number);
      if (facing > 0) gathered[at] = (gathered[at] as number) + lamp.strength * facing;
    }
  }
}

/** Brightness of every slope of one material. */
export function reflectanceMap(table: LightTable, material: Material): ReflectanceMap {
  const map = new Float32Array(MAP_SIZE * MAP_SIZE);
  for (const lamp of table.samples) addSpecular(map, lamp, material);
  const { gathered, ambient } = table;
  for (let at = 0; at < map.length; at++)
    map[at] =
      (map[at] as number) + material.diffuse * (gathered[at] as number) + ambient * (ROOM[at] as number);
  return map;
}

/** Gaussian facets (Ward, 1992): separable along the lay, so one product a table entry. */
function addSpecular(map: ReflectanceMap, lamp: LampSample, material: Material): void {
  const mirrorU = -lamp.u / (1 + lamp.z);
  const mirrorV = -lamp.v / (1 + lamp.z);
  const sigmaU = Math.hypot(material.alongSigma, lamp.spread);
  const sigmaV = Math.hypot(material.acrossSigma, lamp.spread);
  const alongU = SLOPES.map((s) => Math.exp(-((s - mirrorU) ** 2) / (2 * sigmaU * sigmaU)));
  const alongV = SLOPES.map((s) => Math.exp(-((s - mirrorV) ** 2) / (2 * sigmaV * sigmaV)));
  const peak = (material.specular * lamp.strength * SPECULAR_UNIT) / (sigmaU * sigmaV);
  for (let j = 0; j < MAP_SIZE; j++) {
    const rowFactor = peak * (alongV[j] ?? 0);
    if (rowFactor < 1e-5) continue;
    const row = j * MAP_SIZE;
    for (let i = 0; i < MAP_SIZE; i++)
      map[row + i] = (map[row + i] as number) + rowFactor * (alongU[i] as number);
  }
}

/** Makes a coaxial lamp of strength 1 on a surface of slope spread 0.1 about 1. */
const SPECULAR_UNIT = 0.01;

/** Brightness of one slope, between table entries. */
export function brightnessAt(map: ReflectanceMap, slopeU: number, slopeV: number): number {
  const x = (clampSlope(slopeU) + SLOPE_LIMIT) * MAP_SCALE;
  const y = (clampSlope(slopeV) + SLOPE_LIMIT) * MAP_SCALE;
  const i = x | 0;
  const j = y | 0;
  const fx = x - i;
  const at = j * MAP_SIZE + i;
  const top = (map[at] as number) * (1 - fx) + (map[at + 1] as number) * fx;
  const bottom = (map[at + MAP_SIZE] as number) * (1 - fx) + (map[at + MAP_SIZE + 1] as number) * fx;
  return top + (bottom - top) * (y - j);
}

function clampSlope(slope: number): number {
  return slope > SLOPE_LIMIT ? SLOPE_LIMIT : Math.max(slope, -SLOPE_LIMIT);
}
