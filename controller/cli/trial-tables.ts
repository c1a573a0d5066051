/** A tray's report for people: tray map, table of blocks, and a trial's comparison with the published values. */
import type { Lab } from "../../devices/index.ts";
import type { TrialBlock, TrialReport, TruthComparison } from "../trial/index.ts";

/** A block as a tray's tables show it. */
export type TableBlock = Pick<
  TrialBlock,
  "block" | "place" | "passed" | "reason" | "readings" | "meanHr" | "uniformityHr" | "limitHr"
> & { readonly outcome?: string };

export function printTrial(report: TrialReport, truth: TruthComparison, tray: Lab["tray"]): string {
  return [
    "Tray, as sorted (serial where a block stands):",
    ...trayMap(report.table, tray),
    "",
    ...blockTable(report.table),
    "",
    "Against the published manual values (five-point samples themselves; reported, not judged):",
    ...publishedTable(report.published),
    "",
    `${report.blocks} blocks, ${report.passed} back in their slots, ${report.rejected.length} rejected; ${report.indentations} counted indentations.`,
    `Record against the physical field at the dents made: mean within ${report.maxMeanDeviation.toFixed(3)} HR, uniformity within ${report.maxUniformityDeviation.toFixed(3)} HR.`,
    `${report.jobs} device jobs; controller's overhead ${report.overheadMs.median} ms median, ${report.overheadMs.p99} ms at 99 %; ${report.wallS} s in all.`,
    truthLine(truth),
  ].join("\n");
}

export function truthLine(truth: TruthComparison): string {
  return `Record against truth: ${truth.missing.length} missing, ${truth.doubled.length} doubled, ${truth.misattributed.length} misattributed, ${truth.misplaced.length} misplaced, ${truth.invented.length} invented.`;
}

export function trayMap(
  table: readonly Pick<TableBlock, "block" | "place">[],
  { columns, slots, rejectSlots }: Lab["tray"],
): string[] {
  const at = (place: string): string => table.find((block) => block.place === place)?.block ?? "—";
  const rows: string[] = [];
  for (let first = 1; first <= slots; first += columns) {
    const cells = Array.from({ length: Math.min(columns, slots - first + 1) }, (_, index) => {
      const slot = first + index;
      return `${String(slot).padStart(3)} ${at(`slot:${slot}`).padEnd(10)}`;
    });
    rows.push(` ${cells.join(" ")}`);
  }
  const rejects = Array.from(
    { length: rejectSlots },
    (_, index) => ` R${index + 1} ${at(`reject:${index + 1}`)}`,
  );
  return [...rows, `${rejects.join("  ")}`];
}

export function blockTable(table: readonly TableBlock[]): string[] {
  const head = "block      place      mean   unif.  limit  readings                               verdict";
  return [
    head,
    ...table.map((block) =>
      [
        block.block.padEnd(10),
        block.place.padEnd(10),
        number(block.meanHr, 2, 6),
        number(block.uniformityHr, 2, 6),
        number(block.limitHr, 2, 6),
        block.readings
          .map((reading) => reading.toFixed(2))
          .join(" ")
          .padEnd(38),
        block.passed ? "passed" : `${block.outcome ?? "rejected"}: ${block.reason}`,
      ].join(" "),
    ),
  ];
}

function publishedTable(published: TrialReport["published"]): string[] {
  return [
    "block      mean   publ.  dev.   unif.  publ.  dev.",
    ...published.map((row) =>
      [
        row.block.padEnd(10),
        number(row.mean, 2, 6),
        number(row.publishedMean, 1, 6),
        number(row.meanDeviation, 2, 6),
        number(row.uniformity, 2, 6),
        number(row.publishedUniformity, 1, 6),
        number(row.uniformityDeviation, 2, 6),
      ].join(" "),
    ),
  ];
}

function number(value: number | null, decimals: number, width: number): string {
  return (value === null ? "—" : value.toFixed(decimals)).padStart(width);
}
