/** Devices, calibrations and limit tables as the lab's files give them: a new row only when something changed. */
import { createHash } from "node:crypto";
import { canonicalJson } from "../audit/hashes.ts";
import type { InfoBase } from "../info-base.ts";
import { insertRow } from "./insert.ts";
import { type ApprovalTable, build, type CalibrationTable, rowOf } from "./tables.ts";

export interface KnownDevice {
  readonly name: string;
  readonly kind: string;
  /** Its entry in the lab file. */
  readonly entry: object;
}

export interface KnownCalibration {
  readonly kind: CalibrationTable["kind"];
  /** A device's name, or a reference block's serial. */
  readonly subject: string;
  readonly certificate: string;
  /** YYYY-MM-DD; null when the lab file does not say. */
  readonly calibratedOn: string | null;
  readonly validUntil: string;
  /** Certified value of a reference block. */
  readonly value: number | null;
  readonly expandedUncertainty: number | null;
  /** Of value and uncertainty: HR, HBW, mm; empty when there is neither. */
  readonly unit: string;
}

export interface KnownLimitTable {
  readonly id: string;
  readonly revision: number;
  readonly status: string;
  readonly regulation: string;
  readonly edition: string;
  readonly approvals: readonly {
    readonly by: string;
    readonly on: string;
    readonly lab: string;
    readonly revision: number;
    readonly ground: ApprovalTable["ground"];
  }[];
}

export interface Equipment {
  readonly devices: readonly KnownDevice[];
  readonly calibrations: readonly KnownCalibration[];
  readonly limitTables: readonly KnownLimitTable[];
}

/** One commit. `at`: ISO 8601, UTC. */
export function enterEquipment(base: InfoBase, equipment: Equipment, at: string): void {
  base
    .transaction(() => {
      for (const device of equipment.devices) enterDevice(base, device, at);
      for (const calibration of equipment.calibrations) enterCalibration(base, calibration, at);
      for (const table of equipment.limitTables) enterLimitTable(base, table, at);
    })
    .immediate();
}

function enterDevice(base: InfoBase, { name, kind, entry }: KnownDevice, at: string): void {
  const text = canonicalJson(entry);
  const known = rowOf(
    base,
    build
      .selectFrom("device")
      .select(["kind", "entry"])
      .where("name", "=", name)
      .orderBy("id", "desc")
      .limit(1)
      .compile(),
  );
  if (known?.kind === kind && known.entry === text) return;
  insertRow(base, "device", { name, kind, entry: text, known_at: at });
}

function enterCalibration(base: InfoBase, calibration: KnownCalibration, at: string): void {
  const row = {
    kind: calibration.kind,
    subject: calibration.subject,
    certificate: calibration.certificate,
    calibrated_on: calibration.calibratedOn,
    valid_until: calibration.validUntil,
    value: calibration.value,
    expanded_uncertainty: calibration.expandedUncertainty,
    unit: calibration.unit,
  };
  const known = rowOf(
    base,
    build
      .selectFrom("calibration")
      .selectAll()
      .where("subject", "=", row.subject)
      .where("kind", "=", row.kind)
      .orderBy("id", "desc")
      .limit(1)
      .compile(),
  );
  const { id: _id, known_at: _at, ...before } = known ?? { id: 0, known_at: "" };
  if (canonicalJson(before) === canonicalJson(row)) return;
  insertRow(base, "calibration", { ...row, known_at: at });
}

function enterLimitTable(base: InfoBase, table: KnownLimitTable, at: string): void {
  const content = canonicalJson(table);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const known = rowOf(
    base,
    build.selectFrom("limit_table").select("id").where("content_sha256", "=", sha256).compile(),
  );
  if (known !== undefined) return;
  const id = insertRow(base, "limit_table", {
    name: table.id,
    revision: table.revision,
    status: table.status,
    regulation: table.regulation,
    edition: table.edition,
    content,
    content_sha256: sha256,
    known_at: at,
  });
  for (const { by, on, lab, revision, ground } of table.approvals)
    insertRow(base, "approval", {
      limit_table: id,
      lab,
      revision,
      ground,
      approved_by: by,
      approved_on: on,
      known_at: at,
    });
}
