/** Writes lines in the format that a file's ending names. */
import { renameSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import writeXlsxFile from "write-excel-file/node";
import { asTable, type Cell, type ExportedVerdict } from "./lines.ts";

/** The file cannot be written; the message says what to do. */
export class ExportError extends Error {
  override readonly name = "ExportError";
}

type Format = (verdicts: readonly ExportedVerdict[]) => Promise<string | Buffer>;

const FORMATS: Readonly<Record<string, Format>> = {
  ".csv": async (verdicts) => csv(asTable(verdicts)),
  ".xlsx": async (verdicts) => xlsx(asTable(verdicts)),
  ".json": async (verdicts) => `${JSON.stringify({ verdicts }, null, 2)}\n`,
};

/** Written beside its place and renamed. Throws an ExportError for an ending that names no format. */
export async function writeExport(file: string, verdicts: readonly ExportedVerdict[]): Promise<void> {
  const format = FORMATS[extname(file).toLowerCase()];
  if (format === undefined)
    throw new ExportError(`${file} ends in no format; name it ${Object.keys(FORMATS).join(", ")}`);
  const content = await format(verdicts);
  writeFileSync(`${file}.part`, content);
  renameSync(`${file}.part`, file);
}

const BYTE_ORDER_MARK = "\uFEFF";

/** RFC 4180, with a byte order mark so that spreadsheets read it as UTF-8. */
export function csv(table: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + table.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

/** A text that a spreadsheet would take for a formula is led by an apostrophe. */
function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function xlsx(table: readonly (readonly Cell[])[]): Promise<Buffer> {
  const [heading = [], ...lines] = table;
  return writeXlsxFile([
    heading.map((value) => ({ value: String(value), fontWeight: "bold" as const })),
    ...lines.map((line) => line.map((value) => (value === null ? null : { value }))),
  ]).toBuffer();
}
