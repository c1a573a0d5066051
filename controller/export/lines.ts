/** Verdicts as lines of a table. Pure but for the reading of indentations. */
import {
  type FoundVerdict,
  type InfoBase,
  indentationsOf,
  searchVerdicts,
  unitOf,
  type Wanted,
} from "../infobase/index.ts";

/** A verdict with the readings that count, in the unit of its scale. */
export interface ExportedVerdict extends FoundVerdict {
  readonly unit: string;
  readonly readings: readonly number[];
}

export type Cell = string | number | boolean | null;

const AT_ONCE = 500;

/** Everything that is found, newest first, page by page. */
export function* exportedVerdicts(base: InfoBase, wanted: Wanted): Generator<ExportedVerdict> {
  let after: string | undefined;
  do {
    const { verdicts, next } = searchVerdicts(base, wanted, AT_ONCE, after);
    for (const verdict of verdicts)
      yield { ...verdict, unit: unitOf(verdict.scale), readings: readingsOf(base, verdict.id) };
    after = next ?? undefined;
  } while (after !== undefined);
}

function readingsOf(base: InfoBase, verdict: number): number[] {
  return indentationsOf(base, verdict).flatMap(({ kind, made, value, setAside }) =>
    kind === "counted" && made === "yes" && setAside === "" && value !== null ? [value] : [],
  );
}

const COLUMNS: readonly (readonly [string, (verdict: ExportedVerdict) => Cell])[] = [
  ["batch", ({ batch }) => batch],
  ["serial", ({ serial }) => serial],
  ["attempt", ({ attempt }) => attempt],
  ["client", ({ client }) => client],
  ["maker", ({ maker }) => maker],
  ["line", ({ line }) => line],
  ["scale", ({ scale }) => scale],
  ["unit", ({ unit }) => unit],
  ["nominal", ({ nominalValue }) => nominalValue],
  ["outcome", ({ outcome }) => outcome],
  ["reason", ({ reason }) => reason],
  ["place", ({ place }) => place],
  ["mean", ({ meanValue }) => meanValue],
  ["uniformity", ({ uniformity }) => uniformity],
  ["limit", ({ limitValue }) => limitValue],
  ["expanded uncertainty", ({ expandedUncertainty }) => expandedUncertainty],
  ["provisional", ({ provisional }) => provisional],
  ["limit table", ({ limitTable }) => limitTable],
  ["revision", ({ limitTableRevision }) => limitTableRevision],
  ["decided at (UTC)", ({ decidedAt }) => decidedAt],
];

/** Heading first; as many reading columns as the line with most of them needs. */
export function asTable(verdicts: readonly ExportedVerdict[]): Cell[][] {
  const most = Math.max(0, ...verdicts.map(({ readings }) => readings.length));
  const readings = Array.from({ length: most }, (_, index) => `reading ${index + 1}`);
  return [
    [...COLUMNS.map(([heading]) => heading), ...readings],
    ...verdicts.map((verdict) => [
      ...COLUMNS.map(([, cell]) => cell(verdict)),
      ...readings.map((_, index) => verdict.readings[index] ?? null),
    ]),
  ];
}
