/** Renders a split, looks at each picture through the vision child as users do, and counts beside the baselines. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type PictureTruth, type Split, writeRenders } from "../../devices/virtual/render/index.ts";
import { readGreyImage } from "../../vision/image/grey-image.ts";
import { isVisionFailure, type LookResult, type VisionProcess } from "../../vision/index.ts";
import { TESTER_PLAN } from "../vision/tester-plan.ts";
import { adaptiveThreshold, type Circle, houghCircles } from "./vision-baselines.ts";
import { type DentFigures, DentScore, quantile } from "./vision-score.ts";

/** Three close-ups for each picture of a whole block: they are smaller and show fewer dents. */
const CLOSE_UPS = 3;

export interface SplitRequest {
  readonly folder: string;
  readonly count: number;
  readonly seed: number;
  readonly split: Split;
  readonly say: (line: string) => void;
}

export interface SplitFigures {
  readonly ours: DentFigures & { readonly block: DentFigures; readonly closeup: DentFigures };
  /** Part of the readable pictures' states told right, and of all. */
  readonly stateAccuracy: number;
  readonly stateConfusion: Readonly<Record<string, number>>;
  readonly houghCircles: DentFigures;
  readonly adaptiveThreshold: DentFigures;
}

export async function lookAtSplit(vision: VisionProcess, request: SplitRequest): Promise<SplitFigures> {
  const { folder, count, seed, split, say } = request;
  const scores = { all: new DentScore(), block: new DentScore(), closeup: new DentScore() };
  const baselines = { hough: new DentScore(), threshold: new DentScore() };
  const confusion: Record<string, number> = {};
  let right = 0;
  let pictures = 0;
  for (const view of ["block", "closeup"] as const) {
    const outDir = join(folder, `${split}-${view}`);
    const many = view === "block" ? count : CLOSE_UPS * count;
    await writeRenders({ outDir, count: many, seed, split, view, format: "bmp", log: () => undefined });
    for (const truth of truthsIn(outDir)) {
      const imagePath = join(outDir, truth.image);
      const seen = await lookAt(vision, imagePath, truth);
      pictures++;
      const met = `${truth.state} → ${seen.state}`;
      confusion[met] = (confusion[met] ?? 0) + 1;
      if (seen.state === truth.state) right++;
      else say(`${imagePath}: ${met}: ${seen.reasons.join("; ")}`);
      // What cannot be read has no dents to find.
      if (truth.state === "unreadable") continue;
      const ours = seen.indentations.map(({ centrePx: [xPx, yPx], axesPx: [major, minor] }) => ({
        xPx,
        yPx,
        diameterPx: Math.sqrt(major * minor),
      }));
      scores.all.add(truth.dents, ours, truth.mmPerPx);
      for (const remark of scores[view].add(truth.dents, ours, truth.mmPerPx))
        say(`${imagePath} ${truth.finish}: ${remark}`);
      const { mat } = readGreyImage(imagePath);
      const onFace = (circles: Circle[]): Circle[] => circles.filter((one) => isOnFace(truth, one));
      baselines.hough.add(truth.dents, onFace(houghCircles(mat)), truth.mmPerPx);
      baselines.threshold.add(truth.dents, onFace(adaptiveThreshold(mat)), truth.mmPerPx);
    }
  }
  return {
    ours: {
      ...scores.all.figures(),
      block: scores.block.figures(),
      closeup: scores.closeup.figures(),
    },
    stateAccuracy: right / pictures,
    stateConfusion: confusion,
    houghCircles: baselines.hough.figures(),
    adaptiveThreshold: baselines.threshold.figures(),
  };
}

function* truthsIn(folder: string): Generator<PictureTruth> {
  for (const file of readdirSync(folder).sort())
    if (file.endsWith(".json")) yield JSON.parse(readFileSync(join(folder, file), "utf8"));
}

/** A whole block with its stage's measure and the camera's scale, as in the lab; a close-up with its scale alone. */
async function lookAt(vision: VisionProcess, imagePath: string, truth: PictureTruth): Promise<LookResult> {
  const { outline, mmPerPx } = truth;
  const plan = truth.view === "block" ? { plan: TESTER_PLAN } : {};
  const seen = await vision.look({
    imagePath,
    mmPerPx,
    ...plan,
    ...(outline.kind === "none"
      ? {}
      : {
          block: {
            round: outline.kind === "round",
            lengthMm: outline.kind === "round" ? outline.diameterMm : outline.lengthMm,
            widthMm: outline.kind === "round" ? outline.diameterMm : outline.widthMm,
            offsetXMm: outline.centreMm[0],
            offsetYMm: outline.centreMm[1],
          },
        }),
  });
  if (isVisionFailure(seen)) throw new Error(seen.error);
  return seen;
}

/** Baselines are told where the block is. */
function isOnFace({ outline, mmPerPx }: PictureTruth, { xPx, yPx }: Circle): boolean {
  if (outline.kind === "none") return true;
  const dx = xPx - outline.centrePx[0];
  const dy = yPx - outline.centrePx[1];
  if (outline.kind === "round") return Math.hypot(dx, dy) < outline.diameterPx / 2 - 0.5 / mmPerPx;
  const turn = (outline.angleDeg * Math.PI) / 180;
  const u = Math.abs(dx * Math.cos(turn) + dy * Math.sin(turn)) * mmPerPx;
  const v = Math.abs(dy * Math.cos(turn) - dx * Math.sin(turn)) * mmPerPx;
  return u < outline.lengthMm / 2 - 0.5 && v < outline.widthMm / 2 - 0.5;
}

/** Middle time of looking at and planning on one picture of 5 and of 20 megapixels, ms on one core. */
export async function lookTimes(
  vision: VisionProcess,
  { folder, seed }: { readonly folder: string; readonly seed: number },
): Promise<{ mp5: number; mp20: number }> {
  const timed = async (camera: "lab" | "mp20"): Promise<number> => {
    const outDir = join(folder, `times-${camera}`);
    await writeRenders({ outDir, count: 6, seed, split: "fit", camera, format: "bmp", log: () => undefined });
    const times: number[] = [];
    for (let round = 0; round < 3; round++)
      for (const truth of truthsIn(outDir))
        times.push((await lookAt(vision, join(outDir, truth.image), truth)).ms);
    return quantile(times, 0.5);
  };
  return { mp5: await timed("lab"), mp20: await timed("mp20") };
}
