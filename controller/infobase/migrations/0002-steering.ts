/** What people ordered while batches ran, and block records by attempt. */
export const steering = {
  number: 2,
  title: "steering, block records by attempt",
  sql: `
    CREATE TABLE steering (
      sequence INTEGER PRIMARY KEY,
      batch TEXT NOT NULL REFERENCES batch (id),
      command TEXT NOT NULL CHECK (command IN ('pause', 'hold', 'resume', 'stop', 'skip', 'repeat')),
      serial TEXT,
      reason TEXT NOT NULL,
      ordered_by TEXT NOT NULL CHECK (length(ordered_by) > 0),
      ordered_at TEXT NOT NULL,
      CHECK ((serial IS NOT NULL) = (command IN ('skip', 'repeat'))),
      CHECK (command NOT IN ('stop', 'skip', 'repeat') OR length(reason) > 0)
    ) STRICT;
    CREATE INDEX steering_by_batch ON steering (batch, sequence);

    ALTER TABLE block_record RENAME TO block_record_before;
    CREATE TABLE block_record (
      batch TEXT NOT NULL REFERENCES batch (id),
      serial TEXT NOT NULL,
      attempt INTEGER NOT NULL CHECK (attempt >= 1),
      slot INTEGER NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'rejected', 'incomplete', 'skipped')),
      place TEXT NOT NULL,
      record TEXT NOT NULL CHECK (json_valid(record)),
      recorded_at TEXT NOT NULL,
      PRIMARY KEY (batch, serial, attempt)
    ) STRICT;
    INSERT INTO block_record (batch, serial, attempt, slot, outcome, place, record, recorded_at)
      SELECT batch, serial, 1, slot, outcome, place, record, recorded_at FROM block_record_before ORDER BY rowid;
    DROP TABLE block_record_before;
  `,
} as const;
