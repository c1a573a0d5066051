/** Where old dents lie on a block: scattered, in groups as a verification leaves them, in rows as an operator makes them. */
import { type DentKind, depthOf, FOREIGN_KINDS, type MadeDent, pickKind } from "./dent-kinds.ts";
import { depthInside } from "./outline.ts";
import { between, oneOf, type Random, wholeBetween } from "./random.ts";
import type { BlockShape } from "./scene.ts";

export interface LayoutRules {
  readonly most: number;
  /** Least distance of two centres, as a part of the sum of both rims' radii; 1 is touching. */
  readonly apart: number;
  /** Least distance from a rim to the flat face's edge, mm. */
  readonly edgeMm: number;
  /** Chance that a dent gets a neighbour that cuts into it. */
  readonly touching: number;
  /** Chance that the block was used for Brinell or Vickers; absent is none. */
  readonly foreign?: number;
}

type Layout = "single" | "group" | "row";

const TRIES = 25;

/** Places up to `rules.most` dents; fewer where there is no room. */
export function placeDents(
  random: Random,
  block: BlockShape,
  chamferMm: number,
  rules: LayoutRules,
): MadeDent[] {
  const dents: MadeDent[] = [];
  const goal = random() < 0.12 ? 0 : wholeBetween(random, 1, rules.most);
  const add = (kind: DentKind, diameterMm: number, xMm: number, yMm: number): boolean => {
    const { scale, indenter, ballMm } = kind;
    if (depthInside(block, xMm, yMm) < chamferMm + rules.edgeMm + diameterMm / 2) return false;
    if (dents.some((dent) => gap(dent, xMm, yMm) < (rules.apart * (dent.diameterMm + diameterMm)) / 2))
      return false;
    const depthMm = depthOf(kind, diameterMm);
    dents.push({
      xMm,
      yMm,
      indenter,
      ...(ballMm === undefined ? {} : { ballMm }),
      diameterMm,
      depthMm,
      scale,
    });
    return true;
  };
  const softness = random();
  const rockwell = pickKind(random, (kind) => !kind.superficial);
  const main = rules.foreign !== undefined && random() < rules.foreign ? foreignKind(random) : rockwell;
  const small = pickKind(random, (kind) => kind.superficial && kind.indenter === rockwell.indenter);
  const other = pickKind(random, (kind) => kind.indenter === rockwell.indenter);
  while (dents.length < goal) {
    const before = dents.length;
    const draw = random();
    const kind = draw < 0.75 ? main : draw < 0.92 ? small : other;
    const sizeMm = (): number => {
      const [hard, soft] = kind.diameterMm;
      return (hard + (soft - hard) * softness) * between(random, 0.97, 1.03);
    };
    const [x, y] = somewhere(random, block);
    const layout = oneOf<Layout>(random, ["single", "single", "group", "row"]);
    for (const [dx, dy] of offsets(random, layout, kind.diameterMm[1])) {
      if (dents.length < goal) add(kind, sizeMm(), x + dx, y + dy);
    }
    if (dents.length === before && !tryAgain(random, block, (u, v) => add(kind, sizeMm(), u, v))) break;
  }
  return [...dents, ...neighbours(random, dents, block, chamferMm, rules)];
}

/** Large enough for a whole-block picture to show it. */
function foreignKind(random: Random): DentKind {
  const [first, ...rest] = FOREIGN_KINDS.filter(({ diameterMm }) => diameterMm[0] > 0.25);
  if (first === undefined) throw new RangeError("no foreign kind of dent is large enough");
  return oneOf(random, [first, ...rest]);
}

function gap(dent: MadeDent, xMm: number, yMm: number): number {
  return Math.hypot(dent.xMm - xMm, dent.yMm - yMm);
}

function somewhere(random: Random, block: BlockShape): [number, number] {
  const halfX = (block.kind === "round" ? block.diameterMm : block.lengthMm) / 2;
  const halfY = (block.kind === "round" ? block.diameterMm : block.widthMm) / 2;
  return [between(random, -halfX, halfX), between(random, -halfY, halfY)];
}

function tryAgain(random: Random, block: BlockShape, add: (x: number, y: number) => boolean): boolean {
  for (let n = 0; n < TRIES; n++) if (add(...somewhere(random, block))) return true;
  return false;
}

/** Offsets of the dents of one visit to the tester. */
function offsets(random: Random, layout: Layout, sizeMm: number): [number, number][] {
  if (layout === "single") return [[0, 0]];
  if (layout === "row") {
    const direction = between(random, 0, 2 * Math.PI);
    const step = sizeMm * between(random, 2, 4.5);
    return Array.from({ length: wholeBetween(random, 3, 8) }, (_, n) => [
      n * step * Math.cos(direction) + between(random, -0.08, 0.08),
      n * step * Math.sin(direction) + between(random, -0.08, 0.08),
    ]);
  }
  const spread = sizeMm * between(random, 2, 5);
  return Array.from({ length: wholeBetween(random, 3, 7) }, () => [
    between(random, -spread, spread),
    between(random, -spread, spread),
  ]);
}

/** Dents that cut into one that is there, as a careless operator makes them. */
function neighbours(
  random: Random,
  dents: readonly MadeDent[],
  block: BlockShape,
  chamferMm: number,
  rules: LayoutRules,
): MadeDent[] {
  const added: MadeDent[] = [];
  for (const dent of dents) {
    if (random() >= rules.touching) continue;
    const direction = between(random, 0, 2 * Math.PI);
    const away = dent.diameterMm * between(random, 0.7, 1.05);
    const xMm = dent.xMm + away * Math.cos(direction);
    const yMm = dent.yMm + away * Math.sin(direction);
    if (depthInside(block, xMm, yMm) < chamferMm + rules.edgeMm + dent.diameterMm / 2) continue;
    const crowded = [...dents, ...added].some(
      (near) => near !== dent && gap(near, xMm, yMm) < 0.6 * near.diameterMm,
    );
    if (!crowded) added.push({ ...dent, xMm, yMm });
  }
  return added;
}
