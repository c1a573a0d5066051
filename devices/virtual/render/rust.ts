/** Rust: matt and dark, red-brown in colour, pitted in grains; it hides the grinding. */
import { blotch } from "./blotches.ts";
import type { Patch, RustSpeck } from "./defect-kinds.ts";
import { shadeAround, smooth } from "./field.ts";
import { brightnessAt } from "./reflectance.ts";
import { type Stage, tiltU, tiltV } from "./stage.ts";

/** How much of each pixel is red-brown, 0 to 1, row by row. */
export type Ruddiness = Float32Array;

/** A crust denser towards its middle. */
export function drawRust(stage: Stage, rust: Patch, ruddy?: Ruddiness): void {
  const patch = blotch(rust.radiusMm, rust.seed);
  const scale = Math.min(1, rust.radiusMm / 2);
  shadeAround(stage, rust.xMm, rust.yMm, patch.reachMm, (under, du, dv, at) => {
    const inside = patch.inside(du, dv);
    if (inside <= 0) return under;
    const grain = patch.mottle(du, dv, 0.55 * scale);
    const cover = smooth((grain - 0.72 + 0.75 * Math.min(1, inside * 1.6)) / 0.22) * rust.strength;
    const matt = 0.2 + 0.3 * patch.mottle(du + 91, dv - 57, 0.14 * scale);
    if (ruddy !== undefined) ruddy[at] = Math.max(ruddy[at] ?? 0, cover);
    return under + (matt - under) * cover;
  });
}

/** Eaten into the surface: a pit whose walls are crusted, in a thin halo of colour. */
export function drawRustSpeck(stage: Stage, speck: RustSpeck, ruddy?: Ruddiness): void {
  const patch = blotch(speck.radiusMm, speck.seed);
  const reach = 2.2 * patch.reachMm;
  const soft = stage.scene.mmPerPx / speck.radiusMm;
  shadeAround(stage, speck.xMm, speck.yMm, reach, (under, du, dv, at) => {
    const inside = patch.inside(du, dv);
    const halo = 0.35 * speck.strength * smooth(1 + inside / 1.1);
    const cover = smooth(inside / Math.max(0.3, soft) + 0.5) * speck.strength;
    if (cover <= 0 && halo <= 0) return under;
    const far = Math.hypot(du, dv) || 1;
    const wall = inside > 0 ? 0.7 * (1 - inside) : 0;
    const u = speck.xMm + du;
    const v = speck.yMm + dv;
    const lit = brightnessAt(
      stage.faceMap,
      tiltU(stage, u) + (wall * du) / far,
      tiltV(stage, v) + (wall * dv) / far,
    );
    const crust = 0.08 + 0.16 * patch.mottle(du, dv, 0.4 * speck.radiusMm) + 0.12 * lit;
    if (ruddy !== undefined) ruddy[at] = Math.max(ruddy[at] ?? 0, cover, halo);
    const tinted = under * (1 - 0.5 * halo);
    return tinted + (crust - tinted) * cover;
  });
}
