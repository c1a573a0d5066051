/** The tables of the records as kysely's types, and its compiler: what it builds is run by better-sqlite3, synchronously. */
import {
  type CompiledQuery,
  DummyDriver,
  type Generated,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { BlockOutcome } from "../block-row.ts";
import type { InfoBase } from "../info-base.ts";

export interface BlockTable {
  id: Generated<number>;
  serial: string;
  shape: "round" | "rectangular" | "unstated";
  diameter_mm: number | null;
  length_mm: number | null;
  width_mm: number | null;
  thickness_mm: number | null;
  maker: string;
  client: string;
  known_at: string;
}

export interface LimitTableTable {
  id: Generated<number>;
  name: string;
  revision: number;
  status: string;
  regulation: string;
  edition: string;
  content: string;
  content_sha256: string;
  known_at: string;
}

export interface ApprovalTable {
  id: Generated<number>;
  limit_table: number;
  lab: string;
  revision: number;
  ground: string;
  approved_by: string;
  approved_on: string;
  known_at: string;
}

export interface VerdictTable {
  id: Generated<number>;
  batch: string;
  serial: string;
  attempt: number;
  block: number;
  line: string;
  scale: string;
  nominal_value: number | null;
  outcome: BlockOutcome;
  reason: string;
  place: string;
  client: string;
  maker: string;
  mean_value: number | null;
  uniformity: number | null;
  limit_value: number | null;
  expanded_uncertainty: number | null;
  provisional: number | null;
  limit_table: number | null;
  decided_at: string;
}

export interface IndentationTable {
  verdict: number;
  position: number;
  kind: "old" | "preliminary" | "counted";
  made: "yes" | "no" | "unknown";
  x_mm: number;
  y_mm: number;
  diameter_mm: number | null;
  value: number | null;
  set_aside: string;
  job: string | null;
}

export interface ReadingTable {
  verdict: number;
  position: number;
  quantity: "hardness" | "diameter";
  value: number;
  unit: string;
  resolution: number | null;
  device: string;
  job: string;
  job_number: number;
  raw: string;
  read_at: string;
}

export interface EnvironmentTable {
  id: Generated<number>;
  batch: string;
  job: string;
  device: string;
  temperature_c: number;
  humidity_percent: number;
  read_at: string;
}

export interface DeviceTable {
  id: Generated<number>;
  name: string;
  kind: string;
  entry: string;
  known_at: string;
}

export interface CalibrationTable {
  id: Generated<number>;
  kind: "device" | "reference";
  subject: string;
  certificate: string;
  calibrated_on: string | null;
  valid_until: string;
  value: number | null;
  expanded_uncertainty: number | null;
  unit: string;
  known_at: string;
}

export interface CorrectionTable {
  id: Generated<number>;
  subject: string;
  key: string;
  corrected: string;
  reason: string;
  corrected_by: string;
  corrected_at: string;
}

export interface Tables {
  block: BlockTable;
  limit_table: LimitTableTable;
  approval: ApprovalTable;
  verdict: VerdictTable;
  indentation: IndentationTable;
  reading: ReadingTable;
  environment_reading: EnvironmentTable;
  device: DeviceTable;
  calibration: CalibrationTable;
  correction: CorrectionTable;
}

/** Builds queries; runs none. */
export const build = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** The rows of a built query. */
export function rowsOf<Row>(base: InfoBase, { sql, parameters }: CompiledQuery<Row>): Row[] {
  return base.prepare<unknown[], Row>(sql).all(...parameters);
}

/** The first row of a built query. */
export function rowOf<Row>(base: InfoBase, { sql, parameters }: CompiledQuery<Row>): Row | undefined {
  return base.prepare<unknown[], Row>(sql).get(...parameters);
}
