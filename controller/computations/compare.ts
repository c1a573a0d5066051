/** Looks whether a dent the tester may have made is there. */
import { z } from "zod";
import { isVisionFailure } from "../../vision/index.ts";
import { keptImagePath } from "../infobase/index.ts";
import type { Computation } from "../ledger/index.ts";
import { blockInGripper, measuredSchema } from "./measured.ts";
import type { ComputationParts } from "./parts.ts";
import { fetchPicture } from "./picture.ts";

const inputSchema = z.object({
  block: measuredSchema,
  /** Hash of the picture the plan was made on. */
  before: z.string(),
  expected: z.array(z.object({ xMm: z.number(), yMm: z.number(), diameterMm: z.number() })),
  camera: z.string(),
  image: z.string(),
});

/** How far a dent may lie from where it was planned: arm, camera and gripper together, mm. */
const TOLERANCE_MM = 0.25;

export function compareComputation(parts: ComputationParts): Computation {
  return async (input, signal) => {
    const { block, before, expected, camera, image } = inputSchema.parse(input);
    const picture = await fetchPicture(parts, camera, image, signal);
    if ("ok" in picture) return { outcome: picture };
    const { path: imagePath, mmPerPx, sha256, enter, keepResult } = picture;
    const beforePath = keptImagePath(parts.base, parts.dataDir, before);
    const request = { mmPerPx, block: blockInGripper(block), expected, toleranceMm: TOLERANCE_MM };
    const seen = await parts.vision.compare(
      { imagePath, ...request, ...(beforePath === undefined ? {} : { beforePath }) },
      signal,
    );
    if (isVisionFailure(seen))
      return {
        outcome: { ok: false, fault: "visionFailed", text: seen.error },
      };
    const { findings, reasons } = seen;
    if (findings.every((finding) => finding === "unsure"))
      return {
        outcome: { ok: false, fault: "unreadable", text: `${camera}: ${reasons.join("; ")}` },
      };
    return {
      outcome: { ok: true, value: { sha256, findings, reasons } },
      write: () => {
        enter();
        keepResult("compare", { ...request, before }, seen);
      },
    };
  };
}
