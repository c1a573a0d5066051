/**
 * The outline of one dent as a measure of distance: equal at every point of a rim that may be round, oval, wavy or square. A
 * profile over this distance is a height field, and its gradient is exact, so every rim shape is lit by the same physics.
 */
import { between, mixSeed, randomFrom } from "./random.ts";
import type { Dent } from "./scene.ts";

/** A point's distance in a dent, mm, diameterMm / 2 on the rim; and the gradient of half that distance squared. */
export interface Place {
  r: number;
  gradientU: number;
  gradientV: number;
}

/** Works out a point's place from its offset from the dent's centre, mm in the block frame. */
export type RimShape = (du: number, dv: number, place: Place) => void;

export function rimShape(dent: Dent): RimShape {
  const ovality = dent.ovality ?? 0;
  const waves = wavesOf(dent);
  if (dent.indenter !== "vickers" && ovality === 0 && waves === undefined) return plainRim;
  const angle = ((dent.ovalAngleDeg ?? 0) * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const perMajor = 1 / (1 + ovality);
  const perMinor = 1 / (1 - ovality);
  const square = dent.indenter === "vickers";
  return (du, dv, place) => {
    const a = (du * cos + dv * sin) * perMajor;
    const b = (-du * sin + dv * cos) * perMinor;
    let r2 = a * a + b * b;
    let ga = a;
    let gb = b;
    if (square) {
      const side = Math.abs(a) + Math.abs(b);
      ga = a < 0 ? -side : side;
      gb = b < 0 ? -side : side;
      r2 = side * side;
    }
    if (waves !== undefined && r2 > 1e-12) {
      const at = turnOf(a, b) * WAVE_STEPS;
      const i = Math.min(at | 0, WAVE_STEPS - 1);
      const f = at - i;
      const radius = (waves.radius[i] as number) * (1 - f) + (waves.radius[i + 1] as number) * f;
      const change = (waves.change[i] as number) * (1 - f) + (waves.change[i + 1] as number) * f;
      const per2 = 1 / (radius * radius);
      // ∇(r²/2R²) = ∇(r²/2)/R² − r²·R'/R³·∇θ, with ∇θ = (−b, a)/(a² + b²).
      const turning = (r2 * change * per2) / (radius * (a * a + b * b));
      ga = ga * per2 + turning * b;
      gb = gb * per2 - turning * a;
      r2 *= per2;
    }
    place.r = Math.sqrt(r2);
    place.gradientU = ga * perMajor * cos - gb * perMinor * sin;
    place.gradientV = ga * perMajor * sin + gb * perMinor * cos;
  };
}

function plainRim(du: number, dv: number, place: Place): void {
  place.r = Math.sqrt(du * du + dv * dv);
  place.gradientU = du;
  place.gradientV = dv;
}

/** How far a rim of this shape may reach beyond diameterMm / 2, as a factor. */
export function rimReach(dent: Dent): number {
  return (
    (1 + (dent.ovality ?? 0)) * (1 + 3 * (dent.waviness ?? 0) + (dent.indenter === "vickers" ? 0.06 : 0))
  );
}

interface Waves {
  /** Radius and its change with the angle, by diamond angle; the last entry repeats the first. */
  readonly radius: Float32Array;
  readonly change: Float32Array;
}

const WAVE_STEPS = 256;
/** Orders 1 and 2 would move or stretch the ellipse that stands in the truth, so waves begin with three lobes. */
const FIRST_LOBES = 3;
const LOBE_KINDS = 9;
/** How far the sides of a square bow, as a part of its half diagonal: in with soft steel, out with work-hardened. */
const MOST_BOW = 0.045;

function wavesOf(dent: Dent): Waves | undefined {
  const waviness = dent.waviness ?? 0;
  const bowed = dent.indenter === "vickers" && dent.seed !== undefined;
  if (waviness === 0 && !bowed) return undefined;
  const random = randomFrom(mixSeed(dent.seed ?? 0, 0x3a7e));
  const bow = bowed ? between(random, -MOST_BOW, MOST_BOW) : 0;
  const lobes = Array.from({ length: LOBE_KINDS }, (_, n) => ({
    order: FIRST_LOBES + n,
    size: (waviness * between(random, -1, 1) * 1.1) / Math.sqrt(1 + n),
    phase: between(random, 0, 2 * Math.PI),
  }));
  const radius = new Float32Array(WAVE_STEPS + 1);
  const change = new Float32Array(WAVE_STEPS + 1);
  for (let i = 0; i <= WAVE_STEPS; i++) {
    const angle = angleOfTurn((i % WAVE_STEPS) / WAVE_STEPS);
    let r = 1 - (bow * (1 - Math.cos(4 * angle))) / 2;
    let d = -2 * bow * Math.sin(4 * angle);
    for (const { order, size, phase } of lobes) {
      r += size * Math.cos(order * angle + phase);
      d -= size * order * Math.sin(order * angle + phase);
    }
    radius[i] = r;
    change[i] = d;
  }
  return { radius, change };
}

/** Direction by the diamond angle, 0 to 1 once around, which needs no arc tangent. */
export function turnOf(du: number, dv: number): number {
  const sum = Math.abs(du) + Math.abs(dv);
  if (sum < 1e-9) return 0;
  const part = dv / sum;
  const turn = du >= 0 ? (part + 1) / 4 : (3 - part) / 4;
  return turn;
}

/** The true angle of a diamond angle, radians. */
export function angleOfTurn(turn: number): number {
  return turn < 0.5
    ? Math.atan2(4 * turn - 1, 1 - Math.abs(4 * turn - 1))
    : Math.atan2(3 - 4 * turn, Math.abs(3 - 4 * turn) - 1);
}
