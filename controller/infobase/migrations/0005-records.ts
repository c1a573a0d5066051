/** What is searched by columns: people, blocks, verdicts, indentations, readings, environment, devices, calibrations, limit tables. */
export const records = {
  number: 5,
  title: "records by columns",
  sql: `
    CREATE TABLE person (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE CHECK (length(name) > 0),
      known_at TEXT NOT NULL
    ) STRICT;

    -- A row for each state of what is known of a block; the newest counts.
    CREATE TABLE block (
      id INTEGER PRIMARY KEY,
      serial TEXT NOT NULL,
      shape TEXT NOT NULL CHECK (shape IN ('round', 'rectangular', 'unstated')),
      diameter_mm REAL,
      length_mm REAL,
      width_mm REAL,
      thickness_mm REAL,
      maker TEXT NOT NULL,
      client TEXT NOT NULL,
      known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX block_by_serial ON block (serial, id);

    CREATE TABLE limit_table (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      revision INTEGER NOT NULL,
      status TEXT NOT NULL,
      regulation TEXT NOT NULL,
      edition TEXT NOT NULL,
      content TEXT NOT NULL CHECK (json_valid(content)),
      content_sha256 TEXT NOT NULL UNIQUE,
      known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX limit_table_by_name ON limit_table (name, revision, id);

    CREATE TABLE approval (
      id INTEGER PRIMARY KEY,
      limit_table INTEGER NOT NULL REFERENCES limit_table (id),
      lab TEXT NOT NULL,
      revision INTEGER NOT NULL,
      ground TEXT NOT NULL,
      approved_by TEXT NOT NULL,
      approved_on TEXT NOT NULL,
      known_at TEXT NOT NULL,
      UNIQUE (limit_table, lab, revision, approved_by, approved_on, ground)
    ) STRICT;

    -- What became of a block at one attempt. Values in the unit of the scale; null where none was reached.
    CREATE TABLE verdict (
      id INTEGER PRIMARY KEY,
      batch TEXT NOT NULL,
      serial TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      block INTEGER NOT NULL REFERENCES block (id),
      line TEXT NOT NULL,
      scale TEXT NOT NULL,
      nominal_value REAL,
      outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'rejected', 'incomplete', 'skipped')),
      reason TEXT NOT NULL,
      place TEXT NOT NULL,
      client TEXT NOT NULL,
      maker TEXT NOT NULL,
      mean_value REAL,
      uniformity REAL,
      limit_value REAL,
      expanded_uncertainty REAL,
      provisional INTEGER CHECK (provisional IN (0, 1)),
      limit_table INTEGER REFERENCES limit_table (id),
      decided_at TEXT NOT NULL,
      UNIQUE (batch, serial, attempt),
      FOREIGN KEY (batch, serial, attempt) REFERENCES block_record (batch, serial, attempt)
    ) STRICT;
    CREATE INDEX verdict_by_serial ON verdict (serial, decided_at);
    CREATE INDEX verdict_by_time ON verdict (decided_at, scale, outcome, mean_value);
    CREATE INDEX verdict_by_client ON verdict (client, decided_at, scale, outcome, mean_value);
    CREATE INDEX verdict_by_scale ON verdict (scale, decided_at, outcome, mean_value);
    CREATE INDEX verdict_by_outcome ON verdict (outcome, decided_at, scale, mean_value);
    CREATE INDEX verdict_by_mean ON verdict (mean_value);

    -- Places from the block's centre. 'unknown' in made: in doubt. value is null for old ones and where it was lost.
    CREATE TABLE indentation (
      verdict INTEGER NOT NULL REFERENCES verdict (id),
      position INTEGER NOT NULL CHECK (position >= 1),
      kind TEXT NOT NULL CHECK (kind IN ('old', 'preliminary', 'counted')),
      made TEXT NOT NULL CHECK (made IN ('yes', 'no', 'unknown')),
      x_mm REAL NOT NULL,
      y_mm REAL NOT NULL,
      diameter_mm REAL,
      value REAL,
      set_aside TEXT NOT NULL,
      job TEXT,
      PRIMARY KEY (verdict, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE reading (
      verdict INTEGER NOT NULL,
      position INTEGER NOT NULL,
      quantity TEXT NOT NULL CHECK (quantity IN ('hardness', 'diameter')),
      value REAL NOT NULL,
      unit TEXT NOT NULL,
      resolution REAL CHECK (resolution > 0),
      device TEXT NOT NULL,
      job TEXT NOT NULL,
      job_number INTEGER NOT NULL,
      raw TEXT NOT NULL CHECK (json_valid(raw)),
      read_at TEXT NOT NULL,
      PRIMARY KEY (verdict, position, quantity),
      FOREIGN KEY (verdict, position) REFERENCES indentation (verdict, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE environment_reading (
      id INTEGER PRIMARY KEY,
      batch TEXT NOT NULL REFERENCES batch (id),
      job TEXT NOT NULL UNIQUE,
      device TEXT NOT NULL,
      temperature_c REAL NOT NULL,
      humidity_percent REAL NOT NULL,
      read_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX environment_by_batch ON environment_reading (batch, read_at);

    -- A row for each state of a device's entry in the lab file; the newest counts.
    CREATE TABLE device (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      kind TEXT NOT NULL,
      entry TEXT NOT NULL CHECK (json_valid(entry)),
      known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX device_by_name ON device (name, id);

    -- subject: a device's name, or a reference block's serial.
    CREATE TABLE calibration (
      id INTEGER PRIMARY KEY,
      kind TEXT NOT NULL CHECK (kind IN ('device', 'reference')),
      subject TEXT NOT NULL,
      certificate TEXT NOT NULL,
      calibrated_on TEXT,
      valid_until TEXT NOT NULL,
      value REAL,
      expanded_uncertainty REAL,
      unit TEXT NOT NULL,
      known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX calibration_by_subject ON calibration (subject, id);

    -- A row that was wrong stays; this one says what should stand there instead.
    CREATE TABLE correction (
      id INTEGER PRIMARY KEY,
      subject TEXT NOT NULL,
      key TEXT NOT NULL,
      corrected TEXT NOT NULL CHECK (json_valid(corrected)),
      reason TEXT NOT NULL CHECK (length(reason) > 0),
      corrected_by TEXT NOT NULL CHECK (length(corrected_by) > 0),
      corrected_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX correction_by_subject ON correction (subject, key, id);

    CREATE INDEX suspicion_by_block ON suspicion (batch, serial, attempt);

    INSERT INTO person (name, known_at) SELECT ordered_by, min(ordered_at) FROM steering GROUP BY ordered_by;
    INSERT INTO person (name, known_at)
      SELECT outcome ->> '$.value.by', min(finished_at) FROM job
      WHERE kind = 'decision' AND state = 'finished' AND length(outcome ->> '$.value.by') > 0 GROUP BY 1
      ON CONFLICT DO NOTHING;
    CREATE TRIGGER person_of_steering AFTER INSERT ON steering BEGIN
      INSERT INTO person (name, known_at) SELECT NEW.ordered_by, NEW.ordered_at
        WHERE NOT EXISTS (SELECT 1 FROM person WHERE name = NEW.ordered_by);
    END;
    CREATE TRIGGER person_of_answer AFTER UPDATE OF state ON job
      WHEN NEW.kind = 'decision' AND NEW.state = 'finished' AND length(NEW.outcome ->> '$.value.by') > 0 BEGIN
      INSERT INTO person (name, known_at) SELECT NEW.outcome ->> '$.value.by', NEW.finished_at
        WHERE NOT EXISTS (SELECT 1 FROM person WHERE name = NEW.outcome ->> '$.value.by');
    END;
    CREATE TRIGGER person_of_approval AFTER INSERT ON approval BEGIN
      INSERT INTO person (name, known_at) SELECT NEW.approved_by, NEW.known_at
        WHERE NOT EXISTS (SELECT 1 FROM person WHERE name = NEW.approved_by);
    END;
    CREATE TRIGGER person_of_correction AFTER INSERT ON correction BEGIN
      INSERT INTO person (name, known_at) SELECT NEW.corrected_by, NEW.corrected_at
        WHERE NOT EXISTS (SELECT 1 FROM person WHERE name = NEW.corrected_by);
    END;
  `,
} as const;
