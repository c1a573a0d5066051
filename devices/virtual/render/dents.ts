/**
 * Indentations as relief: the indenter's own shape down to its bottom, a rounded lip, and the pile-up that the displaced steel
 * forms around it. Each sample asks all dents that reach it, so touching dents cut into each other as they do in steel.
 */
import { pixelBox } from "./face.ts";
import { depthInside } from "./outline.ts";
import { mixSeed, randomFrom } from "./random.ts";
import { brightnessAt } from "./reflectance.ts";
import type { Dent } from "./scene.ts";
import { type Stage, tiltU, tiltV } from "./stage.ts";
import { textureSlope } from "./texture.ts";

/** Radius of the ball end of a Rockwell cone, mm, and where it passes into the flank of 120°. */
const TIP_SPHERE_MM = 0.2;
const TIP_EDGE_MM = 0.1;
const FLANK_SLOPE = 1 / Math.tan(Math.PI / 3);
/** How far pile-up reaches, in rim radii. */
const REACH = 1.5;
/** Steepest outer slope of the pile-up: steel soft enough for a ball heaps up higher. */
const PILE_SLOPE = { cone: 0.07, ball: 0.09 } as const;
/** Part of the grinding that survives under the indenter. */
const TEXTURE_LEFT = 0.3;
/** Light that reaches a flank by way of the opposite one. */
const SECOND_BOUNCE = 0.1;
const PROFILE_STEPS = 160;
const STREAKS = 32;

/** Height, slope and pressing of one dent over the distance from its centre. */
interface Profile {
  readonly xMm: number;
  readonly yMm: number;
  readonly rimMm: number;
  readonly reachMm: number;
  readonly perMm: number;
  readonly height: Float32Array;
  readonly slope: Float32Array;
  /** 1 where the indenter touched, 0 on untouched surface. */
  readonly pressed: Float32Array;
  /** Radial streaks on the flanks, by direction. */
  readonly streaks: Float32Array;
}

/** Draws every dent over the finished face. */
export function drawDents(stage: Stage): void {
  const profiles = stage.scene.dents.map((dent) => dentProfile(dent, stage.scene.surfaceSeed));
  for (const profile of profiles) {
    const near = profiles.filter(
      (other) =>
        Math.hypot(other.xMm - profile.xMm, other.yMm - profile.yMm) < other.reachMm + profile.reachMm,
    );
    drawDent(stage, profile, near);
  }
}

function dentProfile(dent: Dent, surfaceSeed: number): Profile {
  const rimMm = dent.diameterMm / 2;
  const reachMm = rimMm * REACH;
  const stepMm = reachMm / (PROFILE_STEPS - 2);
  const slope = new Float32Array(PROFILE_STEPS);
  const height = new Float32Array(PROFILE_STEPS);
  const pressed = new Float32Array(PROFILE_STEPS);
  const lipMm = Math.min(0.012 + 0.03 * rimMm, 0.4 * rimMm);
  for (let i = 0; i < PROFILE_STEPS; i++) {
    const r = i * stepMm;
    if (r < rimMm) {
      slope[i] = indenterSlope(dent, r) * smooth((rimMm - r) / lipMm);
    } else {
      const t = (r - rimMm) / (reachMm - rimMm);
      slope[i] = t < 1 ? -PILE_SLOPE[dent.indenter] * Math.min(1, t / 0.12) * (1 - t) ** 2 : 0;
    }
    pressed[i] = smooth((rimMm + lipMm - r) / (1.5 * lipMm));
  }
  let drop = 0;
  for (let i = 1; i < PROFILE_STEPS && i * stepMm < rimMm; i++) drop += (slope[i] ?? 0) * stepMm;
  const deepen = Math.min(1.4, Math.max(0.5, dent.depthMm / Math.max(drop, 1e-6)));
  for (let i = 0; i * stepMm < rimMm && i < PROFILE_STEPS; i++) slope[i] = (slope[i] ?? 0) * deepen;
  for (let i = PROFILE_STEPS - 2; i >= 0; i--)
    height[i] = (height[i + 1] ?? 0) - ((slope[i] ?? 0) + (slope[i + 1] ?? 0)) * 0.5 * stepMm;
  const random = randomFrom(
    mixSeed(surfaceSeed, Math.round(dent.xMm * 1000) * 7919 + Math.round(dent.yMm * 1000)),
  );
  const streaks = Float32Array.from({ length: STREAKS + 1 }, () => 0.85 + 0.3 * random());
  streaks[STREAKS] = streaks[0] ?? 1;
  return {
    xMm: dent.xMm,
    yMm: dent.yMm,
    rimMm,
    reachMm,
    perMm: 1 / stepMm,
    height,
    slope,
    pressed,
    streaks,
  };
}

/** Slope of the indenter itself at a distance from its axis. */
function indenterSlope(dent: Dent, r: number): number {
  if (dent.indenter === "cone")
    return r < TIP_EDGE_MM ? r / Math.sqrt(TIP_SPHERE_MM ** 2 - r * r) : FLANK_SLOPE;
  const ball = (dent.ballMm ?? 1.5875) / 2;
  return r < 0.94 * ball ? r / Math.sqrt(ball * ball - r * r) : 2.75;
}

function smooth(part: number): number {
  const t = part < 0 ? 0 : Math.min(part, 1);
  return t * t * (3 - 2 * t);
}

/** Samples along one side of a pixel: small dents need more. */
function samplesPerSide(rimPx: number): number {
  return rimPx < 10 ? 3 : 2;
}

function drawDent(stage: Stage, dent: Profile, near: readonly Profile[]): void {
  const { scene, frame, fixture, brightness } = stage;
  const { widthPx, heightPx, mmPerPx, block } = scene;
  const box = pixelBox(stage, dent.xMm, dent.yMm, dent.reachMm);
  if (box === undefined) return;
  const side = samplesPerSide(dent.rimMm / mmPerPx);
  const flatMm = fixture.chamferMm + mmPerPx;
  const reach2 = (dent.reachMm + mmPerPx) ** 2;
  for (let row = box.top; row <= box.bottom; row++) {
    for (let column = box.left; column <= box.right; column++) {
      const dx = (column - (widthPx - 1) / 2) * mmPerPx - frame.xMm;
      const dy = (row - (heightPx - 1) / 2) * mmPerPx - frame.yMm;
      const u = dx * frame.cos + dy * frame.sin;
      const v = -dx * frame.sin + dy * frame.cos;
      if ((u - dent.xMm) ** 2 + (v - dent.yMm) ** 2 > reach2) continue;
      if (depthInside(block, u, v) < flatMm) continue;
      let sum = 0;
      for (let sj = 0; sj < side; sj++) {
        for (let si = 0; si < side; si++) {
          const sx = ((si + 0.5) / side - 0.5) * mmPerPx;
          const sy = ((sj + 0.5) / side - 0.5) * mmPerPx;
          sum += sampleBrightness(
            stage,
            near,
            u + sx * frame.cos + sy * frame.sin,
            v - sx * frame.sin + sy * frame.cos,
          );
        }
      }
      brightness[row * widthPx + column] = sum / (side * side);
    }
  }
}

/** Brightness at a point of the block that dents reach: the deepest cavity rules, pile-ups add up. */
function sampleBrightness(stage: Stage, near: readonly Profile[], u: number, v: number): number {
  let slopeU = 0;
  let slopeV = 0;
  let cavityU = 0;
  let cavityV = 0;
  let deepest = 0;
  let pressed = 0;
  let streak = 1;
  for (const dent of near) {
    const du = u - dent.xMm;
    const dv = v - dent.yMm;
    const r = Math.sqrt(du * du + dv * dv);
    if (r >= dent.reachMm) continue;
    const at = r * dent.perMm;
    const i = at | 0;
    const f = at - i;
    const slope = (dent.slope[i] ?? 0) * (1 - f) + (dent.slope[i + 1] ?? 0) * f;
    const touched = (dent.pressed[i] ?? 0) * (1 - f) + (dent.pressed[i + 1] ?? 0) * f;
    if (touched > pressed) pressed = touched;
    const perR = r > 1e-9 ? slope / r : 0;
    if (r >= dent.rimMm) {
      slopeU += perR * du;
      slopeV += perR * dv;
      continue;
    }
    const height = (dent.height[i] ?? 0) * (1 - f) + (dent.height[i + 1] ?? 0) * f - RIM_GUARD_MM;
    if (height < deepest) {
      deepest = height;
      cavityU = perR * du;
      cavityV = perR * dv;
      streak = streakAt(dent.streaks, du, dv);
    }
  }
  if (deepest < 0) {
    slopeU = cavityU;
    slopeV = cavityV;
  }
  const grinding = textureSlope(stage.tile, u, v) * (1 - pressed * (1 - TEXTURE_LEFT));
  const seenU = tiltU(stage, u) + slopeU;
  const seenV = tiltV(stage, v) + slopeV + grinding;
  const untouched = pressed < 1 ? brightnessAt(stage.faceMap, seenU, seenV) : 0;
  if (pressed <= 0) return untouched;
  const bounced = brightnessAt(stage.dentMap, -0.5 * slopeU, -0.5 * slopeV) * SECOND_BOUNCE;
  const flank = (brightnessAt(stage.dentMap, seenU, seenV) + bounced) * streak;
  return untouched * (1 - pressed) + flank * pressed;
}

/** Lets the inside of a rim count as cavity even where the pile-up's crest stands above the surface. */
const RIM_GUARD_MM = 0.05;

/** Direction by the diamond angle, which needs no arc tangent. */
function streakAt(streaks: Float32Array, du: number, dv: number): number {
  const sum = Math.abs(du) + Math.abs(dv);
  if (sum < 1e-9) return 1;
  const part = dv / sum;
  const turn = du >= 0 ? (part + 1) / 4 : (3 - part) / 4;
  const at = turn * STREAKS;
  const i = Math.min(at | 0, STREAKS - 1);
  const f = at - i;
  return (streaks[i] ?? 1) * (1 - f) + (streaks[i + 1] ?? 1) * f;
}
