/** What a look found, drawn over the picture for a technician: outline, regions, indentations, plan, and words below. */
import type { LookRequest, LookResult } from "../requests.ts";
import { Canvas, type Colour } from "./canvas.ts";
import { corners } from "./corners.ts";
import { drawPlan, planWords } from "./plan.ts";
import { drawRegions, groupRegions, labelRegions, regionWords } from "./regions.ts";

const OUTLINE: Colour = [255, 190, 0];
const WHITE: Colour = [235, 235, 235];
const DENT: Colour = [90, 230, 90];
const TOUCHING: Colour = [0, 200, 255];
const CUT_OFF: Colour = [255, 90, 255];
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
  const regions = groupRegions(seen.regions);
  drawRegions(canvas, regions);
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
  labelRegions(canvas, regions);
  canvas.write(path, [
    ...words(seen, brief),
    ...regionWords(regions),
    ...(seen.plan !== null && planned ? planWords(seen.plan) : []),
  ]);
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
  canvas.ellipse(dent.centrePx, major, minor, dent.angleDeg, {
    colour: colourOf(dent),
    width: dent.touching ? 2 : 1,
    dashed: dent.cutOff,
  });
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
  const described = brief ? "numbered" : "with number, mean diameter, confidence";
  const touching = indentations.filter((dent) => dent.touching).length;
  const cutOff = indentations.filter((dent) => dent.cutOff).length;
  const inRegions = new Set(seen.regions.map(({ reason }) => reason));
  const others = [...new Set(reasons)].filter((reason) => !inRegions.has(reason));
  return [
    { words: `${state.toUpperCase()}   ${block}, ${known}`, colour: STATES[state] },
    ...others.slice(0, MOST_REASONS).map((reason) => ({ words: `- ${reason}`, colour: WHITE })),
    { words: counted(indentations.length, described), colour: DENT },
    ...(touching === 0 ? [] : [{ words: `thick line: ${touching} touching another`, colour: TOUCHING }]),
    ...(cutOff === 0 ? [] : [{ words: `dashed: ${cutOff} cut off by the picture's edge`, colour: CUT_OFF }]),
    ...(seen.whyNot === undefined ? [] : [{ words: `no plan: ${seen.whyNot}`, colour: CUT_OFF }]),
  ];
}

function counted(count: number, described: string): string {
  if (count === 0) return "no indentations";
  return count === 1 ? `1 indentation, ${described}` : `${count} indentations, ${described}`;
}
