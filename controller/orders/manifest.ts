/** A manifest (送检清单), one block a line, read into the order of a tray. */
import type { Lab } from "../../devices/index.ts";
import { type BlockOrder, type TrayOrder, trayOrderSchema } from "../../workflows/index.ts";
import {
  type Bounds,
  type Cell,
  readName,
  readNominal,
  readNumber,
  readScale,
  readSerial,
  readSlot,
} from "./cells.ts";
import { COLUMN_NAMES, COLUMNS, type ColumnName, columnInWords, columnOf } from "./columns.ts";
import { type CsvRow, parseCsv, type Separator } from "./csv.ts";
import { decodeManifest } from "./decode.ts";
import { ManifestError, type ManifestFinding } from "./finding.ts";

export interface ManifestOptions {
  /** Name of the line that is to serve the tray. */
  readonly line: string;
  readonly lab: Pick<Lab, "tray" | "lines">;
  /** Names the order and the tray; a path's last part without its ending. */
  readonly fileName: string;
}

export interface Manifest {
  readonly order: TrayOrder;
}

const ITEM = "Standard Rockwell hardness block 标准洛氏硬度块";
/** The AGV is told the tray's name in a text of the wire contract. */
const TRAY_BYTES = 32;
const LENGTH: Bounds = { min: 5, max: 500, unit: "mm" };
const THICKNESS: Bounds = { min: 1, max: 100, unit: "mm" };

/**
 * Reads a manifest saved as CSV (UTF-8, UTF-16 with byte order mark, GBK; commas, semicolons or tabs). Throws a ManifestError
 * with every finding, each by line and column; throws nothing else, whatever the bytes.
 */
export function readManifest(bytes: Uint8Array, options: ManifestOptions): Manifest {
  const reader = new ManifestReader(options);
  const manifest = reader.read(bytes);
  if (manifest === undefined || reader.findings.length > 0)
    throw new ManifestError(options.fileName, reader.findings);
  return manifest;
}

type Places = ReadonlyMap<ColumnName, { readonly column: number; readonly heading: string }>;

class ManifestReader {
  readonly findings: ManifestFinding[] = [];
  readonly #options: ManifestOptions;
  #places: Places = new Map();
  #separator: Separator = ",";

  constructor(options: ManifestOptions) {
    this.#options = options;
  }

  read(bytes: Uint8Array): Manifest | undefined {
    const decoded = decodeManifest(bytes);
    if ("why" in decoded) return this.#findInLine(1, decoded.why);
    const { rows, problems, separator } = parseCsv(decoded.text);
    this.#separator = separator;
    const [headings, ...blocks] = rows;
    if (headings === undefined) return this.#findInLine(1, "the file is empty");
    this.#places = this.#placesOf(headings);
    for (const problem of problems)
      this.findings.push({ ...problem, heading: this.#headingAt(problem.column) });
    if (COLUMN_NAMES.some((name) => COLUMNS[name].required && !this.#places.has(name))) return undefined;
    if (blocks.length === 0)
      return this.#findInLine(headings.line + 1, "there is no block below the headings");
    const orders = blocks.map((row) => this.#readBlock(row, headings.cells.length));
    this.#findRepeated("slot", blocks, (text) => text.normalize("NFKC").trim().replace(/^0+/, ""));
    this.#findRepeated("block", blocks, (text) => text.trim());
    if (this.findings.length > 0) return undefined;
    return { order: this.#order(orders.filter((block) => block !== undefined)) };
  }

  #order(blocks: BlockOrder[]): TrayOrder {
    const [name = ""] = /[^/\\]*$/.exec(this.#options.fileName) ?? [];
    const order = name.replace(/\.[^.]*$/, "").trim() || "manifest";
    return trayOrderSchema.parse({
      order,
      item: ITEM,
      tray: withinBytes(order, TRAY_BYTES),
      line: this.#options.line,
      blocks: blocks.sort((a, b) => a.slot - b.slot),
    });
  }

  #placesOf({ line, cells }: CsvRow): Places {
    const places = new Map<ColumnName, { column: number; heading: string }>();
    cells.forEach((cell, index) => {
      const heading = cell.trim();
      const [column, name] = [index + 1, columnOf(cell)];
      if (name === undefined) {
        if (heading !== "" || index < cells.length - 1)
          this.findings.push({ line, column, heading, message: unknownHeading(heading) });
      } else if (places.has(name)) {
        this.findings.push({
          line,
          column,
          heading,
          message: `there is a ${columnInWords(name)} column before`,
        });
      } else places.set(name, { column, heading });
    });
    for (const name of COLUMN_NAMES)
      if (COLUMNS[name].required && !places.has(name))
        this.#findInLine(line, `the column ${columnInWords(name)} is missing`);
    return places;
  }

  #readBlock(row: CsvRow, width: number): BlockOrder | undefined {
    const surplus = row.cells.findIndex((cell, index) => index >= width && cell.trim() !== "");
    if (surplus !== -1)
      this.findings.push({
        line: row.line,
        column: surplus + 1,
        heading: "",
        message: `"${row.cells[surplus]?.trim()}" stands beyond the last heading`,
      });
    if (row.cells.length < width)
      return this.#findInLine(row.line, `${row.cells.length} cells instead of ${width}`);
    const { lab, line } = this.#options;
    const slot = this.#value(row, "slot", (text) => readSlot(text, lab.tray.slots));
    const serial = this.#value(row, "block", readSerial);
    const served = lab.lines[line]?.scales ?? [];
    const scale = this.#value(row, "scale", (text) => readScale(text, served, line));
    const nominalHr = this.#value(row, "nominal", (text) => readNominal(text, this.#separator, scale));
    const size = this.#size(row);
    const thicknessMm = this.#length(row, "thickness", THICKNESS);
    const client = this.#value(row, "customer", readName);
    const maker = this.#value(row, "maker", readName);
    if (slot === undefined || serial === undefined || scale === undefined || nominalHr === undefined)
      return undefined;
    if (size === undefined || client === undefined || maker === undefined) return undefined;
    return {
      slot,
      serial,
      scale,
      nominalHr,
      ...(thicknessMm === undefined ? {} : { thicknessMm }),
      client,
      maker,
      ...size,
    };
  }

  #size(row: CsvRow) {
    const before = this.findings.length;
    const diameterMm = this.#length(row, "diameter", LENGTH);
    const lengthMm = this.#length(row, "length", LENGTH);
    const widthMm = this.#length(row, "width", LENGTH);
    if (this.findings.length > before) return undefined;
    if (diameterMm !== undefined && (lengthMm ?? widthMm) !== undefined)
      return this.#find(row, "diameter", "a block has a diameter, or a length and a width, not both");
    if (diameterMm !== undefined) return { shape: "round" as const, diameterMm };
    if (lengthMm === undefined && widthMm === undefined) return { shape: "unstated" as const };
    if (lengthMm === undefined) return this.#find(row, "width", "a width without a length");
    if (widthMm === undefined) return this.#find(row, "length", "a length without a width");
    if (widthMm > lengthMm) return this.#find(row, "width", "the width is greater than the length");
    return { shape: "rectangular" as const, lengthMm, widthMm };
  }

  /** Undefined when the cell is empty as well as when it is wrong; what is wrong is found. */
  #length(row: CsvRow, name: ColumnName, bounds: Bounds): number | undefined {
    if (this.#textOf(row, name).trim() === "") return undefined;
    return this.#value(row, name, (text) => readNumber(text, this.#separator, bounds));
  }

  #value<T>(row: CsvRow, name: ColumnName, read: (text: string) => Cell<T>): T | undefined {
    const cell = read(this.#textOf(row, name));
    return "value" in cell ? cell.value : this.#find(row, name, cell.wrong);
  }

  #textOf(row: CsvRow, name: ColumnName): string {
    const place = this.#places.get(name);
    return place === undefined ? "" : (row.cells[place.column - 1] ?? "");
  }

  #findRepeated(name: ColumnName, rows: readonly CsvRow[], same: (text: string) => string): void {
    const firstLines = new Map<string, number>();
    for (const row of rows) {
      const text = same(this.#textOf(row, name));
      const first = firstLines.get(text);
      if (text === "") continue;
      if (first === undefined) firstLines.set(text, row.line);
      else this.#find(row, name, `${name} ${text} is in line ${first} already`);
    }
  }

  #find(row: CsvRow, name: ColumnName, message: string): undefined {
    const place = this.#places.get(name);
    this.findings.push({
      line: row.line,
      column: place?.column ?? 1,
      heading: place?.heading ?? "",
      message,
    });
  }

  #findInLine(line: number, message: string): undefined {
    this.findings.push({ line, column: 1, heading: "", message });
  }

  #headingAt(column: number): string {
    return [...this.#places.values()].find((place) => place.column === column)?.heading ?? "";
  }
}

function unknownHeading(heading: string): string {
  const known = COLUMN_NAMES.map(columnInWords).join(", ");
  return heading === "" ? "the heading is missing" : `"${heading}" is not one of ${known}; lengths are in mm`;
}

function withinBytes(text: string, most: number): string {
  let kept = "";
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > most) break;
    kept += character;
  }
  return kept;
}
