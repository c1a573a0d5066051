/** Close-ups as any microscope or camera takes them: the surface fills the picture, with dents from 6 px to nine tenths of its height. */
import { sampleOverlay } from "./annotation-sampling.ts";
import { dentsAt, sampleDefects, type Trouble } from "./defect-sampling.ts";
import { sampleDentCharacter } from "./dent-character.ts";
import { DENT_KINDS, type DentKind, depthOf, FOREIGN_KINDS, type MadeDent } from "./dent-kinds.ts";
import { sampleRig } from "./exposure.ts";
import { poseFrame } from "./frames.ts";
import type { Tint } from "./picture.ts";
import { between, mixSeed, oneOf, type Random, randomFrom, wholeBetween } from "./random.ts";
import { type Split, sampleOptics } from "./rigs.ts";
import type { SampledScene } from "./sampled-scene.ts";
import type { Light, Optics } from "./scene.ts";
import { sampleFinish } from "./scenes.ts";

export interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly mmPerPx: number;
}

const SMALLEST_DENT_PX = 6;
/** A dent's greatest part of the picture's height. */
const LARGEST_DENT = 0.9;
const FINEST_MM_PER_PX = 0.001;
const COARSEST_MM_PER_PX = 0.05;
const MOST_DENTS = 25;

interface Habits {
  readonly cutOff: number;
  readonly touching: number;
  /** Chance that the dents are of several sizes. */
  readonly mixed: number;
  readonly rough: number;
  readonly tinted: number;
  readonly jpeg: number;
  readonly jpegQuality: readonly [number, number];
  readonly troubles: readonly [Trouble, ...Trouble[]];
}

const HABITS: Readonly<Record<Split, Habits>> = {
  lab: {
    cutOff: 0,
    touching: 0,
    mixed: 0,
    rough: 0,
    tinted: 0,
    jpeg: 0,
    jpegQuality: [95, 95],
    troubles: ["fit"],
  },
  fit: {
    cutOff: 0.12,
    touching: 0.06,
    mixed: 0.15,
    rough: 0.15,
    tinted: 0.3,
    jpeg: 0.15,
    jpegQuality: [80, 95],
    troubles: ["fit"],
  },
  hard: {
    cutOff: 0.3,
    touching: 0.25,
    mixed: 0.3,
    rough: 0.7,
    tinted: 0.45,
    jpeg: 0.5,
    jpegQuality: [25, 90],
    troubles: ["fit", "fit", "fit", "fit", "fit", "scratched", "scratched", "stained", "rusted", "damaged"],
  },
};

/** The close-up of a seed in a split. */
export function sampleCloseup(seed: number, split: Split): SampledScene {
  const random = randomFrom(mixSeed(seed, 0xc105e + split.length * 31 + split.charCodeAt(0)));
  const habits = HABITS[split];
  const kind = sampleKind(random);
  const [hard, soft] = kind.diameterMm;
  const mainMm = between(random, hard, soft);
  const size = sampleSize(random, split);
  const frame = { ...size, mmPerPx: sampleScale(random, mainMm, size.heightPx) };
  const fieldMm = Math.hypot(frame.widthPx, frame.heightPx) * frame.mmPerPx;
  const pose = {
    xMm: between(random, -12, 12),
    yMm: between(random, -12, 12),
    angleDeg: random() < 0.3 ? between(random, -4, 4) : between(random, 0, 360),
  };
  const { cos, sin } = poseFrame(pose);
  const dents = placeInPicture(random, frame, kind, mainMm, habits).map((dent) => {
    const dx = dent.xMm - pose.xMm;
    const dy = dent.yMm - pose.yMm;
    return {
      ...dent,
      xMm: dx * cos + dy * sin,
      yMm: -dx * sin + dy * cos,
      ...(split === "lab" ? {} : sampleDentCharacter(random, random() < habits.rough ? "rough" : "plain")),
    };
  });
  const smallestPx = Math.min(...dents.map(({ diameterMm }) => diameterMm / frame.mmPerPx), 400);
  const overlay = split === "hard" && random() < 0.4 ? sampleOverlay(random, frame) : undefined;
  const finish = sampleFinish(random);
  const rig = sampleRig(random, split, { finish, angleDeg: pose.angleDeg, dents });
  return {
    view: "closeup",
    ...frame,
    block: { kind: "round", diameterMm: Math.max(80, 3 * fieldMm) },
    pose,
    dents,
    finish,
    surfaceSeed: Math.floor(random() * 2 ** 31),
    light: overField(random, rig.light, fieldMm),
    optics: closeOptics(random, sampleOptics(random, split), smallestPx),
    sensor: rig.sensor,
    defects: sampleDefects(
      random,
      split,
      {
        centreMm: [-pose.xMm * cos - pose.yMm * sin, pose.xMm * sin - pose.yMm * cos],
        halfXMm: 0.4 * frame.widthPx * frame.mmPerPx,
        halfYMm: 0.4 * frame.heightPx * frame.mmPerPx,
        scale: Math.min(1, (fieldMm / 60) ** 0.8),
        onDent: dentsAt(dents),
      },
      oneOf(random, habits.troubles),
    ),
    exposureSeed: Math.floor(random() * 2 ** 31),
    ...(random() < habits.tinted ? { tint: sampleTint(random) } : {}),
    ...(overlay === undefined ? {} : { annotations: overlay }),
    ...(random() < habits.jpeg ? { jpegQuality: Math.round(between(random, ...habits.jpegQuality)) } : {}),
  };
}

/** Warm as under a lamp, cool as under white LEDs, or with a cast to green. */
export function sampleTint(random: Random): Tint {
  const warmth = between(random, -0.14, 0.16);
  return { red: 1 + warmth, green: 1 + between(random, -0.03, 0.04), blue: 1 - warmth };
}

/** Brightness falls over the field shown, however small it is. */
export function overField(random: Random, light: Light, fieldMm: number): Light {
  return { ...light, gradientPer100Mm: light.gradientPer100Mm * between(random, 0.4, 1.2) * (100 / fieldMm) };
}

/** A microscope's pixels are finer than its lens at times; what is shown stays visible. */
function closeOptics(random: Random, optics: Optics, smallestPx: number): Optics {
  const wide = random() < 0.35 ? between(random, 1, 2.2) : 1;
  return { ...optics, psfSigmaPx: Math.min(optics.psfSigmaPx * wide, Math.max(0.55, smallestPx / 7)) };
}

function sampleKind(random: Random): DentKind {
  const draw = random();
  const family = (kind: DentKind): boolean =>
    draw < 0.45
      ? kind.indenter === "cone"
      : draw < 0.7
        ? kind.indenter === "ball" && kind.scale.startsWith("HR")
        : draw < 0.89
          ? kind.scale.startsWith("HBW")
          : kind.indenter === "vickers";
  const [first, ...rest] = [...DENT_KINDS, ...FOREIGN_KINDS].filter(family);
  if (first === undefined) throw new RangeError("no kind of dent of that family");
  return oneOf(random, [first, ...rest]);
}

const ASPECTS = [3 / 4, 3 / 4, 4 / 5, 2 / 3, 1] as const;

/** 340 to 2000 px wide, half of them below 500; in the hard split seldom up to 6000. */
function sampleSize(random: Random, split: Split): { widthPx: number; heightPx: number } {
  const huge = split === "hard" && random() < 0.004;
  const tail = -Math.log(1 - random() * 0.965);
  const widthPx = Math.round(huge ? between(random, 2000, 6000) : 340 * Math.exp(0.52 * tail));
  return { widthPx, heightPx: Math.round(widthPx * oneOf(random, ASPECTS)) };
}

/** A scale at which the dent takes anything from 6 px to nine tenths of the height, equal chance by logarithm. */
function sampleScale(random: Random, diameterMm: number, heightPx: number): number {
  const least = Math.max(SMALLEST_DENT_PX, diameterMm / COARSEST_MM_PER_PX);
  const most = Math.min(LARGEST_DENT * heightPx, diameterMm / FINEST_MM_PER_PX);
  const diameterPx = least >= most ? most : least * (most / least) ** random();
  return diameterMm / diameterPx;
}

/** Dents in the camera frame, mm: the larger they show, the fewer. */
function placeInPicture(
  random: Random,
  frame: Frame,
  kind: DentKind,
  mainMm: number,
  habits: Habits,
): MadeDent[] {
  const { mmPerPx } = frame;
  const halfX = (frame.widthPx * mmPerPx) / 2;
  const halfY = (frame.heightPx * mmPerPx) / 2;
  const room = Math.floor((4 * halfX * halfY * 0.3) / mainMm ** 2);
  const goal = random() < 0.07 ? 0 : wholeBetween(random, 1, Math.max(1, Math.min(MOST_DENTS, room)));
  const mixed = random() < habits.mixed;
  const dents: MadeDent[] = [];
  const free = (xMm: number, yMm: number, diameterMm: number, apart: number): boolean =>
    dents.every(
      (dent) => Math.hypot(dent.xMm - xMm, dent.yMm - yMm) >= (apart * (dent.diameterMm + diameterMm)) / 2,
    );
  const push = (xMm: number, yMm: number, diameterMm: number): void => {
    const { scale, indenter, ballMm } = kind;
    const ball = ballMm === undefined ? {} : { ballMm };
    dents.push({ xMm, yMm, indenter, ...ball, diameterMm, depthMm: depthOf(kind, diameterMm), scale });
  };
  for (let tries = 0; tries < 12 * goal && dents.length < goal; tries++) {
    const diameterMm = Math.max(
      mainMm * (mixed ? between(random, 0.45, 1) : between(random, 0.97, 1.03)),
      SMALLEST_DENT_PX * mmPerPx,
    );
    const near = dents.at(-1);
    if (near !== undefined && random() < habits.touching) {
      const direction = between(random, 0, 2 * Math.PI);
      const away = ((near.diameterMm + diameterMm) / 2) * between(random, 0.74, 1.02);
      const x = near.xMm + away * Math.cos(direction);
      const y = near.yMm + away * Math.sin(direction);
      if (Math.abs(x) < halfX && Math.abs(y) < halfY && free(x, y, diameterMm, 0.72)) push(x, y, diameterMm);
      continue;
    }
    // A rim whole in the picture keeps a little from its edge, with room for an oval one; a cut one shows a third of it at least.
    const over = random() < habits.cutOff ? -0.25 : 0.54;
    const rangeX = Math.max(halfX - over * diameterMm, 0.03 * halfX);
    const rangeY = Math.max(halfY - over * diameterMm, 0.03 * halfY);
    const centred = goal === 1 && random() < 0.5 ? 0.3 : 1;
    const x = between(random, -rangeX, rangeX) * centred;
    const y = between(random, -rangeY, rangeY) * centred;
    if (free(x, y, diameterMm, 1.12)) push(x, y, diameterMm);
  }
  return dents;
}
