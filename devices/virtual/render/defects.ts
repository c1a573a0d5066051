/** What mars a surface, over the finished face and its dents: grooves of all kinds, films, crusts, pits, what lies on it, and the light's own faults. */
import { blotch } from "./blotches.ts";
import { drawEdgeDent, drawPit, drawWornPatch } from "./damage.ts";
import type { Defect, Dust, Fibre, Glare, Patch, Shadow } from "./defect-kinds.ts";
import { pixelBox } from "./face.ts";
import { fibrePath } from "./fibres.ts";
import { cameraGrid, shadeAround, smooth } from "./field.ts";
import { drawGouge } from "./gouges.ts";
import { arcGrooves, engravedGrooves, wearGrooves } from "./grooves.ts";
import { depthInside } from "./outline.ts";
import { drawRust, drawRustSpeck, type Ruddiness } from "./rust.ts";
import { drawGroove } from "./scratches.ts";
import type { Stage } from "./stage.ts";

/** Draws all defects in turn; `ruddy`, where given, takes how red-brown each pixel is, for pictures in colour. */
export function drawDefects(stage: Stage, ruddy?: Ruddiness): void {
  for (const defect of stage.scene.defects) drawDefect(stage, defect, ruddy);
}

function drawDefect(stage: Stage, defect: Defect, ruddy: Ruddiness | undefined): void {
  switch (defect.kind) {
    case "scratch":
    case "handlingMark":
      drawGroove(stage, defect);
      break;
    case "arc":
      for (const groove of arcGrooves(defect)) drawGroove(stage, groove);
      break;
    case "engraving":
      for (const groove of engravedGrooves(defect)) drawGroove(stage, groove);
      break;
    case "gouge":
      drawGouge(stage, defect);
      break;
    case "wear":
      drawWornPatch(stage, defect);
      for (const groove of wearGrooves(defect)) drawGroove(stage, groove);
      break;
    case "edgeDent":
      drawEdgeDent(stage, defect);
      break;
    case "pit":
      drawPit(stage, defect);
      break;
    case "stain":
      drawStain(stage, defect);
      break;
    case "rust":
      drawRust(stage, defect, ruddy);
      break;
    case "rustSpeck":
      drawRustSpeck(stage, defect, ruddy);
      break;
    case "dust":
      drawDust(stage, defect);
      break;
    case "fibre":
      drawFibre(stage, defect);
      break;
    case "glare":
      drawGlare(stage, defect);
      break;
    case "shadow":
      drawShadow(stage, defect);
      break;
  }
}

/** A dried drop: darker film, darkest at the tide-line where it dried last. */
function drawStain(stage: Stage, stain: Patch): void {
  const patch = blotch(stain.radiusMm, stain.seed);
  const scale = Math.min(1, stain.radiusMm / 2);
  shadeAround(stage, stain.xMm, stain.yMm, patch.reachMm, (under, du, dv) => {
    const inside = patch.inside(du, dv);
    if (inside <= 0) return under;
    const cover = Math.min(1, (inside * stain.radiusMm) / (0.25 * scale));
    const tide = Math.exp(-((((inside * stain.radiusMm) / scale - 0.3) / 0.2) ** 2));
    const film = 0.55 + 0.45 * patch.mottle(du, dv, 1.6 * scale);
    return under * (1 - stain.strength * cover * Math.min(1, film + 0.35 * tide));
  });
}

/** A grain that lies on the surface and throws a soft shadow. */
function drawDust(stage: Stage, dust: Dust): void {
  const soft = Math.max(stage.scene.mmPerPx, 0.3 * dust.radiusMm);
  shadeAround(stage, dust.xMm, dust.yMm, 2.2 * dust.radiusMm + soft, (under, du, dv) => {
    const shadow =
      1 -
      0.35 *
        smooth(1 - Math.hypot(du - 0.5 * dust.radiusMm, dv - 0.4 * dust.radiusMm) / (1.5 * dust.radiusMm));
    const cover = smooth((dust.radiusMm - Math.hypot(du, 1.25 * dv)) / soft + 0.5);
    return under * shadow * (1 - cover) + dust.brightness * cover;
  });
}

/** A textile fibre: a thin line that wanders; each pixel takes the nearest of its points. */
function drawFibre(stage: Stage, fibre: Fibre): void {
  const cover = new Map<number, number>();
  for (const [u, v] of fibrePath(fibre)) coverAround(stage, u, v, fibre.widthMm / 2, cover);
  for (const [at, part] of cover) {
    const under = stage.brightness[at] ?? 0;
    stage.brightness[at] = under + (fibre.brightness - under) * part;
  }
}

function coverAround(stage: Stage, u: number, v: number, halfMm: number, cover: Map<number, number>): void {
  const { scene, frame } = stage;
  const { widthPx, heightPx, mmPerPx, block } = scene;
  const box = pixelBox(stage, u, v, halfMm + mmPerPx);
  if (box === undefined || depthInside(block, u, v) < 0) return;
  const cx = frame.xMm + u * frame.cos - v * frame.sin;
  const cy = frame.yMm + u * frame.sin + v * frame.cos;
  for (let row = box.top; row <= box.bottom; row++) {
    for (let column = box.left; column <= box.right; column++) {
      const dx = (column - (widthPx - 1) / 2) * mmPerPx - cx;
      const dy = (row - (heightPx - 1) / 2) * mmPerPx - cy;
      const part = smooth((halfMm - Math.hypot(dx, dy)) / mmPerPx + 0.5);
      const at = row * widthPx + column;
      if (part > (cover.get(at) ?? 0)) cover.set(at, part);
    }
  }
}

/** A lamp mirrored into the lens: light added in the camera frame, over block and surroundings alike. */
function drawGlare(stage: Stage, glare: Glare): void {
  const { widthPx, heightPx, mmPerPx } = stage.scene;
  const cx = glare.xMm / mmPerPx + (widthPx - 1) / 2;
  const cy = glare.yMm / mmPerPx + (heightPx - 1) / 2;
  const radiusPx = glare.radiusMm / mmPerPx;
  const reach = 2.6 * radiusPx;
  const top = Math.max(0, Math.floor(cy - reach));
  const bottom = Math.min(heightPx - 1, Math.ceil(cy + reach));
  const left = Math.max(0, Math.floor(cx - reach));
  const right = Math.min(widthPx - 1, Math.ceil(cx + reach));
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const r2 = ((row - cy) ** 2 + (column - cx) ** 2) / (radiusPx * radiusPx);
      const at = row * widthPx + column;
      const under = stage.brightness[at] ?? 0;
      // The lamp is mirrored by steel; the dark fixture returns little of it.
      stage.brightness[at] = under + glare.strength * Math.exp(-2 * r2) * Math.min(1, 0.15 + under);
    }
  }
}

/** The light beyond a soft border is taken away, from block and surroundings alike. */
function drawShadow(stage: Stage, shadow: Shadow): void {
  const { brightness } = stage;
  const angle = (shadow.azimuthDeg * Math.PI) / 180;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  cameraGrid(stage.scene, (at, xMm, yMm) => {
    const beyond = (xMm - shadow.xMm) * cos + (yMm - shadow.yMm) * sin;
    const dark = smooth(beyond / shadow.softMm + 0.5);
    if (dark > 0) brightness[at] = (brightness[at] as number) * (1 - shadow.depth * dark);
  });
}
