/** Writes a report's three files: Markdown, JSON and the chart, each beside its place and then renamed. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BatchReport } from "./batch-report.ts";
import { ganttOf } from "./gantt.ts";
import { ganttSvg } from "./gantt-svg.ts";
import { reportMarkdown } from "./markdown.ts";

export interface WrittenReport {
  readonly markdown: string;
  readonly json: string;
  readonly chart: string;
}

/** Makes the folder when it is not there; a report of the same batch is replaced. */
export function writeReport(report: BatchReport, folder: string): WrittenReport {
  mkdirSync(folder, { recursive: true });
  const chart = `${report.batch}-gantt.svg`;
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(`${file}.part`, text);
    renameSync(`${file}.part`, file);
    return file;
  };
  return {
    chart: write(chart, ganttSvg(ganttOf(report))),
    json: write(`${report.batch}.json`, `${JSON.stringify(report, null, 2)}\n`),
    markdown: write(`${report.batch}.md`, reportMarkdown(report, chart)),
  };
}
