/** Ledger, batches and what became of their blocks. */
export const ledger = {
  number: 1,
  title: "ledger, batches, block records",
  sql: `
    CREATE TABLE identity (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      controller_id INTEGER NOT NULL CHECK (controller_id BETWEEN 1 AND 4294967295),
      created_at TEXT NOT NULL
    ) STRICT;

    CREATE TABLE batch (
      id TEXT PRIMARY KEY,
      line TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished', 'stopped')),
      workflow_version INTEGER NOT NULL,
      batch_order TEXT NOT NULL CHECK (json_valid(batch_order)),
      result TEXT CHECK (result IS NULL OR json_valid(result)),
      created_at TEXT NOT NULL,
      ended_at TEXT
    ) STRICT;
    CREATE INDEX batch_by_state ON batch (line, state, created_at);

    CREATE TABLE device_counter (
      device TEXT PRIMARY KEY,
      last_number INTEGER NOT NULL CHECK (last_number BETWEEN 0 AND 4294967295)
    ) STRICT;

    CREATE TABLE job (
      sequence INTEGER PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      batch TEXT REFERENCES batch (id),
      kind TEXT NOT NULL CHECK (kind IN ('action', 'sense', 'computation', 'decision', 'hold', 'release', 'takeBatch')),
      request TEXT NOT NULL CHECK (json_valid(request)),
      device TEXT,
      number INTEGER,
      boot_id INTEGER,
      state TEXT NOT NULL CHECK (state IN ('open', 'sent', 'finished')),
      outcome TEXT CHECK (outcome IS NULL OR json_valid(outcome)),
      opened_at TEXT NOT NULL,
      deadline_at TEXT,
      finished_at TEXT,
      CHECK ((state = 'finished') = (outcome IS NOT NULL)),
      CHECK (state <> 'sent' OR (device IS NOT NULL AND number IS NOT NULL AND boot_id IS NOT NULL))
    ) STRICT;
    CREATE UNIQUE INDEX job_one_outstanding ON job (device) WHERE state = 'sent';
    CREATE INDEX job_by_number ON job (device, number);
    CREATE INDEX job_unfinished ON job (state) WHERE state <> 'finished';
    CREATE INDEX job_by_batch ON job (batch, sequence);

    CREATE TABLE held_device (
      device TEXT PRIMARY KEY,
      holder TEXT NOT NULL UNIQUE REFERENCES job (key),
      since TEXT NOT NULL
    ) STRICT;

    CREATE TABLE block_record (
      batch TEXT NOT NULL REFERENCES batch (id),
      serial TEXT NOT NULL,
      slot INTEGER NOT NULL,
      outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'rejected')),
      place TEXT NOT NULL,
      record TEXT NOT NULL CHECK (json_valid(record)),
      recorded_at TEXT NOT NULL,
      PRIMARY KEY (batch, serial)
    ) STRICT;

    CREATE TABLE image (
      sha256 TEXT PRIMARY KEY,
      file TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      taken_at TEXT NOT NULL
    ) STRICT;
  `,
} as const;
