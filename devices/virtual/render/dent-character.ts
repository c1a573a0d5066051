/** What makes one dent unlike the next: flow of the steel, rim, burr, pits and floor, sampled as real dents show them. */
import { between, type Random, wholeBetween } from "./random.ts";
import type { Dent, DentFloor } from "./scene.ts";

/** The rim's ellipse in the block frame: whole axes in mm, the major's direction clockwise from the block's x. */
export interface RimAxes {
  readonly majorMm: number;
  readonly minorMm: number;
  readonly angleDeg: number;
}

/** The ellipse that a person would call the dent's edge; a Vickers dent's axes are its two diagonals. */
export function rimAxes(dent: Pick<Dent, "diameterMm" | "ovality" | "ovalAngleDeg">): RimAxes {
  const ovality = dent.ovality ?? 0;
  return {
    majorMm: dent.diameterMm * (1 + ovality),
    minorMm: dent.diameterMm * (1 - ovality),
    angleDeg: dent.ovalAngleDeg ?? 0,
  };
}

/** How far sampled dents stray from a plain one. */
export type DentRoughness = "plain" | "rough";

interface CharacterRow {
  readonly ovalChance: number;
  readonly mostOvality: number;
  readonly mostWaviness: number;
  readonly lip: readonly [number, number];
  readonly pileUp: readonly [number, number];
  readonly burrChance: number;
  readonly mostBurr: number;
  readonly pitsChance: number;
  readonly mostPits: number;
  readonly floorTexture: readonly [number, number];
  readonly mostGrain: number;
  /** Chances of a mirror and of a matt floor; satin else. */
  readonly mirror: number;
  readonly matt: number;
}

const ROWS: Readonly<Record<DentRoughness, CharacterRow>> = {
  plain: {
    ovalChance: 0.5,
    mostOvality: 0.015,
    mostWaviness: 0.004,
    lip: [0.012, 0.045],
    pileUp: [0, 1.5],
    burrChance: 0.08,
    mostBurr: 0.015,
    pitsChance: 0.08,
    mostPits: 5,
    floorTexture: [0, 0.5],
    mostGrain: 0.06,
    mirror: 0.3,
    matt: 0.15,
  },
  rough: {
    ovalChance: 0.7,
    mostOvality: 0.06,
    mostWaviness: 0.012,
    lip: [0.01, 0.11],
    pileUp: [-0.6, 4],
    burrChance: 0.35,
    mostBurr: 0.05,
    pitsChance: 0.3,
    mostPits: 25,
    floorTexture: [0, 1],
    mostGrain: 0.11,
    mirror: 0.3,
    matt: 0.25,
  },
};

/** The fields that set one dent apart, to be spread over a plain `Dent`. */
export function sampleDentCharacter(random: Random, roughness: DentRoughness): Partial<Dent> {
  const row = ROWS[roughness];
  const seed = (): number => Math.floor(random() * 2 ** 31);
  const draw = random();
  const floor: DentFloor = draw < row.mirror ? "mirror" : draw < row.mirror + row.matt ? "matt" : "satin";
  return {
    ovality: random() < row.ovalChance ? row.mostOvality * random() : 0,
    ovalAngleDeg: between(random, 0, 180),
    waviness: row.mostWaviness * random() ** 2,
    lip: between(random, ...row.lip),
    pileUp: between(random, ...row.pileUp),
    ...(random() < row.burrChance
      ? {
          burr: {
            height: row.mostBurr * between(random, 0.15, 1),
            raggedness: between(random, 0.3, 1),
            seed: seed(),
          },
        }
      : {}),
    ...(random() < row.pitsChance ? { pits: wholeBetween(random, 1, row.mostPits) } : {}),
    floorTexture: between(random, ...row.floorTexture),
    grain: row.mostGrain * random() ** 2,
    floor,
    seed: seed(),
  };
}
