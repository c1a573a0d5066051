/** The way of a textile fibre: it wanders, and never kinks. */
import type { Fibre } from "./defect-kinds.ts";
import { between, mixSeed, randomFrom } from "./random.ts";

/** Points half a width apart or closer, in the block frame, mm. */
export function fibrePath(fibre: Fibre): [number, number][] {
  const random = randomFrom(mixSeed(fibre.seed, 0xf1b));
  const stepMm = Math.min(0.015, fibre.widthMm / 2);
  const steps = Math.max(2, Math.round(fibre.lengthMm / stepMm));
  // The bend per step keeps a fibre of any length as curly as one of 5 mm.
  const curl = 0.002 * Math.min(4, (5 / fibre.lengthMm) ** 1.5 * (stepMm / 0.015));
  let direction = between(random, 0, 2 * Math.PI);
  let bend = 0;
  let u = fibre.xMm;
  let v = fibre.yMm;
  return Array.from({ length: steps }, () => {
    bend = 0.995 * bend + between(random, -curl, curl);
    direction += bend;
    u += stepMm * Math.cos(direction);
    v += stepMm * Math.sin(direction);
    return [u, v];
  });
}
