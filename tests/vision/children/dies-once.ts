/** A vision child that aborts at a job whose imagePath does not exist yet, after making that file; else it answers. */
import { existsSync, writeFileSync } from "node:fs";

process.on("message", (job: { id: number; kind: "look" | "compare"; request: { imagePath: string } }) => {
  const { imagePath } = job.request;
  process.send?.({ kind: "begun", id: job.id });
  if (imagePath.endsWith("always")) process.abort();
  if (imagePath.endsWith("slow")) return;
  if (!existsSync(imagePath)) {
    writeFileSync(imagePath, "");
    process.abort();
  }
  const result = {
    widthPx: 1,
    heightPx: 1,
    state: "fit",
    reasons: [imagePath],
    outline: null,
    indentations: [],
    plan: null,
    ms: 0,
  };
  process.send?.({ kind: "look", id: job.id, result });
});
process.on("disconnect", () => process.exit(0));
process.send?.({ kind: "ready" });
