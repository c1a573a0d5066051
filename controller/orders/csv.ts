/**
 * Comma-separated values as RFC 4180 has them, strictly: a quote that opens within a cell, or text behind one that closed, is a
 * finding and not a guess. Beyond the RFC it takes `;` and tab as separators and single CR or LF as line ends.
 */

export type Separator = "," | ";" | "\t";

export interface CsvRow {
  /** Line of the file on which the row begins, 1 the first. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvProblem {
  readonly line: number;
  /** 1 the first. */
  readonly column: number;
  readonly message: string;
}

export interface CsvText {
  readonly rows: readonly CsvRow[];
  readonly problems: readonly CsvProblem[];
}

const SEPARATORS: readonly Separator[] = [",", ";", "\t"];

/** Excel's own note of the separator, which it writes and reads as a first line of its own. */
const SEPARATOR_LINE = /^sep=([,;\t])(?:\r\n|\r|\n|$)/i;

/** Splits a text into rows of cells, by the separator its first line tells; rows whose cells are all blank are left out. */
export function parseCsv(text: string): CsvText & { readonly separator: Separator } {
  const noted = SEPARATOR_LINE.exec(text);
  const separator = SEPARATORS.find((one) => one === noted?.[1]) ?? commonestSeparator(text);
  const body = noted === null ? text : text.slice(noted[0].length);
  const reader = new CsvReader(body, separator, noted === null ? 1 : 2);
  return { ...reader.read(), separator };
}

/** The separator that stands most often outside quotes in the first line that says anything. */
function commonestSeparator(text: string): Separator {
  const heading = /[^\r\n\s][^\r\n]*/.exec(text)?.[0] ?? "";
  const bare = heading.replaceAll(/"[^"]*"/g, "");
  const count = (separator: Separator) => bare.split(separator).length;
  return SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

class CsvReader {
  readonly #text: string;
  readonly #separator: Separator;
  readonly #rows: CsvRow[] = [];
  readonly #problems: CsvProblem[] = [];
  #at = 0;
  #line: number;

  constructor(text: string, separator: Separator, firstLine: number) {
    this.#text = text;
    this.#separator = separator;
    this.#line = firstLine;
  }

  read(): CsvText {
    while (this.#at < this.#text.length) {
      const line = this.#line;
      const cells = this.#readRow();
      if (cells.some((cell) => cell.trim() !== "")) this.#rows.push({ line, cells });
    }
    return { rows: this.#rows, problems: this.#problems };
  }

  #readRow(): string[] {
    const cells: string[] = [];
    for (;;) {
      const column = cells.length + 1;
      cells.push(this.#text[this.#at] === '"' ? this.#readQuoted(column) : this.#readBare(column));
      if (this.#text[this.#at] !== this.#separator) break;
      this.#at++;
    }
    this.#takeLineEnd();
    return cells;
  }

  #readBare(column: number): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !this.#isBorder(this.#at)) this.#at++;
    const cell = this.#text.slice(start, this.#at);
    if (cell.includes('"'))
      this.#find(this.#line, column, 'a quote (") within a cell; put the whole cell in quotes and double it');
    return cell;
  }

  #readQuoted(column: number): string {
    const line = this.#line;
    let cell = "";
    for (;;) {
      const start = this.#at + 1;
      const quote = this.#text.indexOf('"', start);
      const end = quote === -1 ? this.#text.length : quote;
      const piece = this.#text.slice(start, end);
      cell += piece;
      this.#line += piece.match(/\r\n|\r|\n/g)?.length ?? 0;
      this.#at = end + 1;
      if (quote === -1) {
        this.#find(line, column, 'the quote (") that begins the cell is never closed');
        return cell;
      }
      if (this.#text[this.#at] !== '"') break;
      cell += '"';
    }
    const behind = this.#at;
    while (this.#at < this.#text.length && !this.#isBorder(this.#at)) this.#at++;
    if (this.#at > behind) this.#find(this.#line, column, 'text behind the quote (") that closes the cell');
    return cell;
  }

  #isBorder(at: number): boolean {
    const character = this.#text[at];
    return character === this.#separator || character === "\n" || character === "\r";
  }

  #takeLineEnd(): void {
    if (this.#at >= this.#text.length) return;
    this.#at += this.#text.startsWith("\r\n", this.#at) ? 2 : 1;
    this.#line++;
  }

  #find(line: number, column: number, message: string): void {
    this.#problems.push({ line, column, message });
  }
}
