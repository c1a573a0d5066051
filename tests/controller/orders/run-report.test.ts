import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openInfoBase, queueBatch, writeBlockRecord } from "../../../controller/infobase/index.ts";
import { runReport } from "../../../controller/orders/run-report.ts";

const verdict = { meanHr: 61.2, uniformityHr: 0.1, limitHr: 0.4 };
const indentation = (purpose: string, readingHr: number | null) => ({ purpose, readingHr });

test("each block counts once, by its latest attempt; skipped and incomplete ones are neither passed nor rejected", () => {
  const folder = mkdtempSync(join(tmpdir(), "hardlab-report-"));
  const base = openInfoBase(folder);
  const batch = queueBatch(base, { line: "rockwell", order: {}, workflowVersion: 1 });
  const write = (
    serial: string,
    slot: number,
    outcome: "passed" | "rejected" | "incomplete" | "skipped",
    place: string,
    record: Parameters<typeof writeBlockRecord>[1]["record"],
    attempt = 1,
  ) => writeBlockRecord(base, { batch, serial, attempt, slot, outcome, place, record });
  write("A", 2, "rejected", "reject:1", { reason: "uniformity", verdict, indentations: [] });
  write("B", 1, "passed", "slot:1", {
    reason: "",
    verdict,
    indentations: [
      indentation("preliminary", 60),
      indentation("counted", 61.1),
      indentation("counted", null),
    ],
  });
  write("C", 3, "skipped", "slot:3", { reason: "no time" });
  write("D", 4, "incomplete", "slot:4", {
    reason: "stopped",
    verdict: null,
    indentations: [indentation("counted", 60.9)],
  });
  write("A", 2, "passed", "slot:2", { reason: "", verdict, indentations: [] }, 2);
  expect(runReport(base, batch)).toMatchObject({
    blocks: 4,
    passed: 2,
    rejected: [],
    left: [
      { block: "C", outcome: "skipped", reason: "no time" },
      { block: "D", outcome: "incomplete", reason: "stopped" },
    ],
    indentations: 2,
    table: [
      { block: "B", readings: [61.1], meanHr: 61.2 },
      { block: "A", place: "slot:2", passed: true },
      { block: "C", meanHr: null },
      { block: "D", readings: [60.9] },
    ],
  });
  base.close();
  rmSync(folder, { recursive: true });
});
