/** Lights that show the dents they fall on: an operator turns the lamp until the dents can be told from the surface. */
import { FINISHES, FLOORS } from "./finishes.ts";
import { indenterSlope } from "./indenters.ts";
import { lampSamples } from "./lamps.ts";
import { sampleRigLight } from "./light-kinds.ts";
import type { Random } from "./random.ts";
import type { Material } from "./reflectance.ts";
import type { Dent, Finish, Light, Sensor } from "./scene.ts";

/** What decides how a light shows a dent, beside the dent. */
export interface SeenSurface {
  readonly finish: Finish;
  readonly sensor: Sensor;
  /** The block's turn under the camera. */
  readonly angleDeg: number;
}

/** Grey values by which a dent must stand out. */
const ENOUGH_GREY = 14;
const MOST_TRIES = 24;
const RADII = [0.15, 0.35, 0.55, 0.75, 0.9] as const;
const DIRECTIONS = 8;

/** The first of several sampled lights under which every dent stands out; the best of them where none does so. */
export function sampleLightFor(
  random: Random,
  mood: "fit" | "hard",
  seen: SeenSurface,
  dents: readonly Dent[],
): Light {
  let best = sampleRigLight(random, mood);
  let bestGrey = leastContrast(best, seen, dents);
  for (let n = 1; n < MOST_TRIES && bestGrey < ENOUGH_GREY; n++) {
    const light = sampleRigLight(random, mood);
    const grey = leastContrast(light, seen, dents);
    if (grey <= bestGrey) continue;
    best = light;
    bestGrey = grey;
  }
  return best;
}

function leastContrast(light: Light, seen: SeenSurface, dents: readonly Dent[]): number {
  return dents.reduce((least, dent) => Math.min(least, dentContrast(light, seen, dent)), 255);
}

/** Mean difference in grey between a dent's floor and the level surface, from its plain relief: no burr, no shadow, no noise. */
export function dentContrast(light: Light, { finish, sensor, angleDeg }: SeenSurface, dent: Dent): number {
  const lamps = lampSamples(light.lamps, angleDeg);
  const { material, reliefSlope } = FINISHES[finish];
  // The relief that a camera resolves widens what the surface shows of a lamp on average.
  const face = { ...material, acrossSigma: Math.hypot(material.acrossSigma, reliefSlope) };
  const unit = Math.max(brightness(light, lamps, face, 0, 0), 1e-4) / (light.faceLevel ?? 1);
  const gain = sensor.faceGrey - sensor.blackGrey;
  const grey = (value: number): number => Math.min(255, sensor.blackGrey + (value / unit) * gain);
  const surface = grey(brightness(light, lamps, face, 0, 0));
  const floor = FLOORS[dent.floor ?? "satin"];
  let sum = 0;
  for (const part of RADII) {
    const slope = indenterSlope(dent, (part * dent.diameterMm) / 2);
    for (let n = 0; n < DIRECTIONS; n++) {
      const angle = (2 * Math.PI * (n + 0.3)) / DIRECTIONS;
      const shown = brightness(light, lamps, floor, slope * Math.cos(angle), slope * Math.sin(angle));
      sum += Math.abs(grey(shown) - surface);
    }
  }
  return sum / (RADII.length * DIRECTIONS);
}

/** As the reflectance map of a material has it, at one slope. */
function brightness(
  light: Light,
  lamps: ReturnType<typeof lampSamples>,
  material: Material,
  u: number,
  v: number,
): number {
  const steepness = 1 + u * u + v * v;
  const nz = 1 / Math.sqrt(steepness);
  let sum = light.ambient * Math.exp(-(steepness - 1) / 0.605);
  for (const lamp of lamps) {
    const sigmaU = Math.hypot(material.alongSigma, lamp.spread);
    const sigmaV = Math.hypot(material.acrossSigma, lamp.spread);
    const du = u + lamp.u / (1 + lamp.z);
    const dv = v + lamp.v / (1 + lamp.z);
    const gloss = Math.exp(-(du * du) / (2 * sigmaU * sigmaU) - (dv * dv) / (2 * sigmaV * sigmaV));
    const facing = Math.max(0, (lamp.z - u * lamp.u - v * lamp.v) * nz);
    sum +=
      lamp.strength * ((0.01 * material.specular * gloss) / (sigmaU * sigmaV) + material.diffuse * facing);
  }
  return sum;
}
