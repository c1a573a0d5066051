/**
 * Indentations as relief: the indenter's own shape down to its bottom, a lip, and the pile-up that the displaced steel forms
 * around it. Each sample asks all dents that reach it, so touching dents cut into each other as they do in steel.
 */
import { BURR_STEPS, type Burrs, type Pit } from "./dent-marks.ts";
import { dentProfile, type Profile } from "./dent-profile.ts";
import { shadedPart } from "./dent-shadows.ts";
import { pixelBox } from "./face.ts";
import { grainSlope } from "./grain.ts";
import { depthInside } from "./outline.ts";
import { brightnessAt } from "./reflectance.ts";
import { type Place, turnOf } from "./rim-shape.ts";
import { type Stage, tiltU, tiltV } from "./stage.ts";
import { textureSlope } from "./texture.ts";

/** Light that reaches a flank by way of the opposite one. */
const SECOND_BOUNCE = 0.1;

/** Draws every dent over the finished face. */
export function drawDents(stage: Stage): void {
  const { dents, surfaceSeed, mmPerPx } = stage.scene;
  const profiles = dents
    .filter((dent) => pixelBox(stage, dent.xMm, dent.yMm, 2 * dent.diameterMm) !== undefined)
    .map((dent) => dentProfile(dent, surfaceSeed, mmPerPx, stage.floorMaps(dent.floor ?? "satin")));
  for (const profile of profiles) {
    const near = profiles.filter(
      (other) => Math.hypot(other.xMm - profile.xMm, other.yMm - profile.yMm) < other.boxMm + profile.boxMm,
    );
    drawDent(stage, profile, near);
  }
}

/** Samples along one side of a pixel: small dents need more. */
function samplesPerSide(rimPx: number): number {
  return rimPx < 10 ? 3 : rimPx < 45 ? 2 : 1;
}

function drawDent(stage: Stage, dent: Profile, near: readonly Profile[]): void {
  const { scene, frame, fixture, brightness } = stage;
  const { widthPx, heightPx, mmPerPx, block } = scene;
  const box = pixelBox(stage, dent.xMm, dent.yMm, dent.boxMm);
  if (box === undefined) return;
  const side = samplesPerSide(dent.rimMm / mmPerPx);
  const flatMm = fixture.chamferMm + mmPerPx;
  const wholeOnFlat = depthInside(block, dent.xMm, dent.yMm) > flatMm + dent.boxMm + 2 * mmPerPx;
  const reach2 = (dent.boxMm + mmPerPx) ** 2;
  for (let row = box.top; row <= box.bottom; row++) {
    for (let column = box.left; column <= box.right; column++) {
      const dx = (column - (widthPx - 1) / 2) * mmPerPx - frame.xMm;
      const dy = (row - (heightPx - 1) / 2) * mmPerPx - frame.yMm;
      const u = dx * frame.cos + dy * frame.sin;
      const v = -dx * frame.sin + dy * frame.cos;
      if ((u - dent.xMm) ** 2 + (v - dent.yMm) ** 2 > reach2) continue;
      if (!wholeOnFlat && depthInside(block, u, v) < flatMm) continue;
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

/** One place and one slope for all samples: nothing is allocated for each. */
const place: Place = { r: 0, gradientU: 0, gradientV: 0 };
const rough = { u: 0, v: 0, light: 1 };

/** Brightness at a point of the block that dents reach: the deepest cavity rules, pile-ups add up. */
function sampleBrightness(stage: Stage, near: readonly Profile[], u: number, v: number): number {
  let slopeU = 0;
  let slopeV = 0;
  let cavityU = 0;
  let cavityV = 0;
  let deepest = 0;
  let pressed = 0;
  let streak = 1;
  let presser: Profile | undefined;
  let cavity: Profile | undefined;
  for (const dent of near) {
    const du = u - dent.xMm;
    const dv = v - dent.yMm;
    dent.place(du, dv, place);
    const { r } = place;
    if (r >= dent.reachMm) continue;
    const at = r * dent.perMm;
    const i = at | 0;
    const f = at - i;
    const slope = (dent.slope[i] as number) * (1 - f) + (dent.slope[i + 1] as number) * f;
    const touched = (dent.pressed[i] as number) * (1 - f) + (dent.pressed[i + 1] as number) * f;
    if (touched > pressed) {
      pressed = touched;
      presser = dent;
    }
    const perR = r > 1e-9 ? slope / r : 0;
    if (r >= dent.rimMm) {
      slopeU += perR * place.gradientU;
      slopeV += perR * place.gradientV;
      if (dent.burrs !== undefined) {
        burrSlope(dent.burrs, dent.rimMm, du, dv);
        slopeU += rough.u;
        slopeV += rough.v;
      }
      continue;
    }
    const height = (dent.height[i] as number) * (1 - f) + (dent.height[i + 1] as number) * f - RIM_GUARD_MM;
    if (height < deepest) {
      deepest = height;
      cavity = dent;
      cavityU = perR * place.gradientU;
      cavityV = perR * place.gradientV;
      streak = streakAt(dent.streaks, du, dv);
    }
  }
  if (cavity !== undefined) {
    slopeU = cavityU;
    slopeV = cavityV;
    if (cavity.pits.length > 0) {
      pitSlope(cavity.pits, u - cavity.xMm, v - cavity.yMm);
      slopeU += rough.u;
      slopeV += rough.v;
      streak *= rough.light;
    }
  }
  if (presser?.grain !== undefined) {
    grainSlope(presser.grain, u, v, rough);
    slopeU += rough.u * pressed;
    slopeV += rough.v * pressed;
  }
  const textureLeft = presser === undefined ? 1 : presser.floorTexture;
  const grinding = textureSlope(stage.tile, u, v) * (1 - pressed * (1 - textureLeft));
  const seenU = tiltU(stage, u) + slopeU;
  const seenV = tiltV(stage, v) + slopeV + grinding;
  const untouched = pressed < 1 ? brightnessAt(stage.faceMap, seenU, seenV) : 0;
  if (presser === undefined) return untouched;
  const { lit, shaded } = presser.maps;
  const bounced = brightnessAt(lit, -0.5 * slopeU, -0.5 * slopeV) * SECOND_BOUNCE;
  let direct = brightnessAt(lit, seenU, seenV);
  if (cavity !== undefined && stage.lowLamps.length > 0) {
    const depthMm = cavity.crestMm - deepest - RIM_GUARD_MM;
    const dark = shadedPart(stage.lowLamps, cavity.rimMm, depthMm, u - cavity.xMm, v - cavity.yMm);
    if (dark > 0) direct += (brightnessAt(shaded, seenU, seenV) - direct) * dark;
  }
  return untouched * (1 - pressed) + (direct + bounced) * streak * pressed;
}

/** Lets the inside of a rim count as cavity even where the pile-up's crest stands above the surface. */
const RIM_GUARD_MM = 0.05;

function streakAt(streaks: Float32Array, du: number, dv: number): number {
  if (Math.abs(du) + Math.abs(dv) < 1e-9) return 1;
  const steps = streaks.length - 1;
  const at = turnOf(du, dv) * steps;
  const i = Math.min(at | 0, steps - 1);
  const f = at - i;
  return (streaks[i] ?? 1) * (1 - f) + (streaks[i + 1] ?? 1) * f;
}

/** Leaves in `rough` the slope of the crest just outside the rim: across it a bell, along it the rags. */
function burrSlope(burrs: Burrs, rimMm: number, du: number, dv: number): void {
  rough.u = 0;
  rough.v = 0;
  if (place.r > rimMm + 3 * burrs.widthMm) return;
  const at = turnOf(du, dv) * BURR_STEPS;
  const i = Math.min(at | 0, BURR_STEPS - 1);
  const f = at - i;
  const across = (place.r - rimMm - (burrs.startMm[i] as number)) / burrs.widthMm;
  if (across <= 0 || across >= 1) return;
  const height = (burrs.height[i] as number) * (1 - f) + (burrs.height[i + 1] as number) * f;
  const change = (burrs.change[i] as number) * (1 - f) + (burrs.change[i + 1] as number) * f;
  const sin = Math.sin(Math.PI * across);
  const outwards = (height * 2 * Math.PI * sin * Math.cos(Math.PI * across)) / burrs.widthMm / place.r;
  const around = (change * sin * sin) / (du * du + dv * dv);
  rough.u = outwards * place.gradientU - around * dv;
  rough.v = outwards * place.gradientV + around * du;
}

/** Leaves in `rough` the slope of the pits at an offset from the dent's centre, and the light that is left in them. */
function pitSlope(pits: readonly Pit[], du: number, dv: number): void {
  rough.u = 0;
  rough.v = 0;
  rough.light = 1;
  for (const pit of pits) {
    const pu = du - pit.duMm;
    const pv = dv - pit.dvMm;
    const far2 = (pu * pu + pv * pv) / (pit.radiusMm * pit.radiusMm);
    if (far2 >= 1) continue;
    // Height falls to the middle as (1 − ρ²)²; the steepest wall has the pit's slope.
    const steep = (PIT_STEEPEST * pit.slope * (1 - far2)) / pit.radiusMm;
    rough.u += steep * pu;
    rough.v += steep * pv;
    rough.light *= 1 - pit.shade * Math.min(1, 2 * (1 - far2));
  }
}

/** 1 over the greatest value of ρ·(1 − ρ²). */
const PIT_STEEPEST = (3 * Math.sqrt(3)) / 2;
