/** What is wrong with a manifest, in the words of whoever has it open in a spreadsheet. */

export interface ManifestFinding {
  /** Line of the file, 1 the first. */
  readonly line: number;
  /** Column as a spreadsheet letters it, 1 for A. */
  readonly column: number;
  /** The column's heading as the file has it; empty for what concerns a whole line. */
  readonly heading: string;
  readonly message: string;
}

/** More than this many would not be read; the rest is counted. */
const FINDINGS_SHOWN = 40;

/** A manifest that cannot be used: every finding at once, in the order of the file. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  readonly findings: readonly ManifestFinding[];

  constructor(fileName: string, findings: readonly ManifestFinding[]) {
    const inOrder = [...findings].sort((a, b) => a.line - b.line || a.column - b.column);
    const shown = inOrder.slice(0, FINDINGS_SHOWN).map((finding) => `  - ${inWords(finding)}`);
    const rest = inOrder.length - shown.length;
    super(
      [
        `the manifest ${fileName} cannot be used; nothing was started:`,
        ...shown,
        ...(rest > 0 ? [`  - and ${rest} more`] : []),
      ].join("\n"),
    );
    this.findings = inOrder;
  }
}

function inWords({ line, column, heading, message }: ManifestFinding): string {
  const where = heading === "" ? columnLetter(column) : `${columnLetter(column)} (${heading})`;
  return `line ${line}, column ${where}: ${message}`;
}

/** 1 is A, 27 is AA, as spreadsheets letter their columns. */
export function columnLetter(column: number): string {
  const last = (column - 1) % 26;
  const before = Math.floor((column - 1) / 26);
  return `${before > 0 ? columnLetter(before) : ""}${String.fromCharCode(65 + last)}`;
}
