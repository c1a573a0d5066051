/** Lenses and sensors of sampled scenes: the lab's own, what a well-kept rig may be, and what goes wrong. */

import { between, type Random } from "./random.ts";
import { LAB_OPTICS, LAB_SENSOR, type Optics, type Sensor } from "./scene.ts";

export const SPLITS = ["lab", "fit", "hard"] as const;
/** `lab`: the lab's own rig, sound blocks. `fit`: a wide range of usable rigs, to fit and train on. `hard`: touching dents, defects, bad light. */
export type Split = (typeof SPLITS)[number];

export function sampleOptics(random: Random, split: Split): Optics {
  if (split === "lab") return LAB_OPTICS;
  const hard = split === "hard";
  return {
    psfSigmaPx: hard ? 0.5 + 2.2 * random() ** 2 : between(random, 0.5, 1.2),
    vignetting: between(random, 0.02, hard ? 0.5 : 0.25),
    workingDistanceMm: random() < 0.2 ? Number.POSITIVE_INFINITY : between(random, 250, 800),
    distortion: hard ? between(random, -0.02, 0.02) : 0,
  };
}

export function sampleSensor(random: Random, split: Split): Sensor {
  if (split === "lab") return LAB_SENSOR;
  const hard = split === "hard";
  return {
    faceGrey: hard ? between(random, 50, 225) : between(random, 110, 185),
    blackGrey: between(random, 1, 12),
    fullWellElectrons: between(random, hard ? 2500 : 7000, 20000),
    readNoiseElectrons: between(random, 4, hard ? 40 : 14),
  };
}
