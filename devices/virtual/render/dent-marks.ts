/** What is rough about a dent: streaks on its flanks, a torn crest at its rim, pits on its floor. */
import type { Grain } from "./grain.ts";
import { between, mixSeed, type Random, randomFrom } from "./random.ts";
import { angleOfTurn } from "./rim-shape.ts";
import type { Dent, DentIndenter } from "./scene.ts";

const STREAKS = 32;
const FINE_STREAKS = 192;

/** A cone's flank is drawn down along the steel's flow; a ball only presses it. */
const STREAK_STRENGTH: Readonly<Record<DentIndenter, number>> = { cone: 0.06, ball: 0.02, vickers: 0.01 };

/** Factors of the flank's brightness by diamond angle; the last entry repeats the first. */
export function streaksOf(dent: Dent, surfaceSeed: number): Float32Array {
  const place = Math.round(dent.xMm * 1000) * 7919 + Math.round(dent.yMm * 1000);
  const random = randomFrom(mixSeed(surfaceSeed, place));
  if (dent.seed === undefined) {
    const streaks = Float32Array.from({ length: STREAKS + 1 }, () => 0.85 + 0.3 * random());
    streaks[STREAKS] = streaks[0] ?? 1;
    return streaks;
  }
  const strength = STREAK_STRENGTH[dent.indenter] * random();
  const streaks = Float32Array.from(
    { length: FINE_STREAKS + 1 },
    () => 1 + strength * between(random, -1, 1),
  );
  streaks[FINE_STREAKS] = streaks[0] ?? 1;
  return streaks;
}

/** The torn crest by diamond angle: its height, how that changes along the rim, and how far out it stands; all in mm. */
export interface Burrs {
  readonly height: Float32Array;
  readonly change: Float32Array;
  readonly startMm: Float32Array;
  readonly widthMm: number;
}

export const BURR_STEPS = 2048;

export function burrsOf(dent: Dent): Burrs | undefined {
  const { burr } = dent;
  if (burr === undefined || burr.height <= 0) return undefined;
  const rimMm = dent.diameterMm / 2;
  const random = randomFrom(mixSeed(burr.seed, 0xb0a2));
  const height = new Float32Array(BURR_STEPS + 1);
  const startMm = new Float32Array(BURR_STEPS + 1);
  const change = new Float32Array(BURR_STEPS + 1);
  const widthMm = rimMm * between(random, 1.2, 2.6) * Math.max(burr.height, 0.012);
  const rags = wavesAround(random);
  const strays = wavesAround(random);
  for (let i = 0; i <= BURR_STEPS; i++) {
    const angle = angleOfTurn((i % BURR_STEPS) / BURR_STEPS);
    height[i] = burr.height * rimMm * Math.max(0, 1 - burr.raggedness * (0.75 - 0.8 * rags(angle)));
    startMm[i] = widthMm * burr.raggedness * Math.max(0, 0.25 + 0.4 * strays(angle));
  }
  for (let i = 0; i <= BURR_STEPS; i++) {
    const before = (i + BURR_STEPS - 1) % BURR_STEPS;
    const after = (i + 1) % BURR_STEPS;
    const arc = angleBetween(angleOfTurn(before / BURR_STEPS), angleOfTurn(after / BURR_STEPS));
    change[i] = ((height[after] ?? 0) - (height[before] ?? 0)) / arc;
  }
  return { height, change, startMm, widthMm };
}

function angleBetween(from: number, to: number): number {
  const turn = to - from;
  return turn <= 0 ? turn + 2 * Math.PI : turn;
}

/** Waves of many lengths over the angle, of spread about 1. */
function wavesAround(random: Random): (angle: number) => number {
  const lobes = [2, 3, 5, 8, 13, 21, 34, 55, 89].map((order) => ({
    order,
    size: between(random, 0.2, 1) / order ** 0.25,
    phase: between(random, 0, 2 * Math.PI),
  }));
  return (angle) => {
    let sum = 0;
    for (const { order, size, phase } of lobes) sum += size * Math.cos(order * angle + phase);
    return sum;
  };
}

/** The grain of a dent's floor, scaled with the dent but never finer than steel's own. */
export function grainOf(dent: Dent): Grain | undefined {
  if (dent.grain === undefined || dent.grain <= 0) return undefined;
  const random = randomFrom(mixSeed(dent.seed ?? 0, 0x62a1));
  const cellMm = Math.max(0.004, dent.diameterMm * between(random, 0.006, 0.04));
  return { slope: dent.grain, perMm: PATCH_CELL / cellMm, offset: Math.floor(random() * 256) };
}

/** Entries of the grain's patch in one of its larger cells. */
const PATCH_CELL = 16;

/** A small hollow: offset from the dent's centre and radius, mm, slope of its walls, and part of the light its bottom loses. */
export interface Pit {
  readonly duMm: number;
  readonly dvMm: number;
  readonly radiusMm: number;
  readonly slope: number;
  readonly shade: number;
}

export function pitsOf(dent: Dent): readonly Pit[] {
  const random = randomFrom(mixSeed(dent.seed ?? 0, 0x9175));
  const rimMm = dent.diameterMm / 2;
  return Array.from({ length: dent.pits ?? 0 }, () => {
    const away = 0.9 * rimMm * Math.sqrt(random()) * (dent.indenter === "vickers" ? 0.7 : 1);
    const direction = between(random, 0, 2 * Math.PI);
    return {
      duMm: away * Math.cos(direction),
      dvMm: away * Math.sin(direction),
      radiusMm: rimMm * between(random, 0.012, 0.02 + 0.08 * random() ** 3),
      slope: between(random, 0.4, 1.1),
      shade: between(random, 0.1, 0.9),
    };
  });
}
