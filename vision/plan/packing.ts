/**
 * As many centres as fit: an independent set of candidate points no two of which are nearer than the spacing. Greedy by
 * fewest conflicts, exchanges of one for two, and seeded kicks out of what that leads to (iterated local search for
 * independent sets: Andrade, Resende and Werneck, J. Heuristics 18, 2012). A lower bound on what fits, in practice tight.
 */
import type { Point } from "../requests.ts";
import { convexHull } from "./hull.ts";
import { seeded } from "./seeded.ts";

export interface Candidates {
  readonly points: readonly Point[];
  readonly spacingMm: number;
  /** For each candidate the candidates nearer than the spacing, itself not among them. */
  readonly near: readonly Int32Array[];
}

export function candidatesOf(points: readonly Point[], spacingMm: number): Candidates {
  const cells = new Map<string, number[]>();
  const cell = (mm: number): number => Math.floor(mm / spacingMm);
  points.forEach((p, i) => {
    const key = `${cell(p.xMm)},${cell(p.yMm)}`;
    const inCell = cells.get(key);
    if (inCell === undefined) cells.set(key, [i]);
    else inCell.push(i);
  });
  const limit = spacingMm * spacingMm;
  const near = points.map((p, i) => {
    const close: number[] = [];
    for (let cy = cell(p.yMm) - 1; cy <= cell(p.yMm) + 1; cy++)
      for (let cx = cell(p.xMm) - 1; cx <= cell(p.xMm) + 1; cx++)
        for (const k of cells.get(`${cx},${cy}`) ?? []) {
          const q = points[k];
          if (q !== undefined && k !== i && (q.xMm - p.xMm) ** 2 + (q.yMm - p.yMm) ** 2 < limit)
            close.push(k);
        }
    return Int32Array.from(close);
  });
  return { points, spacingMm, near };
}

export interface PackOptions {
  /** Stops when this many are found. */
  readonly enough: number;
  /** Beginnings, the first without chance. */
  readonly restarts: number;
  /** Kicks after each beginning. */
  readonly kicks: number;
  /** Only candidates marked 1; all when left out. */
  readonly allowed?: Uint8Array;
}

/** Indices of a large conflict-free set, at most `enough`. Deterministic. */
export function pack(candidates: Candidates, options: PackOptions): number[] {
  const graph = candidates.near;
  const { enough, restarts, kicks } = options;
  const allowed = options.allowed ?? new Uint8Array(graph.length).fill(1);
  const random = seeded(0x9ac4);
  let best: number[] = [];
  for (let round = 0; round < restarts && best.length < enough; round++) {
    const chosen = new Chosen(candidates, allowed);
    for (const i of fewestConflictsFirst(graph, allowed, random, round === 0 ? 0 : 0.35)) chosen.add(i);
    chosen.exchange([...chosen.members]);
    if (chosen.size > best.length) best = [...chosen.members];
    if (best.length >= enough || chosen.size === 0) break;
    const kicked = kick(chosen, graph, random, enough, kicks);
    if (kicked.length > best.length) best = kicked;
  }
  return best.slice(0, enough);
}

/** Takes the candidate that rules out fewest others, again and again; `blur` mixes in chance, as part of the degree. */
function fewestConflictsFirst(
  graph: readonly Int32Array[],
  allowed: Uint8Array,
  random: () => number,
  blur: number,
): number[] {
  const alive = Uint8Array.from(allowed);
  const degree = Float64Array.from(graph, (near) => {
    let among = 0;
    for (const k of near) among += alive[k] ?? 0;
    return among;
  });
  const noise = Float64Array.from(graph, () => 1 + blur * random());
  const chosen: number[] = [];
  for (;;) {
    let pick = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < graph.length; i++) {
      if (alive[i] !== 1) continue;
      const cost = (degree[i] ?? 0) * (noise[i] ?? 1) + (noise[i] ?? 1);
      if (cost < least) {
        least = cost;
        pick = i;
      }
    }
    if (pick < 0) return chosen;
    chosen.push(pick);
    const gone = [pick];
    for (const i of graph[pick] ?? []) if (alive[i] === 1) gone.push(i);
    for (const i of gone) alive[i] = 0;
    for (const i of gone) for (const k of graph[i] ?? []) degree[k] = (degree[k] ?? 0) - 1;
  }
}

/** A set without conflicts; knows for each candidate how many members stand against it. */
class Chosen {
  readonly members = new Set<number>();
  readonly #blockers: Int32Array;
  readonly #graph: readonly Int32Array[];
  readonly #allowed: Uint8Array;
  readonly #candidates: Candidates;

  constructor(candidates: Candidates, allowed: Uint8Array) {
    const graph = candidates.near;
    this.#candidates = candidates;
    this.#graph = graph;
    this.#allowed = allowed;
    this.#blockers = new Int32Array(graph.length);
  }

  get size(): number {
    return this.members.size;
  }

  blockers(i: number): number {
    return this.#blockers[i] ?? 0;
  }

  isCandidate(i: number): boolean {
    return this.#allowed[i] === 1 && !this.members.has(i);
  }

  add(i: number): void {
    this.members.add(i);
    this.#count(i, 1);
  }

  remove(i: number): void {
    this.members.delete(i);
    this.#count(i, -1);
  }

  #count(i: number, by: number): void {
    for (const k of this.#graph[i] ?? []) this.#blockers[k] = (this.#blockers[k] ?? 0) + by;
  }

  /** Puts a candidate in and its conflicts out, then fills what that set free; answers the members that are new. */
  force(i: number): number[] {
    const out = [...(this.#graph[i] ?? [])].filter((k) => this.members.has(k));
    for (const k of out) this.remove(k);
    this.add(i);
    const fresh = [i];
    for (const k of out)
      for (const f of this.#graph[k] ?? [])
        if (this.#blockers[f] === 0 && this.isCandidate(f)) {
          this.add(f);
          fresh.push(f);
        }
    return fresh;
  }

  /** While one of these members, or of those that come in, can give way to two that it alone rules out, lets it. */
  exchange(members: readonly number[]): void {
    const todo = [...members];
    for (let i = todo.pop(); i !== undefined; i = todo.pop()) {
      if (!this.members.has(i)) continue;
      const onlyMine: number[] = [];
      for (const k of this.#graph[i] ?? [])
        if (this.#blockers[k] === 1 && this.isCandidate(k)) onlyMine.push(k);
      const pair = freePair(this.#candidates, onlyMine);
      if (pair === undefined) continue;
      this.remove(i);
      for (const k of pair) this.add(k);
      todo.push(...pair);
      for (const k of this.#graph[i] ?? [])
        if (this.#blockers[k] === 0 && this.isCandidate(k)) {
          this.add(k);
          todo.push(k);
        }
    }
  }
}

/** Two candidates that may both be taken, if there are such: the two farthest apart, which lie on the convex hull. */
function freePair({ points, spacingMm }: Candidates, among: readonly number[]): [number, number] | undefined {
  const hull = convexHull(
    among.flatMap((i) => {
      const p = points[i];
      return p === undefined ? [] : [{ ...p, i }];
    }),
  );
  let most = spacingMm * spacingMm;
  let pair: [number, number] | undefined;
  hull.forEach((p, at) => {
    for (const q of hull.slice(at + 1)) {
      const d = (p.xMm - q.xMm) ** 2 + (p.yMm - q.yMm) ** 2;
      if (d < most) continue;
      most = d;
      pair = [p.i, q.i];
    }
  });
  return pair;
}

/** Of so many random candidates the one that costs fewest members is forced in. */
const DRAWN = 4;

/** Random candidates are forced in; what comes out smaller by more than one than the best is taken back to it. */
function kick(
  chosen: Chosen,
  graph: readonly Int32Array[],
  random: () => number,
  enough: number,
  kicks: number,
): number[] {
  let best = [...chosen.members];
  const since = new Int32Array(graph.length).fill(-1);
  for (let turn = 0; turn < kicks && best.length < enough; turn++) {
    let pick = -1;
    for (let drawn = 0; drawn < DRAWN; drawn++) {
      const i = Math.floor(random() * graph.length);
      if (!chosen.isCandidate(i)) continue;
      const fewer = pick < 0 ? -1 : chosen.blockers(i) - chosen.blockers(pick);
      if (fewer < 0 || (fewer === 0 && (since[i] ?? 0) < (since[pick] ?? 0))) pick = i;
    }
    if (pick < 0) continue;
    const fresh = chosen.force(pick);
    for (const i of fresh) since[i] = turn;
    chosen.exchange([...chosen.members]);
    if (chosen.size > best.length) best = [...chosen.members];
    else if (chosen.size < best.length - 1) {
      for (const i of [...chosen.members]) chosen.remove(i);
      for (const i of best) chosen.add(i);
    }
  }
  return best;
}
