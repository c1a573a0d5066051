/** One dent seen on two levels, or a reflection inside one taken for another, is one dent. */
import type { Peak } from "./peaks.ts";

/** Centres nearer than this part of the larger diameter, with like sizes: the same dent. */
const SAME = 0.3;
const LIKE = 1.8;
/** A much smaller one whose centre lies within this part of a dent's radius is its reflection or pit. */
const INSIDE = 0.85;
/** What speaks for a large dent against one thing inside it: reflections and pits are common, log odds. */
const LARGE_BONUS = 1.8;

/** Each place and size once, surest first. */
export function once(peaks: readonly Peak[]): Peak[] {
  const kept: Peak[] = [];
  for (const one of [...peaks].sort((a, b) => b.p - a.p))
    if (!kept.some((other) => isSame(one, other))) kept.push(one);
  return kept;
}

/** Each dent once, surest first: of a large one and what lies inside it only one stays. */
export function withoutDoubles(peaks: readonly Peak[]): Peak[] {
  const kept = new Set(once(peaks));
  for (const large of [...kept].sort((a, b) => b.major - a.major)) {
    const inside = [...kept].filter((one) => isInside(one, large));
    const against = inside.reduce((sum, one) => sum + Math.max(0, logOdds(one)), 0);
    if (logOdds(large) + LARGE_BONUS > against) for (const one of inside) kept.delete(one);
    else kept.delete(large);
  }
  return [...kept];
}

function isSame(one: Peak, other: Peak): boolean {
  const larger = Math.max(one.major, other.major);
  const smaller = Math.min(one.major, other.major);
  return larger < LIKE * smaller && Math.hypot(one.x - other.x, one.y - other.y) < SAME * larger;
}

function isInside(one: Peak, large: Peak): boolean {
  return (
    large.major >= LIKE * one.major &&
    Math.hypot(one.x - large.x, one.y - large.y) < (INSIDE * large.minor) / 2
  );
}

const logOdds = ({ p }: Peak): number => Math.log(p / Math.max(1e-6, 1 - p));
