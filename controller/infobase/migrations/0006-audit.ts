/** The audit trail, and the triggers that enter rows in it and keep them as they are. */
import type { Cover, Guard } from "../audit/cover.ts";

const entered = (table: string, key: readonly string[], columns: string, actor?: string): Cover => ({
  table,
  action: "entered",
  key,
  columns: columns.split(" "),
  ...(actor === undefined ? {} : { actor }),
});

const ENDED = { column: "state", in: ["finished", "stopped"] } as const;
const FINISHED = { column: "state", in: ["finished"] } as const;

const covers: readonly Cover[] = [
  entered("identity", ["id"], "id controller_id created_at"),
  {
    table: "job",
    action: "finished",
    when: FINISHED,
    key: ["key"],
    columns:
      "sequence key batch kind request device number boot_id state outcome opened_at deadline_at finished_at".split(
        " ",
      ),
    actor:
      "CASE WHEN NEW.kind = 'decision' THEN coalesce(NEW.outcome ->> '$.value.by', 'controller') ELSE 'controller' END",
  },
  entered("batch", ["id"], "id line workflow_version batch_order created_at"),
  {
    table: "batch",
    action: "ended",
    when: ENDED,
    key: ["id"],
    columns: "id line state workflow_version batch_order result created_at ended_at".split(" "),
  },
  entered(
    "steering",
    ["sequence"],
    "sequence batch command serial reason ordered_by ordered_at",
    "NEW.ordered_by",
  ),
  entered(
    "block_record",
    ["batch", "serial", "attempt"],
    "batch serial attempt slot outcome place record recorded_at",
  ),
  entered("image", ["sha256"], "sha256 file bytes taken_at"),
  entered("verification", ["id"], "id batch line scale reference day passed record recorded_at"),
  entered("suspicion", ["verification", "batch", "serial", "attempt"], "verification batch serial attempt"),
  entered("person", ["id"], "id name known_at"),
  entered(
    "block",
    ["id"],
    "id serial shape diameter_mm length_mm width_mm thickness_mm maker client known_at",
  ),
  entered(
    "limit_table",
    ["id"],
    "id name revision status regulation edition content content_sha256 known_at",
  ),
  entered(
    "approval",
    ["id"],
    "id limit_table lab revision ground approved_by approved_on known_at",
    "NEW.approved_by",
  ),
  entered(
    "verdict",
    ["id"],
    "id batch serial attempt block line scale nominal_value outcome reason place client maker mean_value uniformity limit_value expanded_uncertainty provisional limit_table decided_at",
  ),
  entered(
    "indentation",
    ["verdict", "position"],
    "verdict position kind made x_mm y_mm diameter_mm value set_aside job",
  ),
  entered(
    "reading",
    ["verdict", "position", "quantity"],
    "verdict position quantity value unit resolution device job job_number raw read_at",
  ),
  entered("environment_reading", ["id"], "id batch job device temperature_c humidity_percent read_at"),
  entered("device", ["id"], "id name kind entry known_at"),
  entered(
    "calibration",
    ["id"],
    "id kind subject certificate calibrated_on valid_until value expanded_uncertainty unit known_at",
  ),
  entered(
    "correction",
    ["id"],
    "id subject key corrected reason corrected_by corrected_at",
    "NEW.corrected_by",
  ),
];

const guards: readonly Guard[] = [
  { table: "job", until: FINISHED, fixed: ["sequence", "key", "kind", "request"] },
  {
    table: "batch",
    until: ENDED,
    fixed: ["id", "line", "workflow_version", "batch_order", "created_at"],
  },
  ...[
    "identity",
    "steering",
    "block_record",
    "image",
    "verification",
    "suspicion",
    "person",
    "block",
    "limit_table",
    "approval",
    "verdict",
    "indentation",
    "reading",
    "environment_reading",
    "device",
    "calibration",
    "correction",
    "audit",
  ].map((table) => ({ table })),
];

export const audit = {
  number: 6,
  title: "audit trail",
  sql: `
    -- content: of entries that speak of no row of a table; null where it is the row itself.
    CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      subject TEXT NOT NULL,
      key TEXT NOT NULL,
      content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
      content TEXT CHECK (content IS NULL OR json_valid(content)),
      previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
      hash BLOB NOT NULL CHECK (length(hash) = 32)
    ) STRICT;
    CREATE INDEX audit_by_subject ON audit (subject, key);

    CREATE VIEW audit_entry AS SELECT actor, action, subject, key, content_sha256, content FROM audit;
    CREATE TRIGGER audit_chain INSTEAD OF INSERT ON audit_entry BEGIN
      INSERT INTO audit (sequence, at, actor, action, subject, key, content_sha256, content, previous_hash, hash)
      SELECT sequence, at, NEW.actor, NEW.action, NEW.subject, NEW.key, NEW.content_sha256, NEW.content, previous_hash,
        hardlab_chain_sha256(sequence, at, NEW.actor, NEW.action, NEW.subject, NEW.key, NEW.content_sha256, previous_hash)
      FROM (SELECT coalesce((SELECT max(sequence) FROM audit), 0) + 1 AS sequence,
        strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS at,
        coalesce((SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1), zeroblob(32)) AS previous_hash);
    END;
  `,
  covers,
  guards,
} as const;
