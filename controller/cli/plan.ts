/** `hardlab plan`: where new indentations would go on the block of a photograph, no lab needed. */
import { readLabFile } from "../../devices/index.ts";
import { type BlockInGripper, isVisionFailure, type LookResult } from "../../vision/index.ts";
import { readLimitTable } from "../lab/limit-tables.ts";
import { isScaleName, requiredDistances, SCALE_NAMES } from "../metrology/index.ts";
import { lookEntry, lookInWords } from "./look.ts";
import { eachPhotograph } from "./photographs.ts";

interface PlanCommand {
  readonly scale: string;
  readonly nominal: number;
  readonly n: number;
  readonly preliminary: number;
  readonly mmPerPx?: number;
  readonly diameter?: number;
  readonly length?: number;
  readonly width?: number;
  readonly reach?: number;
  readonly lab: string;
  readonly json?: boolean;
  readonly overlay?: string;
}

const SPARES = 3;
/** Without an arm to ask, any place on the block is within reach. */
const ANY_REACH_MM = 1000;

/** A command that cannot be carried out as given. */
export class PlanCommandError extends Error {
  override readonly name = "PlanCommandError";
}

export async function plan(images: readonly string[], options: PlanCommand): Promise<void> {
  const lab = readLabFile(options.lab);
  const { scale, nominal } = options;
  if (!isScaleName(scale))
    throw new PlanCommandError(`--scale ${scale}: there are ${SCALE_NAMES.join(", ")}`);
  const table = readLimitTable(lab.limitTables.rockwell);
  const block = measuredBlock(options);
  const calibrations = Object.values(lab.devices).flatMap(({ camera }) =>
    camera === undefined ? [] : [camera],
  );
  const request = {
    count: options.n,
    preliminary: options.preliminary,
    spares: SPARES,
    ...requiredDistances(table, scale, nominal),
    reachMm: options.reach ?? ANY_REACH_MM,
  };
  await eachPhotograph(
    images,
    async (vision, imagePath, overlayPath) => {
      const seen = await vision.look({
        imagePath,
        plan: request,
        ...(block === undefined ? { calibrations } : { block }),
        ...(options.mmPerPx === undefined ? {} : { mmPerPx: options.mmPerPx }),
        ...(overlayPath === undefined ? {} : { overlayPath }),
      });
      const scaled = isVisionFailure(seen) || seen.scale.from !== "none" || block !== undefined;
      return scaled
        ? seen
        : {
            error: `${imagePath}: its scale is not known; give --mm-per-px, or the block's measured --diameter (or --length and --width) in mm`,
          };
    },
    (file, answer) => ({
      ...lookEntry(file, answer),
      plan: isVisionFailure(answer) ? null : answer.plan,
      whyNot: isVisionFailure(answer) ? null : (answer.whyNot ?? null),
    }),
    { ...options, show: (answer, { file }) => `${lookInWords(file, answer)}\n${planInWords(answer)}\n` },
  );
}

/** As if the stage had measured it, lying in the picture's middle. */
function measuredBlock({ diameter, length, width }: PlanCommand): BlockInGripper | undefined {
  const middle = { offsetXMm: 0, offsetYMm: 0 };
  if (diameter !== undefined) return { round: true, lengthMm: diameter, widthMm: diameter, ...middle };
  if (length === undefined && width === undefined) return undefined;
  if (length === undefined || width === undefined)
    throw new PlanCommandError("--length and --width go together; give both in mm");
  return { round: false, lengthMm: Math.max(length, width), widthMm: Math.min(length, width), ...middle };
}

function planInWords({ plan: made, whyNot }: LookResult): string {
  if (made === null) return `  no plan: ${whyNot ?? "none was asked for"}`;
  const line = (name: string) => (p: { xMm: number; yMm: number }, n: number) =>
    `  ${name} ${n + 1}  (${p.xMm.toFixed(2)}, ${p.yMm.toFixed(2)}) mm from the picture's middle`;
  return [
    ...made.preliminary.map(line("preliminary")),
    ...made.counted.map(line("counted")),
    `  evenness ${made.evenness.toFixed(2)}; ${made.couldFit} more would still fit`,
  ].join("\n");
}
