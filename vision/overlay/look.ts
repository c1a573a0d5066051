/** What a look found, drawn over the picture for a technician: outline, regions, indentations, plan, and words below. */
import type { LookRequest, LookResult } from "../requests.ts";
import { Canvas, type Colour } from "./canvas.ts";
import { corners } from "./corners.ts";
import { drawPlan, PLAN_COLOURS } from "./plan.ts";

const OUTLINE: Colour = [255, 190, 0];
const WHITE: Colour = [235, 235, 235];
const DENT: Colour = [90, 230, 90];
const TOUCHING: Colour = [0, 200, 255];
const CUT_OFF: Colour = [255, 90, 255];
const REGIONS: Readonly<Record<LookResult["regions"][number]["kind"], Colour>> = {
  scratch: [60, 60, 255],
  stain: [200, 120, 60],
  rust: [30, 110, 230],
  damage: [40, 40, 230],
  glare: [200, 255, 255],
  dirt: [170, 130, 130],
};
const STATES: Readonly<Record<LookResult["state"], Colour>> = {
  fit: DENT,
  scratched: TOUCHING,
  stained: TOUCHING,
  rusted: TOUCHING,
  damaged: [80, 80, 255],
  full: TOUCHING,
  unreadable: [80, 80, 255],
};
/** More indentations than this are only numbered. */
const MOST_DESCRIBED = 30;
/** More reasons than this do not help. */
const MOST_REASONS = 8;

/** Writes a PNG. Throws an error that names the file when picture or place cannot be used. */
export function drawLook({ imagePath, plan }: LookRequest, seen: LookResult, path: string): void {
  const canvas = new Canvas(imagePath);
  canvas.tint(seen.regions.map(({ kind, polygonPx }) => ({ places: polygonPx, colour: REGIONS[kind] })));
  for (const { kind, polygonPx } of seen.regions)
    canvas.path(polygonPx, { colour: REGIONS[kind], width: 0.7 }, true);
  drawOutline(canvas, seen.outlinePx);
  for (const { centrePx, axesPx } of seen.indentations) canvas.reserve(centrePx, axesPx[0] / 2);
  const planned = seen.plan !== null && plan !== undefined;
  if (seen.plan !== null && plan !== undefined) drawPlan(canvas, seen, seen.plan, plan);
  for (const dent of seen.indentations) drawDent(canvas, dent);
  const brief = planned || seen.indentations.length > MOST_DESCRIBED;
  for (const [n, dent] of seen.indentations.entries())
    canvas.label(dent.centrePx, brief ? String(n + 1) : described(seen, n, dent), colourOf(dent), {
      size: 0.8,
      gapPx: dent.axesPx[0] / 2,
    });
  for (const { kind, polygonPx } of seen.regions) {
    const [corner] = [...polygonPx].sort(([, a], [, b]) => a - b);
    if (corner !== undefined) canvas.label(corner, kind, REGIONS[kind], { size: 0.8 });
  }
  canvas.write(path, [...words(seen, brief), ...(planned ? PLAN_COLOURS.legend : [])]);
}

function drawOutline(canvas: Canvas, outline: LookResult["outlinePx"]): void {
  if (outline === null) return;
  const stroke = { colour: OUTLINE };
  if (outline.kind === "round")
    canvas.ellipse([outline.xPx, outline.yPx], outline.diameterPx, outline.diameterPx, 0, stroke);
  else canvas.path(corners(outline, 0), stroke, true);
}

type Seen = LookResult["indentations"][number];

function colourOf({ cutOff, touching }: Seen): Colour {
  return cutOff ? CUT_OFF : touching ? TOUCHING : DENT;
}

function drawDent(canvas: Canvas, dent: Seen): void {
  const [major, minor] = dent.axesPx;
  canvas.ellipse(dent.centrePx, major, minor, dent.angleDeg, { colour: colourOf(dent), dashed: dent.cutOff });
}

function described(seen: LookResult, n: number, { axesPx: [major, minor], confidence }: Seen): string {
  return `${n + 1}: ${size(seen, (major + minor) / 2)} ${Math.round(100 * confidence)} %`;
}

function size({ scale }: LookResult, px: number): string {
  return scale.from === "none" ? `${px.toFixed(1)} px` : `${(px * scale.mmPerPx).toFixed(3)} mm`;
}

function words(seen: LookResult, brief: boolean): { words: string; colour: Colour }[] {
  const { state, reasons, indentations, scale, outlinePx } = seen;
  const known =
    scale.from === "none" ? "scale not known" : `${scale.mmPerPx.toPrecision(4)} mm/px (${scale.from})`;
  const block = outlinePx === null ? "no outline" : `${outlinePx.kind} block`;
  const described = brief ? "numbered" : "each with number, mean diameter, confidence";
  const kinds = [
    {
      words: `${indentations.length} indentations, ${described}`,
      colour: DENT,
      shown: indentations.length > 0,
    },
    {
      words: "touching another",
      colour: TOUCHING,
      shown: indentations.some(({ touching, cutOff }) => touching && !cutOff),
    },
    {
      words: "dashed: cut off by the picture's edge",
      colour: CUT_OFF,
      shown: indentations.some(({ cutOff }) => cutOff),
    },
  ];
  return [
    { words: `${state.toUpperCase()}   ${block}, ${known}`, colour: STATES[state] },
    ...reasons.slice(0, MOST_REASONS).map((reason) => ({ words: `- ${reason}`, colour: WHITE })),
    ...kinds.filter(({ shown }) => shown),
    ...(seen.whyNot === undefined ? [] : [{ words: `no plan: ${seen.whyNot}`, colour: CUT_OFF }]),
  ];
}
