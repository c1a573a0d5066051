/** `hardlab look`: what photographs of blocks or indentations show, no lab needed. */
import { isVisionFailure, type LookResult } from "../../vision/index.ts";
import { type Entry, eachPhotograph } from "./photographs.ts";

const SHAPES = { round: "round", rect: "rectangular", none: "none", auto: "auto" } as const;

interface LookCommand {
  readonly mmPerPx?: number;
  readonly block: keyof typeof SHAPES;
  readonly json?: boolean;
  readonly overlay?: string;
}

export async function look(images: readonly string[], options: LookCommand): Promise<void> {
  await eachPhotograph(
    images,
    (vision, imagePath, overlayPath) =>
      vision.look({
        imagePath,
        shape: SHAPES[options.block],
        ...(options.mmPerPx === undefined ? {} : { mmPerPx: options.mmPerPx }),
        ...(overlayPath === undefined ? {} : { overlayPath }),
      }),
    lookEntry,
    { ...options, show: (answer, { file }) => `${lookInWords(file, answer)}\n` },
  );
}

/** A look as the JSON output gives it; mm are null where no scale is known. */
export interface LookEntry extends Entry {
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly mmPerPx: number | null;
  readonly state: LookResult["state"] | null;
  readonly reasons: readonly string[];
  readonly outline: LookResult["outlinePx"];
  readonly regions: LookResult["regions"];
  readonly indentations: readonly {
    readonly centrePx: readonly [number, number];
    readonly axesPx: readonly [number, number];
    readonly angleDeg: number;
    readonly confidence: number;
    readonly cutOff: boolean;
    readonly touching: boolean;
    readonly diameterMm: number | null;
  }[];
  readonly ms: number | null;
}

export function lookEntry(file: string, answer: LookResult | { readonly error: string }): LookEntry {
  if (isVisionFailure(answer))
    return {
      file,
      widthPx: null,
      heightPx: null,
      mmPerPx: null,
      state: null,
      reasons: [],
      outline: null,
      regions: [],
      indentations: [],
      ms: null,
      error: answer.error,
    };
  const { widthPx, heightPx, scale, state, reasons, outlinePx, regions, ms } = answer;
  const mmPerPx = scale.from === "none" ? null : scale.mmPerPx;
  return {
    file,
    widthPx,
    heightPx,
    mmPerPx,
    state,
    reasons,
    outline: outlinePx,
    regions,
    indentations: answer.indentations.map(({ centrePx, axesPx, angleDeg, confidence, cutOff, touching }) => ({
      centrePx,
      axesPx,
      angleDeg,
      confidence,
      cutOff,
      touching,
      diameterMm: mmPerPx === null ? null : ((axesPx[0] + axesPx[1]) / 2) * mmPerPx,
    })),
    ms,
    error: null,
  };
}

/** For a person: the picture in a few lines, then one line an indentation. */
export function lookInWords(file: string, seen: LookResult): string {
  const known = seen.scale.from !== "none";
  const length = (px: number): string =>
    known ? `${(px * seen.scale.mmPerPx).toFixed(3)} mm` : `${px.toFixed(1)} px`;
  const { outlinePx } = seen;
  const block =
    outlinePx === null
      ? "no outline of a block"
      : outlinePx.kind === "round"
        ? `round block, ${length(outlinePx.diameterPx)}`
        : `rectangular block, ${length(outlinePx.lengthPx)} × ${length(outlinePx.widthPx)}`;
  const dents = seen.indentations.map(
    ({ centrePx: [x, y], axesPx: [major, minor], confidence, cutOff, touching }, n) =>
      `  ${String(n + 1).padStart(3)}  (${x.toFixed(1)}, ${y.toFixed(1)}) px  ${length((major + minor) / 2)}` +
      `  confidence ${confidence.toFixed(2)}${cutOff ? "  cut off" : ""}${touching ? "  touching" : ""}`,
  );
  return [
    `${file}  ${seen.widthPx} × ${seen.heightPx} px, ${block}, ${seen.state}, ${dents.length} indentations, ${seen.ms.toFixed(0)} ms`,
    ...seen.reasons.map((reason) => `  ${reason}`),
    ...seen.regions
      .filter(({ reason }) => !seen.reasons.includes(reason))
      .map(({ reason }) => `  kept away from: ${reason}`),
    ...dents,
  ].join("\n");
}
