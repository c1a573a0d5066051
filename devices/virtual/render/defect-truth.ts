/** Where defects lie in a picture: a box and a polygon around each, in px. */
import { blotch } from "./blotches.ts";
import type { Defect } from "./defect-kinds.ts";
import { fibrePath } from "./fibres.ts";
import { dentPixel } from "./frames.ts";
import { GOUGE_REACH } from "./gouges.ts";
import { arcPoint } from "./grooves.ts";
import type { Point } from "./point.ts";
import type { SampledScene } from "./sampled-scene.ts";
import { textWidth } from "./strokes.ts";

export interface DefectTruth {
  readonly kind: Defect["kind"];
  /** Left, top, right, bottom, clipped to nothing. */
  readonly boxPx: readonly [number, number, number, number];
  /** Its outline, drawn around its outermost traces. */
  readonly polygonPx: readonly Point[];
  /** No indentation may be planned on it. Dust and fibres are blown off, glare and shadow are the light's. */
  readonly keepAway: boolean;
}

const HARMLESS: ReadonlySet<Defect["kind"]> = new Set(["dust", "fibre", "glare", "shadow", "handlingMark"]);

export function defectTruths(scene: SampledScene): DefectTruth[] {
  return scene.defects
    .filter(({ kind }) => kind !== "shadow")
    .map((defect) => {
      const polygonPx = outlineOf(scene, defect);
      const xs = polygonPx.map(([x]) => x);
      const ys = polygonPx.map(([, y]) => y);
      return {
        kind: defect.kind,
        boxPx: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
        polygonPx,
        keepAway: !HARMLESS.has(defect.kind),
      };
    });
}

function outlineOf(scene: SampledScene, defect: Defect): Point[] {
  const onPicture = (points: readonly Point[]): Point[] => points.map(([x, y]) => dentPixel(scene, x, y));
  switch (defect.kind) {
    case "scratch":
    case "handlingMark":
      return onPicture(
        band(bowedLine(defect.fromMm, defect.toMm, defect.bowMm), (defect.widthMm / 2) * BURR),
      );
    case "arc": {
      const way = Array.from({ length: 25 }, (_, n) => arcPoint(defect, (defect.sweepDeg * n) / 24));
      return onPicture(band(way, (defect.widthMm / 2) * BURR));
    }
    case "gouge":
      return onPicture(band([defect.fromMm, defect.toMm], GOUGE_REACH * defect.widthMm));
    case "fibre": {
      const path = fibrePath(defect);
      const step = Math.max(1, Math.floor(path.length / 30));
      const way = path.filter((_, n) => n % step === 0 || n === path.length - 1);
      return onPicture(band(way, defect.widthMm));
    }
    case "engraving": {
      const halfX = (textWidth(defect.text) / 2) * defect.heightMm + defect.widthMm;
      const halfY = defect.heightMm / 2 + defect.widthMm;
      const angle = (defect.angleDeg * Math.PI) / 180;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const corners: readonly Point[] = [
        [-halfX, -halfY],
        [halfX, -halfY],
        [halfX, halfY],
        [-halfX, halfY],
      ];
      return onPicture(
        corners.map(([x, y]) => [defect.xMm + x * cos - y * sin, defect.yMm + x * sin + y * cos]),
      );
    }
    case "glare":
    case "shadow": {
      const { mmPerPx, widthPx, heightPx } = scene;
      const radius = defect.kind === "glare" ? defect.radiusMm : defect.softMm;
      return ring((angle) => [
        (widthPx - 1) / 2 + (defect.xMm + radius * Math.cos(angle)) / mmPerPx,
        (heightPx - 1) / 2 + (defect.yMm + radius * Math.sin(angle)) / mmPerPx,
      ]);
    }
    case "dust":
      return onPicture(
        ring((angle) => [
          defect.xMm + 1.2 * defect.radiusMm * Math.cos(angle),
          defect.yMm + 1.2 * defect.radiusMm * Math.sin(angle),
        ]),
      );
    default: {
      const { outlineMm } = blotch(defect.radiusMm, defect.seed);
      return onPicture(
        ring((angle) => [
          defect.xMm + outlineMm(angle) * Math.cos(angle),
          defect.yMm + outlineMm(angle) * Math.sin(angle),
        ]),
      );
    }
  }
}

/** A groove with the burr on both its sides, as a factor of its width. */
const BURR = 1.6;

function ring(at: (angle: number) => Point): Point[] {
  return Array.from({ length: 24 }, (_, n) => at((2 * Math.PI * n) / 24));
}

/** A line whose middle bows aside as the groove does: 4·t·(1 − t) of the bow, to the right hand of its way. */
function bowedLine([x0, y0]: Point, [x1, y1]: Point, bowMm: number): Point[] {
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  return Array.from({ length: 13 }, (_, n) => {
    const part = n / 12;
    const aside = 4 * part * (1 - part) * bowMm;
    return [
      x0 + part * (x1 - x0) - (aside * (y1 - y0)) / length,
      y0 + part * (y1 - y0) + (aside * (x1 - x0)) / length,
    ];
  });
}

/** Both sides of a way: out on one, back on the other. */
function band(way: readonly Point[], halfMm: number): Point[] {
  const sides = way.map(([x, y], n): readonly [Point, Point] => {
    const [bx, by] = way[Math.max(0, n - 1)] ?? [x, y];
    const [ax, ay] = way[Math.min(way.length - 1, n + 1)] ?? [x, y];
    const length = Math.hypot(ax - bx, ay - by) || 1;
    const [nx, ny] = [(-(ay - by) / length) * halfMm, ((ax - bx) / length) * halfMm];
    return [
      [x + nx, y + ny],
      [x - nx, y - ny],
    ];
  });
  return [...sides.map(([one]) => one), ...sides.map(([, other]) => other).reverse()];
}
