/** A plan drawn over the picture: positions in their order, the path, and where no other centre may lie. */
import type { LookResult, Plan, PlanRequest } from "../requests.ts";
import type { Canvas, Colour, Place } from "./canvas.ts";
import { corners } from "./corners.ts";

const COUNTED: Colour = [255, 255, 60];
const PRELIMINARY: Colour = [255, 140, 140];
const SPARE: Colour = [80, 170, 255];
const KEEP_OUT: Colour = [150, 150, 240];

/** The plan in figures, and what its lines mean. */
export function planWords(plan: Plan): { words: string; colour: Colour }[] {
  const { preliminary, counted, spares, evenness, couldFit } = plan;
  return [
    {
      words: `${counted.length} counted, in their order with the path; evenness ${evenness.toFixed(2)}; ${couldFit} more would still fit`,
      colour: COUNTED,
    },
    ...(preliminary.length === 0
      ? []
      : [{ words: `p: ${preliminary.length} preliminary, made first`, colour: PRELIMINARY }]),
    ...(spares.length === 0 ? [] : [{ words: `s: ${spares.length} spare, best first`, colour: SPARE }]),
    { words: "dashed: no new centre within, by spacing or edge", colour: KEEP_OUT },
  ];
}

export function drawPlan(canvas: Canvas, seen: LookResult, plan: Plan, request: PlanRequest): void {
  const { mmPerPx } = seen.scale;
  const toPx = ({ xMm, yMm }: { xMm: number; yMm: number }): Place => [
    xMm / mmPerPx + (canvas.widthPx - 1) / 2,
    yMm / mmPerPx + (canvas.heightPx - 1) / 2,
  ];
  const circle = (at: Place, diameterMm: number, colour: Colour, width: number, dashed = false): void =>
    canvas.ellipse(at, diameterMm / mmPerPx, diameterMm / mmPerPx, 0, { colour, width, dashed });
  drawEdge(canvas, seen.outlinePx, request.edgeMm / mmPerPx);
  for (const { centrePx, majorMm, minorMm } of seen.indentations) {
    const keepOutMm = Math.max(request.spacingMm, (request.spacingFactor * (majorMm + minorMm)) / 2);
    circle(centrePx, 2 * keepOutMm, KEEP_OUT, 0.5, true);
  }
  const inOrder = [...plan.preliminary, ...plan.counted].map(toPx);
  canvas.path(inOrder, { colour: COUNTED, width: 0.6 });
  const kinds = [
    { places: plan.preliminary, mark: "p", colour: PRELIMINARY },
    { places: plan.counted, mark: "", colour: COUNTED },
    { places: plan.spares, mark: "s", colour: SPARE },
  ];
  for (const { places, mark, colour } of kinds)
    for (const [n, place] of places.entries()) {
      const at = toPx(place);
      circle(at, request.dentDiameterMm, colour, 1);
      if (mark !== "s") circle(at, 2 * request.spacingMm, KEEP_OUT, 0.5, true);
      cross(canvas, at, colour);
      canvas.label(at, `${mark}${n + 1}`, colour, {
        gapPx: request.dentDiameterMm / 2 / mmPerPx + 5 * canvas.unitPx,
      });
    }
}

function cross(canvas: Canvas, [x, y]: Place, colour: Colour): void {
  const arm = 5 * canvas.unitPx;
  canvas.line([x - arm, y], [x + arm, y], { colour, width: 0.7 });
  canvas.line([x, y - arm], [x, y + arm], { colour, width: 0.7 });
}

function drawEdge(canvas: Canvas, outline: LookResult["outlinePx"], edgePx: number): void {
  if (outline === null) return;
  const stroke = { colour: KEEP_OUT, width: 0.6, dashed: true };
  if (outline.kind === "round") {
    const diameterPx = outline.diameterPx - 2 * edgePx;
    if (diameterPx > 0) canvas.ellipse([outline.xPx, outline.yPx], diameterPx, diameterPx, 0, stroke);
  } else if (outline.widthPx > 2 * edgePx) canvas.path(dashes(corners(outline, edgePx)), stroke, true);
}

/** A polygon's sides cut into pieces, so that they can be dashed. */
function dashes(polygon: readonly Place[]): Place[] {
  const pieces = 30;
  return polygon.flatMap(([x, y], n) => {
    const [toX, toY] = polygon[(n + 1) % polygon.length] ?? [x, y];
    return Array.from(
      { length: pieces },
      (_, k): Place => [x + ((toX - x) * k) / pieces, y + ((toY - y) * k) / pieces],
    );
  });
}
