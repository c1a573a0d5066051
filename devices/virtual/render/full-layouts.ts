/** Blocks that are used up: dents until the next ones find no place, and whether a block is so. */
import { type DentKind, depthOf, type MadeDent } from "./dent-kinds.ts";
import { depthInside } from "./outline.ts";
import { between, type Random } from "./random.ts";
import type { BlockShape, Dent } from "./scene.ts";

/** Least distance of two centres and of a centre from the edge, in diameters of the dent (current ISO practice; nobody here has read it). */
const APART = 3;
const FROM_EDGE = 2.5;

/** Places dents of one kind at the distances of the trade, the last of them as close as the room left asks, until none fits. */
export function fillBlock(random: Random, block: BlockShape, chamferMm: number, kind: DentKind): MadeDent[] {
  const [hard, soft] = kind.diameterMm;
  const meanMm = between(random, hard, soft);
  const dents: MadeDent[] = [];
  const half = halves(block);
  const { scale, indenter, ballMm } = kind;
  const add = (xMm: number, yMm: number): void => {
    const diameterMm = meanMm * between(random, 0.97, 1.03);
    if (depthInside(block, xMm, yMm) < Math.max(chamferMm + 0.3 + diameterMm / 2, 1.4 * meanMm)) return;
    if (dents.some((dent) => Math.hypot(dent.xMm - xMm, dent.yMm - yMm) < 2.7 * meanMm)) return;
    const depthMm = depthOf(kind, diameterMm);
    const ball = ballMm === undefined ? {} : { ballMm };
    dents.push({ xMm, yMm, indenter, ...ball, diameterMm, depthMm, scale });
  };
  // First by chance, then in a fine sweep from a random corner, so that hardly a place is left.
  for (let n = 0; n < 900; n++) add(between(random, -half[0], half[0]), between(random, -half[1], half[1]));
  const step = 0.45 * meanMm;
  for (let y = -half[1]; y <= half[1]; y += step)
    for (let x = -half[0]; x <= half[0]; x += step)
      add(x + between(random, 0, step), y + between(random, 0, step));
  return dents;
}

/**
 * How many of `most` further dents of a diameter find a place on a block, 3 diameters from all centres and 2.5 from the edge: a
 * sweep in steps of a third of a diameter that takes each place it finds, so at times one or two fewer than a search would find.
 */
export function placesLeft(
  block: BlockShape,
  dents: readonly Dent[],
  diameterMm: number,
  most: number,
): number {
  const taken: [number, number][] = [];
  const half = halves(block);
  const step = diameterMm / 3;
  for (let y = -half[1]; y <= half[1]; y += step) {
    for (let x = -half[0]; x <= half[0]; x += step) {
      if (depthInside(block, x, y) < FROM_EDGE * diameterMm) continue;
      if (
        dents.some(
          (dent) => Math.hypot(dent.xMm - x, dent.yMm - y) < APART * Math.max(diameterMm, dent.diameterMm),
        )
      )
        continue;
      if (taken.some(([u, v]) => Math.hypot(u - x, v - y) < APART * diameterMm)) continue;
      taken.push([x, y]);
      if (taken.length >= most) return most;
    }
  }
  return taken.length;
}

function halves(block: BlockShape): [number, number] {
  return block.kind === "round"
    ? [block.diameterMm / 2, block.diameterMm / 2]
    : [block.lengthMm / 2, block.widthMm / 2];
}
