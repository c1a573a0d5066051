/**
 * Little room: do all the positions fit at all? First a quick search, then a long one, so that "does not fit" is not said lightly:
 * candidates grow by the places where positions of the packings found so far would touch each other and the limits.
 */
import type { Point } from "../requests.ts";
import type { AskedPlan } from "./asked.ts";
import { contactPoints } from "./corners.ts";
import { distanceMm } from "./order.ts";
import { type Candidates, candidatesOf, pack } from "./packing.ts";
import { nearerTheEdge } from "./preliminary.ts";
import { depthInside, isFree, type Region } from "./region.ts";
import { freePlaces } from "./room.ts";

export interface Packing {
  readonly preliminary: readonly Point[];
  readonly counted: readonly Point[];
}

/** Packings, the best ones found, whose contacts are added in a round, and how many contacts at most. */
const CENTRES = 3;
const CONTACTS = 300;
/** Rounds of the long search; each knows the contacts of the packings before. */
const ROUNDS = 3;
const RIM_PLACES = 700;
/** Groups of rim places tried in each round. */
const RIM_GROUPS = 8;
const QUICK = { restarts: 4, kicks: 20 };
const LONG = { restarts: 1, kicks: 120 };

/** All of them, or as many as the search found (with `counted` and `preliminary` then not told apart). */
export function packAll(
  region: Region,
  places: readonly Point[],
  asked: AskedPlan,
): { readonly packing?: Packing; readonly most: number } {
  const needed = asked.count + asked.preliminary;
  const wide = nearerTheEdge(region, asked);
  const atRim =
    asked.preliminary === 0 ? [] : freePlaces(wide, RIM_PLACES).filter((p) => !isFree(region, p.xMm, p.yMm));
  let pool = [...places];
  let rim = atRim;
  let most = 0;
  for (let round = 0; round <= ROUNDS; round++) {
    const all = [...pool, ...rim];
    const candidates = candidatesOf(all, asked.leastApartMm);
    const bounded = round > 0 && coverOf(candidates) < needed;
    const effort = round === 0 || bounded ? QUICK : LONG;
    const found: Point[] = [];
    for (const allowed of allowances(candidates, pool.length, asked)) {
      const packed = pack(candidates, { ...effort, enough: needed, allowed }).flatMap((i) => all[i] ?? []);
      if (packed.length >= most) found.unshift(...packed);
      most = Math.max(most, packed.length);
      if (packed.length === needed) return { packing: tellApart(region, packed, asked), most };
    }
    if (bounded) break;
    const contacts = thinned(contactPoints(wide, found.slice(0, CENTRES * needed), asked.leastApartMm));
    pool = [...pool, ...contacts.filter((p) => isFree(region, p.xMm, p.yMm))];
    rim = asked.preliminary === 0 ? [] : [...rim, ...contacts.filter((p) => !isFree(region, p.xMm, p.yMm))];
  }
  return { most };
}

/**
 * Which candidates may be used together. At most as many rim places as there are preliminary ones may be taken; a group of rim
 * places all nearer to each other than the spacing gives at most one, so that many such groups are let in beside the full places.
 */
function allowances(candidates: Candidates, full: number, { preliminary }: AskedPlan): Uint8Array[] {
  const all = candidates.points;
  const plain = new Uint8Array(all.length);
  plain.fill(1, 0, full);
  const groups = rimGroups(candidates, full);
  if (groups.length === 0) return [plain];
  const several = Array.from({ length: Math.min(RIM_GROUPS, groups.length) }, (_, first) => {
    const allowed = Uint8Array.from(plain);
    for (let g = 0; g < Math.min(preliminary, groups.length); g++)
      for (const i of groups[(first + g) % groups.length] ?? []) allowed[i] = 1;
    return allowed;
  });
  return [...several, plain];
}

/** Groups of rim places within half the spacing of one of them, those that rule out fewest full places first. */
function rimGroups({ near, points: all, spacingMm }: Candidates, full: number): number[][] {
  const rules = (i: number): number => (near[i] ?? []).filter((k) => k < full).length;
  const ranked = Array.from({ length: all.length - full }, (_, i) => ({ i: full + i, out: rules(full + i) }));
  ranked.sort((a, b) => a.out - b.out);
  const middles: Point[] = [];
  const groups: number[][] = [];
  for (const { i } of ranked) {
    const p = all[i];
    if (p === undefined || middles.some((m) => distanceMm(m, p) < spacingMm / 2)) continue;
    middles.push(p);
    groups.push(ranked.filter((r) => distanceMm(all[r.i] ?? p, p) < spacingMm / 2 - 1e-9).map((r) => r.i));
  }
  return groups;
}

/** Evenly thinned, so that there are no more than CONTACTS. */
function thinned(points: readonly Point[]): Point[] {
  const every = Math.max(1, points.length / CONTACTS);
  return points.filter((_, i) => Math.floor(i / every) !== Math.floor((i - 1) / every));
}

/** No more can be taken than there are groups whose members all rule each other out: an upper bound among these candidates. */
function coverOf({ near, points, spacingMm }: Candidates): number {
  const order = points.map((p, i) => ({ i, at: p.xMm })).sort((a, b) => a.at - b.at);
  const open = new Uint8Array(points.length).fill(1);
  let groups = 0;
  for (const { i } of order) {
    if (open[i] !== 1) continue;
    groups++;
    open[i] = 0;
    const p = points[i];
    if (p === undefined) continue;
    let fitting = [...(near[i] ?? [])]
      .filter((k) => open[k] === 1)
      .map((k) => ({ k, away: distanceMm(points[k] ?? p, p) }))
      .sort((a, b) => a.away - b.away);
    for (let next = fitting[0]; next !== undefined; next = fitting[0]) {
      open[next.k] = 0;
      const ally = points[next.k] ?? p;
      fitting = fitting.filter(({ k }) => open[k] === 1 && distanceMm(points[k] ?? p, ally) < spacingMm);
    }
  }
  return groups;
}

/** The outermost ones are the preliminary ones: those at the rim have to be. */
function tellApart({ outline }: Region, packed: readonly Point[], { preliminary }: AskedPlan): Packing {
  const outermostFirst = [...packed].sort(
    (a, b) => depthInside(outline, a.xMm, a.yMm) - depthInside(outline, b.xMm, b.yMm),
  );
  return { preliminary: outermostFirst.slice(0, preliminary), counted: outermostFirst.slice(preliminary) };
}
