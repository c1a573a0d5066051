/** How much room there is: candidate places of a region, and how many centres they can take. */
import type { Point } from "../requests.ts";
import { distanceMm } from "./order.ts";
import { conflicts, pack } from "./packing.ts";
import { cornerPoints, gridPoints, isFree, type Region, withMoreKeptOff } from "./region.ts";

/** Places wanted before a finer grid is no longer tried. */
const ENOUGH_PLACES = 1_400;
const GRID_POINTS = 2_400;
const FINEST_STEP_MM = 0.06;
const RESTARTS = 24;

/** Free places: a grid as fine as the free room is small, and the corners of the pockets. */
export function freePlaces(region: Region): Point[] {
  const { outline } = region;
  const areaMm2 =
    outline.kind === "round" ? (Math.PI / 4) * outline.diameterMm ** 2 : outline.lengthMm * outline.widthMm;
  const test = (xMm: number, yMm: number): boolean => isFree(region, xMm, yMm);
  let stepMm = Math.max(FINEST_STEP_MM, Math.sqrt(areaMm2 / GRID_POINTS));
  let places = gridPoints(outline, stepMm, test);
  while (places.length < ENOUGH_PLACES && stepMm > FINEST_STEP_MM) {
    const wanted = Math.sqrt(Math.max(places.length, 1) / (1.3 * ENOUGH_PLACES));
    stepMm = Math.max(FINEST_STEP_MM, stepMm * Math.max(0.35, Math.min(0.8, wanted)));
    places = gridPoints(outline, stepMm, test);
  }
  return [...places, ...cornerPoints(region)];
}

/** Up to `enough` places no two of which are nearer than the spacing. */
export function placesThatFit(places: readonly Point[], spacingMm: number, enough: number): Point[] {
  return pack(conflicts(places, spacingMm), enough, RESTARTS).map((i) => places[i] ?? { xMm: 0, yMm: 0 });
}

/** How many further centres fit beside those taken: the better of a packed set and of hexagonal lattices. */
export function furtherThatFit(
  region: Region,
  places: readonly Point[],
  taken: readonly Point[],
  spacingMm: number,
): number {
  const beside = withMoreKeptOff(
    region,
    taken.map((p) => ({ ...p, radiusMm: spacingMm })),
  );
  const left = places.filter((p) => taken.every((t) => distanceMm(p, t) >= spacingMm));
  const packed = pack(conflicts(left, spacingMm), Number.POSITIVE_INFINITY, 1).length;
  return Math.max(packed, bestLattice(beside, spacingMm));
}

const LATTICE_SHIFTS = 3;
const LATTICE_TURNS = [0, Math.PI / 6];
/** Neighbours on a lattice keep the spacing in spite of rounding. */
const LATTICE_SLACK = 1 + 1e-9;

function bestLattice(region: Region, spacingMm: number): number {
  const { outline } = region;
  const pitch = spacingMm * LATTICE_SLACK;
  const row = (pitch * Math.sqrt(3)) / 2;
  const half = Math.ceil(region.reachMm / row) + 1;
  let best = 0;
  for (const turn of LATTICE_TURNS)
    for (let shift = 0; shift < LATTICE_SHIFTS ** 2; shift++) {
      const shiftX = ((shift % LATTICE_SHIFTS) / LATTICE_SHIFTS) * pitch;
      const shiftY = (Math.floor(shift / LATTICE_SHIFTS) / LATTICE_SHIFTS) * row;
      let count = 0;
      for (let j = -half; j <= half; j++)
        for (let i = -half; i <= half; i++) {
          const u = (i + (j & 1) / 2) * pitch + shiftX;
          const v = j * row + shiftY;
          const xMm = outline.xMm + u * Math.cos(turn) - v * Math.sin(turn);
          const yMm = outline.yMm + u * Math.sin(turn) + v * Math.cos(turn);
          if (isFree(region, xMm, yMm)) count++;
        }
      best = Math.max(best, count);
    }
  return best;
}
