/** The vision child: takes one job at a time from its parent, answers it, and ends when the parent is gone. */
import { compare } from "./compare/index.ts";
import { jobSchema, type Kind, type VisionReport } from "./jobs.ts";
import { look } from "./look.ts";
import { measure } from "./measure.ts";
import { measureRequestSchema } from "./measure-request.ts";
import { drawLook, drawMeasured } from "./overlay/index.ts";
import { compareRequestSchema, lookRequestSchema } from "./requests.ts";
import { thumbnail } from "./thumbnail.ts";
import { thumbnailRequestSchema } from "./thumbnail-request.ts";

const ANSWERERS: Readonly<Record<Kind, (request: unknown) => Promise<object>>> = {
  look: async (asked) => {
    const request = lookRequestSchema.parse(asked);
    const seen = await look(request);
    if (request.overlayPath !== undefined) drawLook(request, seen, request.overlayPath);
    return seen;
  },
  compare: (asked) => compare(compareRequestSchema.parse(asked)),
  measure: async (asked) => {
    const request = measureRequestSchema.parse(asked);
    const answer = measure(request);
    if (request.overlayPath !== undefined) drawMeasured(request, answer, request.overlayPath);
    return answer;
  },
  thumbnail: async (asked) => thumbnail(thumbnailRequestSchema.parse(asked)),
};

function report(message: VisionReport): void {
  process.send?.(message);
}

process.on("message", async (message: unknown) => {
  const { id, kind, request } = jobSchema.parse(message);
  report({ report: "begun", id });
  try {
    report({ report: "done", id, result: await ANSWERERS[kind](request) });
  } catch (error) {
    report({ report: "error", id, error: error instanceof Error ? error.message : String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
report({ report: "ready" });
