/** How well the surface's state is told, and whether the regions to keep away from cover what truly mars it, against picture truths. */
import type { PictureTruth } from "../../devices/virtual/render/index.ts";

type Point = readonly [number, number];

/** What vision said of one picture. */
export interface JudgedSurface {
  readonly state: string;
  readonly regions: readonly { readonly kind: string; readonly polygonPx: readonly Point[] }[];
}

export interface SurfaceFigures {
  readonly pictures: number;
  readonly stateAccuracy: number;
  /** Rows are the truth, columns what was said. */
  readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Sound surfaces that were called unfit, part of all sound ones. */
  readonly soundCalledUnfit: number;
  /** Part of the defects that spoil a surface of which at least half is covered by regions. */
  readonly defectsCovered: number;
  /** Part of the surface that regions take where nothing is, mean of the pictures. */
  readonly takenForNothing: number;
}

const SPOILERS: ReadonlySet<string> = new Set([
  "scratch",
  "arc",
  "stain",
  "rust",
  "rustSpeck",
  "gouge",
  "edgeDent",
  "wear",
]);
const GRID = 120;

export class SurfaceScore {
  readonly #confusion = new Map<string, Map<string, number>>();
  #pictures = 0;
  #right = 0;
  #sound = 0;
  #soundUnfit = 0;
  #defects = 0;
  #covered = 0;
  #taken = 0;
  #judged = 0;

  /** Adds one picture; says what was told wrong. */
  add(truth: PictureTruth, seen: JudgedSurface): string[] {
    this.#pictures++;
    const row = this.#confusion.get(truth.state) ?? new Map<string, number>();
    this.#confusion.set(truth.state, row);
    row.set(seen.state, (row.get(seen.state) ?? 0) + 1);
    const right = seen.state === truth.state;
    if (right) this.#right++;
    if (truth.state === "fit") {
      this.#sound++;
      if (seen.state !== "fit" && seen.state !== "full") this.#soundUnfit++;
    }
    if (truth.state !== "unreadable" && seen.state !== "unreadable") this.#addRegions(truth, seen);
    return right ? [] : [`state ${seen.state} for ${truth.state}`];
  }

  #addRegions(truth: PictureTruth, { regions }: JudgedSurface): void {
    this.#judged++;
    const [left, top, right, bottom] = truth.surfaceBoxPx;
    const isCovered = ([x, y]: Point): boolean => regions.some(({ polygonPx }) => isInside(polygonPx, x, y));
    for (const { kind, polygonPx } of truth.defects) {
      const seen = polygonPx.filter(([x, y]) => x > left && x < right && y > top && y < bottom);
      if (!SPOILERS.has(kind) || seen.length < polygonPx.length / 2) continue;
      this.#defects++;
      const middle = centreOf(seen);
      const inwards = seen.map(([x, y]): Point => [0.7 * x + 0.3 * middle[0], 0.7 * y + 0.3 * middle[1]]);
      const probes = kind === "scratch" || kind === "arc" ? alongBand(polygonPx) : inwards;
      if (probes.filter(isCovered).length >= probes.length / 2) this.#covered++;
    }
    let taken = 0;
    for (let j = 0; j < GRID; j++)
      for (let i = 0; i < GRID; i++) {
        const x = left + ((i + 0.5) * (right - left)) / GRID;
        const y = top + ((j + 0.5) * (bottom - top)) / GRID;
        if (isCovered([x, y]) && !truth.defects.some(({ polygonPx }) => isInside(polygonPx, x, y))) taken++;
      }
    this.#taken += taken / (GRID * GRID);
  }

  figures(): SurfaceFigures {
    return {
      pictures: this.#pictures,
      stateAccuracy: this.#right / Math.max(1, this.#pictures),
      confusion: Object.fromEntries(
        [...this.#confusion].map(([state, row]) => [state, Object.fromEntries(row)]),
      ),
      soundCalledUnfit: this.#soundUnfit / Math.max(1, this.#sound),
      defectsCovered: this.#covered / Math.max(1, this.#defects),
      takenForNothing: this.#taken / Math.max(1, this.#judged),
    };
  }
}

function centreOf(points: readonly Point[]): Point {
  const sum = points.reduce<[number, number]>(([sx, sy], [x, y]) => [sx + x, sy + y], [0, 0]);
  return [sum[0] / Math.max(1, points.length), sum[1] / Math.max(1, points.length)];
}

/** Middles of a band drawn out on one side and back on the other. */
function alongBand(polygon: readonly Point[]): Point[] {
  return polygon.slice(0, polygon.length / 2).map(([x, y], i): Point => {
    const [ox, oy] = polygon[polygon.length - 1 - i] ?? [x, y];
    return [(x + ox) / 2, (y + oy) / 2];
  });
}

export function isInside(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  polygon.forEach(([ax, ay], i) => {
    const [bx, by] = polygon[(i + 1) % polygon.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}
