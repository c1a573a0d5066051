/** Which defects a sampled surface carries: what lies on any surface, and what spoils one so that it is no longer fit. */
import type { Defect, Engraving, Gouge, Pit } from "./defect-kinds.ts";
import { between, oneOf, type Random, wholeBetween } from "./random.ts";
import type { Split } from "./rigs.ts";
import type { Dent } from "./scene.ts";
import * as spoil from "./spoilers.ts";

/** Where defects may lie: a box in the block frame, and how large they are beside those of a whole block. */
export interface DefectField {
  readonly centreMm: readonly [number, number];
  readonly halfXMm: number;
  readonly halfYMm: number;
  /** 1 for a whole block; a close-up shows finer ones. */
  readonly scale: number;
  /** Whether something of this reach (mm) would lie on a dent: engravers and pores keep off them. */
  readonly onDent: (place: spoil.Place, reachMm: number) => boolean;
  /** A point of the block's edge, where the picture shows one. */
  readonly onEdge?: (random: Random) => { readonly xMm: number; readonly yMm: number };
}

/** What a surface is to suffer from; `fit` has only what leaves it fit. */
export type Trouble = "fit" | "scratched" | "stained" | "rusted" | "damaged";

/** Defects of a sampled surface: none in the lab split, only dust and fibres in the fit one, anything in the hard one. */
export function sampleDefects(random: Random, split: Split, field: DefectField, trouble: Trouble): Defect[] {
  if (split === "lab") return [];
  const place = (): spoil.Place => ({
    xMm: field.centreMm[0] + between(random, -field.halfXMm, field.halfXMm),
    yMm: field.centreMm[1] + between(random, -field.halfYMm, field.halfYMm),
  });
  const { scale } = field;
  const light = (): Defect =>
    random() < 0.7 ? spoil.dust(random, place(), scale) : spoil.fibre(random, place(), scale);
  const many = (least: number, most: number, make: () => Defect): Defect[] =>
    Array.from({ length: wholeBetween(random, least, most) }, make);
  if (split === "fit") return random() < 0.4 ? many(1, 6, light) : [];
  const defects = many(0, 8, light);
  if (random() < 0.3) defects.push(...many(1, 5, () => spoil.handlingMark(random, place(), scale)));
  const beside = (made: readonly (Pit | Engraving)[]): (Pit | Engraving)[] =>
    made.filter((each) => !field.onDent(each, each.kind === "pit" ? each.radiusMm : 2.5 * each.heightMm));
  const pits = random() < 0.12 ? wholeBetween(random, 1, 2) : 0;
  defects.push(...beside(Array.from({ length: pits }, () => spoil.pit(random, place(), scale))));
  if (random() < 0.1) defects.push(...beside([spoil.engraving(random, place(), scale)]));
  if (random() < 0.2) defects.push(...many(1, 2, () => spoil.glare(random, place(), scale)));
  defects.push(...spoilers(random, trouble, field, place));
  return defects;
}

function spoilers(random: Random, trouble: Trouble, field: DefectField, place: () => spoil.Place): Defect[] {
  const { scale } = field;
  switch (trouble) {
    case "fit":
      return [];
    case "scratched":
      return Array.from({ length: wholeBetween(random, 1, 4) }, () =>
        random() < 0.7 ? spoil.scratch(random, place(), scale) : spoil.arc(random, place(), scale),
      );
    case "stained":
      return Array.from({ length: wholeBetween(random, 1, 2) }, () =>
        spoil.patch(random, "stain", place(), scale),
      );
    case "rusted": {
      if (random() < 0.6)
        return Array.from({ length: wholeBetween(random, 1, 2) }, () =>
          spoil.patch(random, "rust", place(), scale),
        );
      return spoil.rustSpecks(random, place(), scale);
    }
    case "damaged": {
      const draw = oneOf(random, ["gouge", "edge", "wear"]);
      if (draw === "edge" && field.onEdge !== undefined)
        return [spoil.edgeDent(random, field.onEdge(random))];
      return draw === "wear"
        ? [spoil.wear(random, place(), scale)]
        : [gougeBesideDents(random, field, place)];
    }
  }
}

const GOUGE_TRIES = 12;

/** A gouge that leaves the dents whole, where there is room for one. */
function gougeBesideDents(random: Random, field: DefectField, place: () => spoil.Place): Gouge {
  let gouge = spoil.gouge(random, place(), field.scale);
  for (let n = 1; n < GOUGE_TRIES && crossesDent(gouge, field); n++)
    gouge = spoil.gouge(random, place(), field.scale);
  return gouge;
}

function crossesDent({ fromMm, toMm, widthMm }: Gouge, field: DefectField): boolean {
  const steps = Math.ceil(Math.hypot(toMm[0] - fromMm[0], toMm[1] - fromMm[1]) / (widthMm / 2));
  for (let n = 0; n <= steps; n++) {
    const part = n / steps;
    const xMm = fromMm[0] + part * (toMm[0] - fromMm[0]);
    const yMm = fromMm[1] + part * (toMm[1] - fromMm[1]);
    if (field.onDent({ xMm, yMm }, widthMm)) return true;
  }
  return false;
}

/** Tells places that lie on or near one of these dents. */
export function dentsAt(dents: readonly Dent[]): DefectField["onDent"] {
  return ({ xMm, yMm }, reachMm) =>
    dents.some((dent) => Math.hypot(dent.xMm - xMm, dent.yMm - yMm) < reachMm + 0.6 * dent.diameterMm);
}
