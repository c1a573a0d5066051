/** Micrographs of one Brinell dent, as a tester's microscope takes them for measuring. */
import { sampleOverlay } from "./annotation-sampling.ts";
import { overField, sampleTint } from "./closeups.ts";
import { dentsAt, sampleDefects } from "./defect-sampling.ts";
import { sampleDentCharacter } from "./dent-character.ts";
import { depthOf, type MadeDent } from "./dent-kinds.ts";
import { sampleRig } from "./exposure.ts";
import { between, mixSeed, oneOf, type Random, randomFrom } from "./random.ts";
import { type Split, sampleOptics } from "./rigs.ts";
import type { BrinellTest, SampledScene } from "./sampled-scene.ts";
import type { Optics, Sensor } from "./scene.ts";
import { sampleFinish } from "./scenes.ts";

const BALLS_MM = [1, 2.5, 2.5, 5, 10, 10] as const;
/** 0.102 · F / D² in N/mm². */
const FORCE_GRADES = [30, 30, 30, 30, 10, 10, 5] as const;
const WIDTHS_PX = [640, 640, 800, 1024, 1280, 1280, 1600, 2048, 2592] as const;

type Unmeasurable = NonNullable<BrinellTest["unmeasurable"]>;
/** What one in five pictures of the hard split suffers from. */
const FAILURES: readonly [Unmeasurable, ...Unmeasurable[]] = [
  "blurred",
  "blurred",
  "cut off",
  "empty",
  "dark",
];

/** HBW from force (N), ball and mean diameter (mm), ISO 6506-1. */
export function hbwOf(forceN: number, ballMm: number, diameterMm: number): number {
  const root = Math.sqrt(ballMm * ballMm - diameterMm * diameterMm);
  return (0.102 * 2 * forceN) / (Math.PI * ballMm * (ballMm - root));
}

/** The micrograph of a seed in a split: d/D 0.24 to 0.60, the dent over 30 to 90 % of the height, off the middle by up to 10 %. */
export function sampleBrinell(seed: number, split: Split): SampledScene {
  const random = randomFrom(mixSeed(seed, 0xb12e + split.length * 31 + split.charCodeAt(0)));
  const hard = split === "hard";
  const failure = hard && random() < 0.2 ? oneOf(random, FAILURES) : undefined;
  const ballMm = oneOf(random, BALLS_MM);
  const diameterMm = ballMm * between(random, 0.24, 0.6);
  // Great blurs are drawn on small pictures, where they cost little.
  const widthPx = failure === "blurred" ? oneOf(random, [640, 800]) : oneOf(random, WIDTHS_PX);
  const heightPx = Math.round(widthPx * oneOf(random, [3 / 4, 3 / 4, 4 / 5]));
  const diameterPx = heightPx * between(random, 0.3, 0.88);
  const mmPerPx = diameterMm / diameterPx;
  const fieldMm = Math.hypot(widthPx, heightPx) * mmPerPx;
  const [xMm, yMm] = placeOf(random, failure, widthPx * mmPerPx, heightPx * mmPerPx, diameterMm);
  const forceN = (oneOf(random, FORCE_GRADES) * ballMm * ballMm) / 0.102;
  const rough = hard && random() < 0.6;
  const dent: MadeDent = {
    indenter: "ball",
    ballMm,
    scale: `HBW${ballMm}`,
    diameterMm,
    depthMm: depthOf({ indenter: "ball", ballMm }, diameterMm),
    xMm: 0,
    yMm: 0,
    ...(split === "lab" ? {} : sampleDentCharacter(random, rough ? "rough" : "plain")),
  };
  const angleDeg = between(random, 0, 360);
  const frame = { widthPx, heightPx, mmPerPx };
  const overlay = hard && random() < 0.35 ? sampleOverlay(random, frame) : undefined;
  const finish = sampleFinish(random);
  const rig = sampleRig(random, split, { finish, angleDeg, dents: [dent] });
  return {
    view: "brinell",
    ...frame,
    block: { kind: "round", diameterMm: Math.max(80, 3 * fieldMm) },
    // The dent stands in the block's middle, so the pose puts it in the picture.
    pose: { xMm, yMm, angleDeg },
    dents: failure === "empty" ? [] : [dent],
    finish,
    surfaceSeed: Math.floor(random() * 2 ** 31),
    light: overField(random, rig.light, fieldMm),
    optics: opticsOf(random, sampleOptics(random, split), failure, diameterPx),
    sensor: sensorOf(random, rig.sensor, failure),
    defects: sampleDefects(
      random,
      split,
      {
        centreMm: [0, 0],
        halfXMm: 0.3 * fieldMm,
        halfYMm: 0.3 * fieldMm,
        scale: Math.min(1, (fieldMm / 60) ** 0.8),
        onDent: dentsAt([dent]),
      },
      "fit",
    ),
    exposureSeed: Math.floor(random() * 2 ** 31),
    brinell: {
      ballMm,
      forceN,
      diameterMm,
      hbw: hbwOf(forceN, ballMm, diameterMm),
      ...(failure === undefined ? {} : { unmeasurable: failure }),
    },
    ...(failure === "empty" || failure === "dark" ? { unreadable: failure } : {}),
    ...(failure === "blurred" ? { unreadable: failure } : {}),
    ...(split !== "lab" && random() < 0.35 ? { tint: sampleTint(random) } : {}),
    ...(overlay === undefined ? {} : { annotations: overlay }),
    ...(hard && random() < 0.4 ? { jpegQuality: Math.round(between(random, 40, 92)) } : {}),
  };
}

/** The dent's place in the camera frame: about the middle, or across the picture's edge. */
function placeOf(
  random: Random,
  failure: Unmeasurable | undefined,
  widthMm: number,
  heightMm: number,
  diameterMm: number,
): [number, number] {
  const rimMm = diameterMm / 2;
  if (failure === "cut off") {
    const side = random() < 0.5 ? 1 : -1;
    const across = between(random, -0.25, 0.25);
    const beyond = rimMm * between(random, -0.55, 0.4);
    return random() < 0.5
      ? [side * (widthMm / 2 + beyond), across * heightMm]
      : [across * widthMm, side * (heightMm / 2 + beyond)];
  }
  const offMm = Math.min(0.1 * heightMm, Math.max(0, heightMm / 2 - 1.07 * rimMm));
  return [between(random, -offMm, offMm), between(random, -offMm, offMm)];
}

/** A measuring microscope is calibrated: no distortion. Blur beyond use takes a twelfth of the dent or more. */
function opticsOf(
  random: Random,
  optics: Optics,
  failure: Unmeasurable | undefined,
  diameterPx: number,
): Optics {
  const psfSigmaPx =
    failure === "blurred"
      ? diameterPx * between(random, 0.08, 0.16)
      : optics.psfSigmaPx * between(random, 1, 2);
  return { ...optics, distortion: 0, psfSigmaPx };
}

function sensorOf(random: Random, sensor: Sensor, failure: Unmeasurable | undefined): Sensor {
  return failure === "dark" ? { ...sensor, blackGrey: 2, faceGrey: between(random, 5, 10) } : sensor;
}
