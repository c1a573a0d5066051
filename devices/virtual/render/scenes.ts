/** Random scenes by seed, for looking, testing, fitting and training: blocks, finishes, old dents, rigs, defects. */
import { type DefectField, dentsAt, sampleDefects, type Trouble } from "./defect-sampling.ts";
import { sampleDentCharacter } from "./dent-character.ts";
import { type MadeDent, pickKind } from "./dent-kinds.ts";
import { sampleRig } from "./exposure.ts";
import { fillBlock } from "./full-layouts.ts";
import { type LayoutRules, placeDents } from "./layouts.ts";
import { between, mixSeed, oneOf, type Random, randomFrom } from "./random.ts";
import { SPLITS, type Split, sampleOptics } from "./rigs.ts";
import type { CameraName, SampledScene, Unreadable } from "./sampled-scene.ts";
import {
  type BlockPose,
  type BlockShape,
  type Defect,
  type Finish,
  LAB_CAMERA,
  LAB_FIXTURE,
  MP20_CAMERA,
  type Optics,
  type Sensor,
} from "./scene.ts";

const RULES: Readonly<Record<Split, LayoutRules>> = {
  lab: { most: 40, apart: 1.6, edgeMm: 0.6, touching: 0 },
  fit: { most: 40, apart: 1.15, edgeMm: 0.3, touching: 0, foreign: 0.06 },
  hard: { most: 45, apart: 1, edgeMm: 0.1, touching: 0.2, foreign: 0.15 },
};

/** How far a block may lie off the image's centre (mm) and a rectangular one be turned (degrees). */
const LOOSENESS: Readonly<Record<Split, { readonly offsetMm: number; readonly turnDeg: number }>> = {
  lab: { offsetMm: 0.8, turnDeg: 3 },
  fit: { offsetMm: 1.5, turnDeg: 8 },
  hard: { offsetMm: 2.5, turnDeg: 15 },
};

/** What becomes of a block in the hard split: `fit` most often, each other fate sometimes. */
type Fate = Trouble | Unreadable | "full";

const FATES: readonly [Fate, ...Fate[]] = [
  "fit",
  "fit",
  "fit",
  "fit",
  "fit",
  "fit",
  "scratched",
  "scratched",
  "scratched",
  "stained",
  "stained",
  "rusted",
  "rusted",
  "damaged",
  "damaged",
  "full",
  "dark",
  "blown out",
  "blurred",
  "empty",
];
/**
 * The scene of a seed in a split. Round blocks of 50 to 65 mm, rectangular ones about 60 × 40 mm, 0 to about 40 old dents (many
 * more on one that is full) that lie wholly on the flat face, seen by the lab's camera or one of 20 megapixels.
 */
export function sampleScene(seed: number, split: Split, camera: CameraName = "lab"): SampledScene {
  const random = randomFrom(mixSeed(seed, 0x5ce0 + SPLITS.indexOf(split)));
  const chance = randomFrom(mixSeed(seed, 0xfa7e));
  const fate = sampleFate(chance, split);
  const size = camera === "mp20" ? MP20_CAMERA : LAB_CAMERA;
  const block = sampleBlock(random);
  const pose = samplePose(random, block, split);
  const finish = sampleFinish(random);
  const { chamferMm } = LAB_FIXTURE;
  const placed =
    fate === "full"
      ? fillBlock(
          random,
          block,
          chamferMm,
          pickKind(random, (kind) => kind.diameterMm[0] > 0.4),
        )
      : placeDents(random, block, chamferMm, RULES[split]);
  const surfaceSeed = Math.floor(random() * 2 ** 31);
  const dents = placed.map((dent) => withCharacter(chance, split, dent));
  const { light, sensor } = sampleRig(random, split, { finish, angleDeg: pose.angleDeg, dents });
  const optics = sampleOptics(random, split);
  const defects = sampleDefects(random, split, fieldOf(block, placed), troubleOf(fate));
  const exposureSeed = Math.floor(random() * 2 ** 31);
  const seen = { pose, fixture: LAB_FIXTURE, optics, sensor, defects };
  return {
    view: "block",
    ...size,
    block,
    dents: fate === "empty" ? [] : dents,
    finish,
    surfaceSeed,
    light,
    exposureSeed,
    ...seen,
    ...(split === "hard" ? misfortune(chance, fate, seen, size.mmPerPx) : {}),
  };
}

function sampleFate(chance: Random, split: Split): Fate {
  if (split === "hard") return oneOf(chance, FATES);
  return split === "fit" && chance() < 0.03 ? "full" : "fit";
}

function troubleOf(fate: Fate): Trouble {
  switch (fate) {
    case "scratched":
    case "stained":
    case "rusted":
    case "damaged":
      return fate;
    default:
      return "fit";
  }
}

interface Seen {
  readonly pose: BlockPose;
  readonly fixture: typeof LAB_FIXTURE;
  readonly optics: Optics;
  readonly sensor: Sensor;
  readonly defects: readonly Defect[];
}

/** What goes wrong between block and camera. */
function misfortune(chance: Random, fate: Fate, seen: Seen, mmPerPx: number): Partial<SampledScene> {
  switch (fate) {
    case "dark":
      return {
        unreadable: fate,
        sensor: { ...seen.sensor, blackGrey: between(chance, 1, 4), faceGrey: between(chance, 6, 12) },
      };
    case "blown out":
      return { unreadable: fate, sensor: { ...seen.sensor, faceGrey: between(chance, 1500, 4000) } };
    case "blurred": {
      const psfSigmaPx = (between(chance, 8, 14) * LAB_CAMERA.mmPerPx) / mmPerPx;
      return { unreadable: fate, optics: { ...seen.optics, psfSigmaPx } };
    }
    case "empty":
      return {
        unreadable: fate,
        pose: { xMm: 1000, yMm: 1000, angleDeg: 0 },
        fixture: { ...seen.fixture, jaws: false },
        defects: [],
      };
    default: {
      const draw = chance();
      if (draw < 0.15) return { defects: [...seen.defects, sampleShadow(chance)] };
      if (draw < 0.22) return { pose: halfOut(chance, seen.pose) };
      return {};
    }
  }
}

function sampleShadow(chance: Random): Defect {
  return {
    kind: "shadow",
    xMm: between(chance, -16, 16),
    yMm: between(chance, -16, 16),
    azimuthDeg: between(chance, 0, 360),
    depth: between(chance, 0.3, 0.75),
    softMm: between(chance, 2, 12),
  };
}

/** The block slides aside until the picture's edge cuts it. */
function halfOut(chance: Random, pose: BlockPose): BlockPose {
  const side = chance() < 0.5 ? 1 : -1;
  return chance() < 0.5
    ? { ...pose, xMm: side * between(chance, 24, 38) }
    : { ...pose, yMm: side * between(chance, 14, 28) };
}

/** A dent with its own character, save in the lab split, whose dents are plain. */
function withCharacter(chance: Random, split: Split, dent: MadeDent): MadeDent {
  if (split === "lab") return dent;
  return { ...dent, ...sampleDentCharacter(chance, split === "hard" && chance() < 0.7 ? "rough" : "plain") };
}

function fieldOf(block: BlockShape, dents: readonly MadeDent[]): DefectField {
  const round = block.kind === "round";
  return {
    centreMm: [0, 0],
    halfXMm: (round ? block.diameterMm / 2.9 : block.lengthMm / 2) - 4,
    halfYMm: (round ? block.diameterMm / 2.9 : block.widthMm / 2) - 4,
    scale: 1,
    onDent: dentsAt(dents),
    onEdge: (random) => {
      if (round) {
        const angle = between(random, 0, 2 * Math.PI);
        const radius = block.diameterMm / 2;
        return { xMm: radius * Math.cos(angle), yMm: radius * Math.sin(angle) };
      }
      const along = between(random, -0.45, 0.45);
      const side = random() < 0.5 ? -0.5 : 0.5;
      return random() < 0.5
        ? { xMm: along * block.lengthMm, yMm: side * block.widthMm }
        : { xMm: side * block.lengthMm, yMm: along * block.widthMm };
    },
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

export function sampleFinish(random: Random): Finish {
  const draw = random();
  return draw < 0.55 ? "ground" : draw < 0.8 ? "brushed" : "polished";
}
