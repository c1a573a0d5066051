/** Looks at a block's surface and plans where its indentations go. */
import { z } from "zod";
import { isVisionFailure, type LookResult } from "../../vision/index.ts";
import type { Computation } from "../ledger/index.ts";
import { requiredDistances } from "../metrology/index.ts";
import { blockInGripper, measuredSchema } from "./measured.ts";
import type { ComputationParts } from "./parts.ts";
import { fetchPicture } from "./picture.ts";

const inputSchema = z.object({
  measured: measuredSchema,
  scale: z.string(),
  nominalHr: z.number(),
  counted: z.number(),
  preliminary: z.number(),
  line: z.string(),
  camera: z.string(),
  image: z.string(),
});

/** Positions in reserve, for values that get lost. */
const SPARES = 3;

export function lookComputation(parts: ComputationParts): Computation {
  return async (input, signal) => {
    const { measured, scale, nominalHr, counted, preliminary, line, camera, image } =
      inputSchema.parse(input);
    const picture = await fetchPicture(parts, camera, image, signal);
    if ("ok" in picture) return { outcome: picture };
    const distances = requiredDistances(parts.table, scale, nominalHr);
    const request = {
      mmPerPx: picture.mmPerPx,
      block: blockInGripper(measured),
      plan: {
        count: counted,
        preliminary,
        spares: SPARES,
        ...distances,
        reachMm: parts.lab.lines[line]?.reachMm ?? 0,
      },
    };
    const seen = await parts.vision.look({ imagePath: picture.path, ...request }, signal);
    if (isVisionFailure(seen))
      return {
        outcome: { ok: false, fault: "visionFailed", text: seen.error },
      };
    if (seen.state === "unreadable")
      return {
        outcome: {
          ok: false,
          fault: "unreadable",
          text: `${camera}: ${seen.reasons.join("; ")}`,
        },
      };
    const { sha256, enter, keepResult } = picture;
    return {
      outcome: { ok: true, value: { sha256, ...distances, ...kept(seen) } },
      write: () => {
        enter();
        keepResult("look", request, seen);
      },
    };
  };
}

/** What stays in the ledger: all but the time it took, which no replay can give again. */
function kept(seen: LookResult) {
  const { ms: _ms, whyNot, ...rest } = seen;
  return {
    ...rest,
    whyNot: seen.plan === null ? (whyNot ?? seen.reasons.join("; ")) : null,
  };
}
