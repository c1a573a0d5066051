/** A vision child that aborts at a job whose imagePath does not exist yet, after making that file; else it answers. */
import { existsSync, writeFileSync } from "node:fs";

process.on("message", (job: { id: number; kind: "look" | "compare"; request: { imagePath: string } }) => {
  const { imagePath } = job.request;
  process.send?.({ report: "begun", id: job.id });
  if (imagePath.endsWith("always")) process.abort();
  if (imagePath.endsWith("slow")) return;
  if (!existsSync(imagePath)) {
    writeFileSync(imagePath, "");
    process.abort();
  }
  const result = {
    widthPx: 1,
    heightPx: 1,
    scale: { mmPerPx: 1, from: "none" },
    state: "fit",
    reasons: [imagePath],
    regions: [],
    outline: null,
    outlinePx: null,
    indentations: [],
    plan: null,
    ms: 0,
  };
  process.send?.({ report: "done", id: job.id, result });
});
process.on("disconnect", () => process.exit(0));
process.send?.({ report: "ready" });
