/** A block's life: all its verifications side by side, and how stable it was since the one before. */
import type { InfoBase } from "../info-base.ts";
import { type CorrectionRow, correctionsOf } from "./correct.ts";
import { asFound, type FoundVerdict, selectVerdicts } from "./search.ts";
import { build, rowsOf } from "./tables.ts";

export interface IndentationOnRecord {
  readonly position: number;
  readonly kind: "old" | "preliminary" | "counted";
  /** `unknown`: in doubt. */
  readonly made: "yes" | "no" | "unknown";
  /** From the block's centre. */
  readonly xMm: number;
  readonly yMm: number;
  readonly diameterMm: number | null;
  /** In the unit of the scale; null for old ones and where it was lost. */
  readonly value: number | null;
  /** Why it does not count; empty otherwise. */
  readonly setAside: string;
}

/** Against the last verification on the same scale that reached a mean. */
export interface Stability {
  readonly since: string;
  /** Mean less the mean then, in the unit of the scale. */
  readonly difference: number;
  /** √(U² + U²then); null while one of the two is not stated. */
  readonly uncertainty: number | null;
  /** |difference| ≤ uncertainty; null while that is not known. */
  readonly agrees: boolean | null;
}

export interface EnvironmentOnRecord {
  readonly temperatureC: number;
  readonly humidityPercent: number;
  readonly readAt: string;
}

export interface VerificationOnRecord extends FoundVerdict {
  readonly indentations: readonly IndentationOnRecord[];
  /** The batch's, oldest first. */
  readonly environment: readonly EnvironmentOnRecord[];
  readonly stability: Stability | null;
  /** Days of later failed daily verifications that made it suspect. */
  readonly suspectSince: readonly string[];
  readonly corrections: readonly CorrectionRow[];
}

export interface BlockHistory {
  readonly serial: string;
  /** What was known of it, oldest first; lengths in mm. */
  readonly states: readonly {
    readonly shape: string;
    readonly diameterMm: number | null;
    readonly lengthMm: number | null;
    readonly widthMm: number | null;
    readonly thicknessMm: number | null;
    readonly maker: string;
    readonly client: string;
    readonly knownAt: string;
  }[];
  /** Oldest first. */
  readonly verifications: readonly VerificationOnRecord[];
}

/** Undefined when no block of that serial is on record. */
export function blockHistory(base: InfoBase, serial: string): BlockHistory | undefined {
  const states = rowsOf(
    base,
    build
      .selectFrom("block")
      .select([
        "shape",
        "diameter_mm as diameterMm",
        "length_mm as lengthMm",
        "width_mm as widthMm",
        "thickness_mm as thicknessMm",
        "maker",
        "client",
        "known_at as knownAt",
      ])
      .where("serial", "=", serial)
      .orderBy("id")
      .compile(),
  );
  if (states.length === 0) return undefined;
  const verdicts = rowsOf(
    base,
    selectVerdicts()
      .where("verdict.serial", "=", serial)
      .orderBy("verdict.decided_at")
      .orderBy("verdict.id")
      .compile(),
  ).map(asFound);
  const verifications = verdicts.map((verdict, index) => ({
    ...verdict,
    indentations: indentationsOf(base, verdict.id),
    environment: environmentOf(base, verdict.batch),
    stability: stability(verdict, verdicts.slice(0, index)),
    suspectSince: suspicionsOf(base, verdict),
    corrections: correctionsOf(base, "verdict", String(verdict.id)),
  }));
  return { serial, states, verifications };
}

/** Pure; `before` oldest first. */
export function stability(
  { scale, meanValue, expandedUncertainty }: FoundVerdict,
  before: readonly FoundVerdict[],
): Stability | null {
  const last = before.findLast((earlier) => earlier.scale === scale && earlier.meanValue !== null);
  if (last === undefined || last.meanValue === null || meanValue === null) return null;
  const difference = meanValue - last.meanValue;
  const uncertainty =
    expandedUncertainty === null || last.expandedUncertainty === null
      ? null
      : Math.hypot(expandedUncertainty, last.expandedUncertainty);
  return {
    since: last.decidedAt,
    difference,
    uncertainty,
    agrees: uncertainty === null ? null : Math.abs(difference) <= uncertainty,
  };
}

/** In the order of their positions. */
export function indentationsOf(base: InfoBase, verdict: number): IndentationOnRecord[] {
  return rowsOf(
    base,
    build
      .selectFrom("indentation")
      .select([
        "position",
        "kind",
        "made",
        "x_mm as xMm",
        "y_mm as yMm",
        "diameter_mm as diameterMm",
        "value",
        "set_aside as setAside",
      ])
      .where("verdict", "=", verdict)
      .orderBy("position")
      .compile(),
  );
}

function environmentOf(base: InfoBase, batch: string): EnvironmentOnRecord[] {
  return rowsOf(
    base,
    build
      .selectFrom("environment_reading")
      .select(["temperature_c as temperatureC", "humidity_percent as humidityPercent", "read_at as readAt"])
      .where("batch", "=", batch)
      .orderBy("read_at")
      .compile(),
  );
}

function suspicionsOf(base: InfoBase, { batch, serial, attempt }: FoundVerdict): string[] {
  return base
    .prepare<[string, string, number], { day: string }>(
      `SELECT day FROM suspicion JOIN verification ON verification.id = suspicion.verification
       WHERE suspicion.batch = ? AND serial = ? AND attempt = ? ORDER BY verification.id`,
    )
    .all(batch, serial, attempt)
    .map(({ day }) => day);
}
