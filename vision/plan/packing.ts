/**
 * As many centres as fit: an independent set of candidate points no two of which are nearer than the spacing. Greedy by
 * fewest conflicts, then exchanges of one for two, with seeded restarts (a lower bound on what fits, in practice tight).
 */
import type { Point } from "../requests.ts";
import { seeded } from "./seeded.ts";

/** For each candidate the candidates nearer than the spacing, itself not among them. */
export function conflicts(points: readonly Point[], spacingMm: number): Int32Array[] {
  const cells = new Map<string, number[]>();
  const cell = (mm: number): number => Math.floor(mm / spacingMm);
  points.forEach((p, i) => {
    const key = `${cell(p.xMm)},${cell(p.yMm)}`;
    const inCell = cells.get(key);
    if (inCell === undefined) cells.set(key, [i]);
    else inCell.push(i);
  });
  const limit = spacingMm * spacingMm;
  return points.map((p, i) => {
    const near: number[] = [];
    for (let cy = cell(p.yMm) - 1; cy <= cell(p.yMm) + 1; cy++)
      for (let cx = cell(p.xMm) - 1; cx <= cell(p.xMm) + 1; cx++)
        for (const k of cells.get(`${cx},${cy}`) ?? []) {
          const q = points[k];
          if (q !== undefined && k !== i && (q.xMm - p.xMm) ** 2 + (q.yMm - p.yMm) ** 2 < limit) near.push(k);
        }
    return Int32Array.from(near);
  });
}

/** Indices of a large conflict-free set; stops early at `enough`. Deterministic. */
export function pack(graph: readonly Int32Array[], enough: number, restarts: number): number[] {
  const random = seeded(0x9ac4);
  let best: number[] = [];
  for (let round = 0; round < restarts && best.length < enough; round++) {
    const chosen = exchange(graph, fewestConflictsFirst(graph, random, round === 0 ? 0 : 0.35), random);
    if (chosen.length > best.length) best = chosen;
  }
  return best.slice(0, enough);
}

/** Takes the candidate that rules out fewest others, again and again; `blur` mixes in chance, as part of the degree. */
function fewestConflictsFirst(graph: readonly Int32Array[], random: () => number, blur: number): number[] {
  const degree = Float64Array.from(graph, (near) => near.length);
  const noise = Float64Array.from(graph, () => 1 + blur * random());
  const alive = new Uint8Array(graph.length).fill(1);
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
    const gone = [pick, ...(graph[pick] ?? [])].filter((i) => alive[i] === 1);
    for (const i of gone) alive[i] = 0;
    for (const i of gone) for (const k of graph[i] ?? []) degree[k] = (degree[k] ?? 0) - 1;
  }
}

/** While one chosen candidate can give way to two that it alone rules out, let it. */
function exchange(graph: readonly Int32Array[], start: readonly number[], random: () => number): number[] {
  const chosen = new Set(start);
  const blockers = new Int32Array(graph.length);
  const count = (i: number, by: number): void => {
    for (const k of graph[i] ?? []) blockers[k] = (blockers[k] ?? 0) + by;
  };
  for (const i of chosen) count(i, 1);
  const add = (i: number): void => {
    chosen.add(i);
    count(i, 1);
  };
  let improved = true;
  while (improved) {
    improved = false;
    for (const i of [...chosen].sort(() => random() - 0.5)) {
      const onlyMine = [i, ...(graph[i] ?? [])].filter((k) => k !== i && blockers[k] === 1 && !chosen.has(k));
      const pair = freePair(graph, onlyMine);
      if (pair === undefined) continue;
      chosen.delete(i);
      count(i, -1);
      for (const k of pair) add(k);
      improved = true;
    }
    if (improved) for (let k = 0; k < graph.length; k++) if (blockers[k] === 0 && !chosen.has(k)) add(k);
  }
  return [...chosen];
}

function freePair(graph: readonly Int32Array[], candidates: readonly number[]): [number, number] | undefined {
  for (const a of candidates) {
    const near = new Set(graph[a]);
    const b = candidates.find((k) => k !== a && !near.has(k));
    if (b !== undefined) return [a, b];
  }
  return undefined;
}
