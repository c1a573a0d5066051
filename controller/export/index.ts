/**
 * Export (导出) of what a search finds: one line a verdict with its counted values, as CSV for spreadsheets (UTF-8 with a byte
 * order mark), XLSX or JSON. It writes the one file it is asked for and changes nothing.
 */
export * from "./lines.ts";
export * from "./write.ts";
