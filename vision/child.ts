/** The vision child: takes one job at a time from its parent, answers it, and ends when the parent is gone. */
import { compare } from "./compare/index.ts";
import { look } from "./look.ts";
import { jobSchema, type VisionJob, type VisionReport } from "./requests.ts";

function answer(job: VisionJob): VisionReport {
  try {
    return job.kind === "look"
      ? { kind: "look", id: job.id, result: look(job.request) }
      : { kind: "compare", id: job.id, result: compare(job.request) };
  } catch (error) {
    return { kind: "error", id: job.id, error: error instanceof Error ? error.message : String(error) };
  }
}

function report(message: VisionReport): void {
  process.send?.(message);
}

process.on("message", (message: unknown) => {
  const job = jobSchema.parse(message);
  report({ kind: "begun", id: job.id });
  report(answer(job));
});
process.on("disconnect", () => process.exit(0));
report({ kind: "ready" });
