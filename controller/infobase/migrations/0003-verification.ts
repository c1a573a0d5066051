/** Daily verifications of testers, and what a failed one makes suspect. */
export const verification = {
  number: 3,
  title: "daily verification, suspicions",
  sql: `
    CREATE TABLE verification (
      id INTEGER PRIMARY KEY,
      batch TEXT NOT NULL REFERENCES batch (id),
      line TEXT NOT NULL,
      scale TEXT NOT NULL,
      reference TEXT NOT NULL,
      day TEXT NOT NULL,
      passed INTEGER NOT NULL CHECK (passed IN (0, 1)),
      record TEXT NOT NULL CHECK (json_valid(record)),
      recorded_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX verification_by_scale ON verification (line, scale, id);

    CREATE TABLE suspicion (
      verification INTEGER NOT NULL REFERENCES verification (id),
      batch TEXT NOT NULL,
      serial TEXT NOT NULL,
      attempt INTEGER NOT NULL,
      PRIMARY KEY (verification, batch, serial, attempt),
      FOREIGN KEY (batch, serial, attempt) REFERENCES block_record (batch, serial, attempt)
    ) STRICT;
  `,
} as const;
