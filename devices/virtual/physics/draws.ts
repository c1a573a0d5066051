/**
 * Seeded chance without a stream: a draw is named by what it is for (seed, block, dent number …), so it comes out the same
 * whenever and however often it is asked for, and no order of events can change it.
 */
import { createHash } from "node:crypto";

/** Four numbers evenly spread over [0, 1) that belong to these parts. */
export function uniforms(...parts: readonly (string | number)[]): [number, number, number, number] {
  const digest = createHash("sha256").update(JSON.stringify(parts)).digest();
  const uniform = (index: number): number => digest.readUIntBE(index * 6, 6) / 2 ** 48;
  return [uniform(0), uniform(1), uniform(2), uniform(3)];
}

/** Two independent standard normal deviates that belong to these parts (Box and Muller). */
export function normal(...parts: readonly (string | number)[]): [number, number] {
  const [first, second] = uniforms(...parts);
  const radius = Math.sqrt(-2 * Math.log(1 - first));
  return [radius * Math.cos(2 * Math.PI * second), radius * Math.sin(2 * Math.PI * second)];
}
