/** Damage: pits, crushed edges and worn patches, lit as relief by the face's own reflectance. */
import { blotch, latticeNoise } from "./blotches.ts";
import type { EdgeDent, Pit, Wear } from "./defect-kinds.ts";
import { shadeAround, smooth } from "./field.ts";
import { outwards } from "./outline.ts";
import { mixSeed } from "./random.ts";
import { brightnessAt } from "./reflectance.ts";
import { type Stage, tiltU, tiltV } from "./stage.ts";

/** An irregular hollow: walls steepest near its outline, a floor that scatters. */
export function drawPit(stage: Stage, pit: Pit): void {
  const patch = blotch(pit.radiusMm, pit.seed);
  const soft = Math.max(0.15, stage.scene.mmPerPx / pit.radiusMm);
  shadeAround(stage, pit.xMm, pit.yMm, 1.3 * patch.reachMm, (under, du, dv) => {
    const inside = patch.inside(du, dv);
    const cover = smooth(inside / soft + 0.5);
    if (cover <= 0) return under;
    const far = Math.hypot(du, dv) || 1;
    const wall = pit.slope * Math.min(1, 2.2 * (1 - Math.max(inside, 0)));
    const rough = 0.35 * pit.slope * (patch.mottle(du, dv, 0.3 * pit.radiusMm) - 0.5);
    return (
      under +
      (0.85 * lightOn(stage, pit, du, dv, (wall * du) / far + rough, (wall * dv) / far + rough) - under) *
        cover
    );
  });
}

/** The edge pressed in: a slanting, facetted face that falls outwards, and the steel pushed up around it. */
export function drawEdgeDent(stage: Stage, dent: EdgeDent): void {
  const patch = blotch(dent.radiusMm, dent.seed);
  const salt = mixSeed(dent.seed, 0xed6e);
  const [outU, outV] = outwards(stage.scene.block, dent.xMm, dent.yMm);
  const soft = Math.max(0.06, stage.scene.mmPerPx / dent.radiusMm);
  shadeAround(stage, dent.xMm, dent.yMm, 1.4 * patch.reachMm, (under, du, dv) => {
    const inside = patch.inside(du, dv);
    const bulge = inside < 0 ? smooth(1 + inside / 0.25) : 0;
    const cover = smooth(inside / soft + 0.5);
    if (cover <= 0 && bulge <= 0) return under;
    const far = Math.hypot(du, dv) || 1;
    const facet = (latticeNoise((3 * du) / dent.radiusMm, (3 * dv) / dent.radiusMm, salt) - 0.5) * dent.slope;
    const crushed = lightOn(
      stage,
      dent,
      du,
      dv,
      -dent.slope * outU * 0.7 + facet,
      -dent.slope * outV * 0.7 - facet + 0.2 * facet,
    );
    const raised = lightOn(stage, dent, du, dv, (-0.15 * du) / far, (-0.15 * dv) / far);
    const around = under + (raised - under) * 0.6 * bulge;
    return around + (0.8 * crushed - around) * cover;
  });
}

/** What is rubbed loses its grinding: duller and even, with a soft border. */
export function drawWornPatch(stage: Stage, wear: Wear): void {
  const patch = blotch(wear.radiusMm, wear.seed);
  shadeAround(stage, wear.xMm, wear.yMm, patch.reachMm, (under, du, dv) => {
    const inside = patch.inside(du, dv);
    if (inside <= 0) return under;
    const cover =
      smooth(inside / 0.35) * wear.strength * (0.5 + 0.5 * patch.mottle(du, dv, 0.3 * wear.radiusMm));
    const tilt = 0.12 * (patch.mottle(du + 7, dv - 3, 0.15 * wear.radiusMm) - 0.5);
    return under + (0.72 * lightOn(stage, wear, du, dv, tilt, -tilt) - under) * cover;
  });
}

/** Brightness of steel of the face's finish at an offset from a place, tilted by the given slopes. */
function lightOn(
  stage: Stage,
  place: { readonly xMm: number; readonly yMm: number },
  duMm: number,
  dvMm: number,
  slopeU: number,
  slopeV: number,
): number {
  return brightnessAt(
    stage.faceMap,
    tiltU(stage, place.xMm + duMm) + slopeU,
    tiltV(stage, place.yMm + dvMm) + slopeV,
  );
}
