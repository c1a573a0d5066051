/**
 * Light and material folded into one table: brightness of a facet by its slope, as the camera sees it from above (the
 * reflectance map of Horn, 1977). Lamps become spots in slope space, since a facet mirrors a lamp into the lens when its
 * slope is half-way; roughness widens the spots, more across the lay of a ground surface than along it.
 */
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

interface LampSample {
  readonly u: number;
  readonly v: number;
  readonly z: number;
  readonly spread: number;
  readonly strength: number;
}

const RING_SAMPLES = 40;
/** The mirror of a coaxial light never stands at 45° quite: the light comes a little aslant, and marks get a bright and a dark side. */
const COAXIAL_AZIMUTH_DEG = 245;
const COAXIAL_ELEVATION_DEG = 87;
const AMBIENT_SIGMA = 0.55;

/** Tabulates the map in the block frame: lamps are turned back by the block's angle. */
export function reflectanceMap(light: Light, material: Material, blockAngleDeg: number): ReflectanceMap {
  const map = new Float32Array(MAP_SIZE * MAP_SIZE);
  const samples = lampSamples(light, blockAngleDeg);
  const slopes = Float64Array.from({ length: MAP_SIZE }, (_, i) => i / MAP_SCALE - SLOPE_LIMIT);
  for (const lamp of samples) addSpecular(map, slopes, lamp, material);
  addDiffuse(map, slopes, samples, light.ambient, material);
  return map;
}

function lampSamples(light: Light, blockAngleDeg: number): LampSample[] {
  const samples: LampSample[] = [];
  const add = (azimuthDeg: number, elevationDeg: number, spreadDeg: number, strength: number) => {
    const azimuth = ((azimuthDeg - blockAngleDeg) * Math.PI) / 180;
    const elevation = (elevationDeg * Math.PI) / 180;
    samples.push({
      u: Math.cos(elevation) * Math.cos(azimuth),
      v: Math.cos(elevation) * Math.sin(azimuth),
      z: Math.sin(elevation),
      spread: (spreadDeg * Math.PI) / 360,
      strength,
    });
  };
  for (const lamp of light.lamps) {
    if (lamp.kind === "coaxial")
      add(COAXIAL_AZIMUTH_DEG, COAXIAL_ELEVATION_DEG, lamp.spreadDeg, lamp.strength);
    else if (lamp.kind === "oblique") add(lamp.azimuthDeg, lamp.elevationDeg, lamp.spreadDeg, lamp.strength);
    else {
      for (let i = 0; i < RING_SAMPLES; i++)
        add((360 * i) / RING_SAMPLES, lamp.elevationDeg, lamp.spreadDeg, lamp.strength / RING_SAMPLES);
    }
  }
  return samples;
}

/** Gaussian facets (Ward, 1992): separable along the lay, so one product a table entry. */
function addSpecular(map: ReflectanceMap, slopes: Float64Array, lamp: LampSample, material: Material): void {
  const mirrorU = -lamp.u / (1 + lamp.z);
  const mirrorV = -lamp.v / (1 + lamp.z);
  const sigmaU = Math.hypot(material.alongSigma, lamp.spread);
  const sigmaV = Math.hypot(material.acrossSigma, lamp.spread);
  const alongU = slopes.map((s) => Math.exp(-((s - mirrorU) ** 2) / (2 * sigmaU * sigmaU)));
  const alongV = slopes.map((s) => Math.exp(-((s - mirrorV) ** 2) / (2 * sigmaV * sigmaV)));
  const peak = (material.specular * lamp.strength * SPECULAR_UNIT) / (sigmaU * sigmaV);
  for (let j = 0; j < MAP_SIZE; j++) {
    const rowFactor = peak * (alongV[j] ?? 0);
    if (rowFactor < 1e-5) continue;
    const row = j * MAP_SIZE;
    for (let i = 0; i < MAP_SIZE; i++) map[row + i] = (map[row + i] ?? 0) + rowFactor * (alongU[i] ?? 0);
  }
}

/** Makes a coaxial lamp of strength 1 on a surface of slope spread 0.1 about 1. */
const SPECULAR_UNIT = 0.01;

function addDiffuse(
  map: ReflectanceMap,
  slopes: Float64Array,
  samples: readonly LampSample[],
  ambient: number,
  material: Material,
): void {
  for (let j = 0; j < MAP_SIZE; j++) {
    const v = slopes[j] ?? 0;
    for (let i = 0; i < MAP_SIZE; i++) {
      const u = slopes[i] ?? 0;
      const s2 = u * u + v * v;
      const nz = 1 / Math.sqrt(1 + s2);
      let lit = 0;
      for (const lamp of samples) {
        const facing = (lamp.z - u * lamp.u - v * lamp.v) * nz;
        if (facing > 0) lit += lamp.strength * facing;
      }
      const room = ambient * Math.exp(-s2 / (2 * AMBIENT_SIGMA * AMBIENT_SIGMA));
      const at = j * MAP_SIZE + i;
      map[at] = (map[at] ?? 0) + material.diffuse * lit + room;
    }
  }
}

/** Brightness of one slope, between table entries. */
export function brightnessAt(map: ReflectanceMap, slopeU: number, slopeV: number): number {
  const x = (clampSlope(slopeU) + SLOPE_LIMIT) * MAP_SCALE;
  const y = (clampSlope(slopeV) + SLOPE_LIMIT) * MAP_SCALE;
  const i = x | 0;
  const j = y | 0;
  const fx = x - i;
  const at = j * MAP_SIZE + i;
  const top = (map[at] ?? 0) * (1 - fx) + (map[at + 1] ?? 0) * fx;
  const bottom = (map[at + MAP_SIZE] ?? 0) * (1 - fx) + (map[at + MAP_SIZE + 1] ?? 0) * fx;
  return top + (bottom - top) * (y - j);
}

function clampSlope(slope: number): number {
  return slope > SLOPE_LIMIT ? SLOPE_LIMIT : Math.max(slope, -SLOPE_LIMIT);
}
