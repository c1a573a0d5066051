/**
 * The run report (运行报告): all that is on record of one batch, as JSON for programs, as Markdown for people, and as a Gantt chart
 * of every device. It only reads, also beside a running controller, and judges nothing anew: what it says is what was recorded.
 */
export { type BatchReport, readBatchReport } from "./batch-report.ts";
export { ganttOf } from "./gantt.ts";
export { ganttSvg } from "./gantt-svg.ts";
export { reportMarkdown } from "./markdown.ts";
export { type WrittenReport, writeReport } from "./write-report.ts";
