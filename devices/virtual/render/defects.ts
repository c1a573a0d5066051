/** What mars a surface, over the finished face and its dents: scratches, stains, rust, dust, fibres, and a lamp's glare. */
import { blotch } from "./blotches.ts";
import { pixelBox } from "./face.ts";
import { depthInside } from "./outline.ts";
import { between, mixSeed, randomFrom } from "./random.ts";
import type { Defect } from "./scene.ts";
import { drawGroove } from "./scratches.ts";
import type { Stage } from "./stage.ts";

/** Stain and rust share their fields. */
type Patch = Extract<Defect, { kind: "stain" | "rust" }>;
type DefectOf<K extends Defect["kind"]> = Extract<Defect, { kind: K }>;

export function drawDefects(stage: Stage): void {
  for (const defect of stage.scene.defects) drawDefect(stage, defect);
}

function drawDefect(stage: Stage, defect: Defect): void {
  switch (defect.kind) {
    case "scratch":
      drawGroove(stage, defect);
      break;
    case "stain":
      drawStain(stage, defect);
      break;
    case "rust":
      drawRust(stage, defect);
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
  }
}

/** Calls `shade` with brightness and offset from the centre of each pixel of the block near a point; stores what it returns. */
function shadeAround(
  stage: Stage,
  xMm: number,
  yMm: number,
  reachMm: number,
  shade: (under: number, duMm: number, dvMm: number) => number,
): void {
  const { scene, frame, brightness } = stage;
  const { widthPx, heightPx, mmPerPx, block } = scene;
  const box = pixelBox(stage, xMm, yMm, reachMm);
  if (box === undefined) return;
  for (let row = box.top; row <= box.bottom; row++) {
    for (let column = box.left; column <= box.right; column++) {
      const dx = (column - (widthPx - 1) / 2) * mmPerPx - frame.xMm;
      const dy = (row - (heightPx - 1) / 2) * mmPerPx - frame.yMm;
      const u = dx * frame.cos + dy * frame.sin;
      const v = -dx * frame.sin + dy * frame.cos;
      if (depthInside(block, u, v) < 0) continue;
      const at = row * widthPx + column;
      brightness[at] = shade(brightness[at] ?? 0, u - xMm, v - yMm);
    }
  }
}

/** A dried drop: darker film, darkest at the tide-line where it dried last. */
function drawStain(stage: Stage, stain: Patch): void {
  const patch = blotch(stain.radiusMm, stain.seed);
  shadeAround(stage, stain.xMm, stain.yMm, patch.reachMm, (under, du, dv) => {
    const inside = patch.inside(du, dv);
    if (inside <= 0) return under;
    const cover = Math.min(1, (inside * stain.radiusMm) / 0.25);
    const tide = Math.exp(-(((inside * stain.radiusMm - 0.3) / 0.2) ** 2));
    const film = 0.55 + 0.45 * patch.mottle(du, dv, 1.6);
    return under * (1 - stain.strength * cover * Math.min(1, film + 0.35 * tide));
  });
}

/** Rust: matt, dark and pitted in grains, denser towards the middle; it hides the grinding. */
function drawRust(stage: Stage, rust: Patch): void {
  const patch = blotch(rust.radiusMm, rust.seed);
  shadeAround(stage, rust.xMm, rust.yMm, patch.reachMm, (under, du, dv) => {
    const inside = patch.inside(du, dv);
    if (inside <= 0) return under;
    const grain = patch.mottle(du, dv, 0.55);
    const cover = smooth((grain - 0.72 + 0.75 * Math.min(1, inside * 1.6)) / 0.22) * rust.strength;
    const matt = 0.2 + 0.3 * patch.mottle(du + 91, dv - 57, 0.14);
    return under + (matt - under) * cover;
  });
}

/** A grain that lies on the surface and throws a soft shadow. */
function drawDust(stage: Stage, dust: DefectOf<"dust">): void {
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

const FIBRE_STEP_MM = 0.015;

/** A textile fibre: a thin line that wanders; each pixel takes the nearest of its points. */
function drawFibre(stage: Stage, fibre: DefectOf<"fibre">): void {
  const random = randomFrom(mixSeed(fibre.seed, 0xf1b));
  const steps = Math.max(2, Math.round(fibre.lengthMm / FIBRE_STEP_MM));
  let direction = between(random, 0, 2 * Math.PI);
  let bend = 0;
  let u = fibre.xMm;
  let v = fibre.yMm;
  const cover = new Map<number, number>();
  for (let n = 0; n < steps; n++) {
    bend = 0.995 * bend + between(random, -0.002, 0.002);
    direction += bend;
    u += FIBRE_STEP_MM * Math.cos(direction);
    v += FIBRE_STEP_MM * Math.sin(direction);
    coverAround(stage, u, v, fibre.widthMm / 2, cover);
  }
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
function drawGlare(stage: Stage, glare: DefectOf<"glare">): void {
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

function smooth(part: number): number {
  const t = Math.min(1, Math.max(0, part));
  return t * t * (3 - 2 * t);
}
