/** Random scenes by seed, for looking, testing, fitting and training: blocks, finishes, old dents, rigs, defects. */
import type { MadeDent } from "./dent-kinds.ts";
import { type LayoutRules, placeDents } from "./layouts.ts";
import { between, mixSeed, type Random, randomFrom } from "./random.ts";
import { SPLITS, type Split, sampleDefects, sampleLight, sampleOptics, sampleSensor } from "./rigs.ts";
import {
  type BlockPose,
  type BlockShape,
  type Finish,
  LAB_CAMERA,
  LAB_FIXTURE,
  type SurfaceScene,
} from "./scene.ts";

/** A scene whose dents say which scale made them. */
export interface SampledScene extends SurfaceScene {
  readonly dents: readonly MadeDent[];
}

const RULES: Readonly<Record<Split, LayoutRules>> = {
  lab: { most: 40, apart: 1.6, edgeMm: 0.6, touching: 0 },
  fit: { most: 40, apart: 1.15, edgeMm: 0.3, touching: 0 },
  hard: { most: 45, apart: 1, edgeMm: 0.1, touching: 0.2 },
};

/** How far a block may lie off the image's centre (mm) and a rectangular one be turned (degrees). */
const LOOSENESS: Readonly<Record<Split, { readonly offsetMm: number; readonly turnDeg: number }>> = {
  lab: { offsetMm: 0.8, turnDeg: 3 },
  fit: { offsetMm: 1.5, turnDeg: 8 },
  hard: { offsetMm: 2.5, turnDeg: 15 },
};

/**
 * The scene of a seed in a split. Round blocks of 50 to 65 mm, rectangular ones about 60 × 40 mm, 0 to about 40 old dents that
 * lie wholly on the flat face (and apart from each other outside the hard split), seen by the lab's 5-megapixel camera.
 */
export function sampleScene(seed: number, split: Split): SampledScene {
  const random = randomFrom(mixSeed(seed, 0x5ce0 + SPLITS.indexOf(split)));
  const block = sampleBlock(random);
  const pose = samplePose(random, block, split);
  const finish = sampleFinish(random);
  const dents = placeDents(random, block, LAB_FIXTURE.chamferMm, RULES[split]);
  return {
    ...LAB_CAMERA,
    block,
    pose,
    dents,
    finish,
    surfaceSeed: Math.floor(random() * 2 ** 31),
    light: sampleLight(random, split),
    optics: sampleOptics(random, split),
    sensor: sampleSensor(random, split),
    defects: sampleDefects(random, split, block),
    fixture: LAB_FIXTURE,
    exposureSeed: Math.floor(random() * 2 ** 31),
  };
}

function sampleBlock(random: Random): BlockShape {
  if (random() < 0.7) return { kind: "round", diameterMm: between(random, 50, 65) };
  return { kind: "rectangular", lengthMm: between(random, 56, 64), widthMm: between(random, 36, 44) };
}

function samplePose(random: Random, block: BlockShape, split: Split): BlockPose {
  const { offsetMm, turnDeg } = LOOSENESS[split];
  return {
    xMm: between(random, -offsetMm, offsetMm),
    yMm: between(random, -offsetMm, offsetMm),
    angleDeg: block.kind === "round" ? between(random, 0, 360) : between(random, -turnDeg, turnDeg),
  };
}

function sampleFinish(random: Random): Finish {
  const draw = random();
  return draw < 0.55 ? "ground" : draw < 0.8 ? "brushed" : "polished";
}
