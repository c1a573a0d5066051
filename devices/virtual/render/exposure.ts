/** Light and exposure as an operator sets them for a surface and its dents. */
import { sampleLightFor } from "./dent-contrast.ts";
import type { Random } from "./random.ts";
import { type Split, sampleSensor } from "./rigs.ts";
import { type Dent, type Finish, LAB_LIGHT, type Light, type Sensor } from "./scene.ts";

/** A dark-field surface is let go no darker than this, grey. */
const DARKEST_FACE = 24;
/** So many dents decide on a light; the others are like them. */
const DECIDING_DENTS = 8;

/** The lab's own rig, or a sampled one that shows the dents. */
export function sampleRig(
  random: Random,
  split: Split,
  surface: { readonly finish: Finish; readonly angleDeg: number; readonly dents: readonly Dent[] },
): { readonly light: Light; readonly sensor: Sensor } {
  const sensor = sampleSensor(random, split);
  if (split === "lab") return { light: LAB_LIGHT, sensor };
  const { dents, ...seen } = surface;
  const light = sampleLightFor(random, split, { ...seen, sensor }, dents.slice(0, DECIDING_DENTS));
  return { light, sensor: exposedFor(light, sensor) };
}

/** Exposes longer where a dark-field light would leave the bare surface black. */
function exposedFor(light: Light, sensor: Sensor): Sensor {
  const { faceLevel } = light;
  if (faceLevel === undefined) return sensor;
  const least = sensor.blackGrey + (DARKEST_FACE - sensor.blackGrey) / faceLevel;
  return { ...sensor, faceGrey: Math.max(sensor.faceGrey, least) };
}
