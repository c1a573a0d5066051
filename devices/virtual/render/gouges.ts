/** A gouge: steel ploughed out along a line, its floor striped along the way, its edges torn and thrown up unevenly. */
import { latticeNoise } from "./blotches.ts";
import type { Gouge } from "./defect-kinds.ts";
import { shadeAround, smooth } from "./field.ts";
import { mixSeed } from "./random.ts";
import { brightnessAt } from "./reflectance.ts";
import { type Stage, tiltU, tiltV } from "./stage.ts";

/** Nothing of a gouge lies further from its line than this part of its width. */
export const GOUGE_REACH = 0.85;
/** Height of the torn crest's slope beside that of the walls. */
const CREST = 0.55;

export function drawGouge(stage: Stage, gouge: Gouge): void {
  const [x0, y0] = gouge.fromMm;
  const [x1, y1] = gouge.toMm;
  const lengthMm = Math.hypot(x1 - x0, y1 - y0) || 1e-6;
  const [dirU, dirV] = [(x1 - x0) / lengthMm, (y1 - y0) / lengthMm];
  const salt = mixSeed(gouge.seed, 0x906e);
  const { widthMm, slope } = gouge;
  const soft = Math.max(0.08, (1.2 * stage.scene.mmPerPx) / widthMm);
  const [midU, midV] = [(x0 + x1) / 2, (y0 + y1) / 2];
  shadeAround(stage, midU, midV, lengthMm / 2 + widthMm, (under, du, dv) => {
    const along = du * dirU + dv * dirV + lengthMm / 2;
    const across = -du * dirV + dv * dirU;
    if (along < 0 || along > lengthMm || Math.abs(across) > GOUGE_REACH * widthMm) return under;
    const side = Math.sign(across) || 1;
    // The plough bites in quickly and leaves slowly; each edge tears by itself.
    const part = along / lengthMm;
    const depth = Math.min(1, part / 0.12) * Math.min(1, (1 - part) / 0.45);
    const tear = latticeNoise(along / (0.35 * widthMm), 11 * side, salt) - 0.5;
    const fine = latticeNoise(along / (0.1 * widthMm), 17 * side, salt) - 0.5;
    const half = (widthMm / 2) * (0.35 + 0.65 * Math.sqrt(depth)) * (0.92 + 0.4 * tear + 0.14 * fine);
    const inside = (half - Math.abs(across)) / (widthMm / 2);
    const cover = smooth(inside / soft + 0.5);
    const crest = smooth(1 + inside / (0.25 + 0.5 * Math.max(0, tear))) * (1 - cover) * depth;
    const stripe = latticeNoise((6 * across) / widthMm, along / (4 * widthMm), salt + 3) - 0.5;
    const chatter = latticeNoise(along / (0.22 * widthMm), across / widthMm, salt + 5) - 0.5;
    const wall = slope * depth * side * Math.min(1, 0.25 + 1.6 * Math.max(0, 1 - inside - 0.35));
    const floorAcross = wall + 1.1 * slope * stripe;
    const floorAlong = 0.5 * slope * chatter + (part < 0.12 ? -0.5 * slope : 0.2 * slope);
    const u = midU + du;
    const v = midV + dv;
    const light = (alongSlope: number, acrossSlope: number): number =>
      brightnessAt(
        stage.faceMap,
        tiltU(stage, u) + alongSlope * dirU - acrossSlope * dirV,
        tiltV(stage, v) + alongSlope * dirV + acrossSlope * dirU,
      );
    const raised = crest > 0 ? under + (light(0.2 * chatter, -CREST * slope * side) - under) * crest : under;
    if (cover <= 0) return raised;
    return raised + ((0.75 + 0.3 * stripe) * light(floorAlong, floorAcross) - raised) * cover;
  });
}
