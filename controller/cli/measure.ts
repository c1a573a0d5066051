/** `hardlab measure`: the diameters of a Brinell indentation in micrographs, and its hardness when the force is given. */
import { isVisionFailure, type MeasureResult } from "../../vision/index.ts";
import { brinellHardness } from "../metrology/index.ts";
import { type Entry, eachPhotograph } from "./photographs.ts";

interface MeasureCommand {
  readonly mmPerPx: number;
  readonly ball: number;
  readonly force?: number;
  readonly json?: boolean;
  readonly overlay?: string;
}

export async function measure(images: readonly string[], options: MeasureCommand): Promise<void> {
  const { mmPerPx, ball: ballMm, force: forceN } = options;
  await eachPhotograph(
    images,
    (vision, imagePath, overlayPath) =>
      vision.measure({
        imagePath,
        mmPerPx,
        ballMm,
        ...(overlayPath === undefined ? {} : { overlayPath }),
      }),
    (file, answer) => measureEntry(file, answer, ballMm, forceN),
    { ...options, show: (answer, entry) => `${measuredInWords(answer, entry)}\n` },
  );
}

type Measured = NonNullable<MeasureResult["measured"]>;

/** A measurement as the JSON output gives it: `measured` is null where it cannot be measured, and `cannot` says why. */
export interface MeasureEntry extends Entry {
  readonly widthPx: number | null;
  readonly heightPx: number | null;
  readonly measured: Measured | null;
  readonly cannot: string | null;
  /** Null without a force, or where d/D is not a Brinell test's. */
  readonly hbw: number | null;
  readonly ms: number | null;
}

export function measureEntry(
  file: string,
  answer: MeasureResult | { readonly error: string },
  ballMm: number,
  forceN: number | undefined,
): MeasureEntry {
  if (isVisionFailure(answer))
    return {
      file,
      widthPx: null,
      heightPx: null,
      measured: null,
      cannot: null,
      hbw: null,
      ms: null,
      error: answer.error,
    };
  const { widthPx, heightPx, measured, cannot = null, ms } = answer;
  const hbw =
    measured === null || forceN === undefined || !measured.ratioInRange
      ? null
      : brinellHardness({ forceN, ballMm }, measured.diameterMm);
  return { file, widthPx, heightPx, measured, cannot, hbw, ms, error: null };
}

/** For a person: the diameters in a few lines, and the hardness where there is one. */
function measuredInWords({ measured, ms }: MeasureResult, { file, cannot, hbw }: MeasureEntry): string {
  if (measured === null) return `${file}  cannot measure: ${cannot}, ${ms.toFixed(0)} ms`;
  const { diameterMm, horizontalMm, verticalMm, uncertaintyMm, ratio, ratioInRange } = measured;
  return [
    `${file}  d ${diameterMm.toFixed(4)} mm, standard uncertainty ${uncertaintyMm.toFixed(4)} mm, ${ms.toFixed(0)} ms`,
    `  horizontal ${horizontalMm.toFixed(4)} mm, vertical ${verticalMm.toFixed(4)} mm`,
    `  d/D ${ratio.toFixed(3)}${ratioInRange ? "" : ": outside 0.24 to 0.60, no Brinell test"}`,
    ...(hbw === null ? [] : [`  ${hbw.toFixed(1)} HBW`]),
  ].join("\n");
}
