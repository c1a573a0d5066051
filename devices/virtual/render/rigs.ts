/** Lights, lenses, sensors and defects of sampled scenes: the lab's own, what a well-kept rig may be, and what goes wrong. */
import { between, mixSeed, oneOf, type Random, wholeBetween } from "./random.ts";
import {
  type BlockShape,
  type Defect,
  LAB_LIGHT,
  LAB_OPTICS,
  LAB_SENSOR,
  type Lamp,
  type Light,
  NO_DEFECTS,
  type Optics,
  type Sensor,
} from "./scene.ts";

export const SPLITS = ["lab", "fit", "hard"] as const;
/** `lab`: the lab's own rig, sound blocks. `fit`: a wide range of usable rigs, to fit and train on. `hard`: touching dents, defects, bad light. */
export type Split = (typeof SPLITS)[number];

export function sampleLight(random: Random, split: Split): Light {
  if (split === "lab") return LAB_LIGHT;
  const hard = split === "hard";
  const lamps: Lamp[] = [];
  const onlyAslant = random() < (hard ? 0.3 : 0.08);
  if (!onlyAslant)
    lamps.push({ kind: "coaxial", strength: between(random, 0.6, 1.2), spreadDeg: between(random, 6, 16) });
  if (random() < 0.75)
    lamps.push({
      kind: "ring",
      strength: between(random, 0.15, hard ? 1.2 : 0.6),
      elevationDeg: between(random, 45, 75),
      spreadDeg: between(random, 4, 10),
    });
  if (onlyAslant || random() < 0.35)
    lamps.push({
      kind: "oblique",
      strength: onlyAslant ? 1 : between(random, 0.1, 0.5),
      spreadDeg: between(random, 8, 24),
      elevationDeg: between(random, 45, 78),
      azimuthDeg: between(random, 0, 360),
    });
  return {
    lamps,
    ambient: between(random, 0.06, 0.2),
    gradientPer100Mm: between(random, 0, hard ? 0.5 : 0.15),
    gradientAzimuthDeg: between(random, 0, 360),
  };
}

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

/** Defects of a sampled block. Only dust and fibres, which do not spoil a surface, outside the hard split. */
export function sampleDefects(random: Random, split: Split, block: BlockShape): readonly Defect[] {
  if (split === "lab") return NO_DEFECTS;
  const halfX = (block.kind === "round" ? block.diameterMm / 2.9 : block.lengthMm / 2) - 4;
  const halfY = (block.kind === "round" ? block.diameterMm / 2.9 : block.widthMm / 2) - 4;
  const place = (): { xMm: number; yMm: number } => ({
    xMm: between(random, -halfX, halfX),
    yMm: between(random, -halfY, halfY),
  });
  const light = (): Defect => (random() < 0.7 ? dust(random, place()) : fibre(random, place()));
  if (split === "fit") return random() < 0.4 ? Array.from({ length: wholeBetween(random, 1, 6) }, light) : [];
  const defects: Defect[] = Array.from({ length: wholeBetween(random, 0, 8) }, light);
  const kinds = wholeBetween(random, 0, 2);
  for (let n = 0; n < kinds; n++) {
    const kind = oneOf<SpoilerKind>(random, ["scratch", "stain", "rust", "glare"]);
    const many = kind === "scratch" ? wholeBetween(random, 1, 4) : wholeBetween(random, 1, 2);
    for (let m = 0; m < many; m++) defects.push(spoiler(random, kind, place()));
  }
  return defects;
}

type SpoilerKind = "scratch" | "stain" | "rust" | "glare";
type Place = { readonly xMm: number; readonly yMm: number };

function dust(random: Random, place: Place): Defect {
  return {
    kind: "dust",
    ...place,
    radiusMm: between(random, 0.04, 0.2),
    brightness: random() < 0.6 ? between(random, 0.15, 0.5) : between(random, 1.3, 1.8),
  };
}

function fibre(random: Random, place: Place): Defect {
  return {
    kind: "fibre",
    ...place,
    lengthMm: between(random, 1.5, 9),
    widthMm: between(random, 0.03, 0.07),
    brightness: random() < 0.6 ? between(random, 0.25, 0.55) : between(random, 1.2, 1.6),
    seed: mixSeed(1 + Math.floor(random() * 1e9), 3),
  };
}

function spoiler(random: Random, kind: SpoilerKind, place: Place): Defect {
  if (kind === "glare")
    return { kind, ...place, radiusMm: between(random, 3, 12), strength: between(random, 0.3, 1.2) };
  if (kind === "scratch") {
    const direction = between(random, 0, 2 * Math.PI);
    const lengthMm = between(random, 8, 35);
    return {
      kind,
      fromMm: [place.xMm, place.yMm],
      toMm: [place.xMm + lengthMm * Math.cos(direction), place.yMm + lengthMm * Math.sin(direction)],
      bowMm: lengthMm * between(random, -0.06, 0.06),
      widthMm: between(random, 0.06, 0.25),
      slope: between(random, 0.25, 0.8),
    };
  }
  return {
    kind,
    ...place,
    radiusMm: between(random, 2, 7),
    strength: kind === "rust" ? between(random, 0.6, 0.95) : between(random, 0.15, 0.5),
    seed: mixSeed(1 + Math.floor(random() * 1e9), 5),
  };
}
