/** What vision found on the kept images. */
export const imageResults = {
  number: 7,
  title: "results of images",
  sql: `
    -- request: without file paths. vision: version of the programs and the network that answered.
    CREATE TABLE image_result (
      id INTEGER PRIMARY KEY,
      image TEXT NOT NULL REFERENCES image (sha256),
      kind TEXT NOT NULL CHECK (kind IN ('look', 'compare', 'measure')),
      request TEXT NOT NULL CHECK (json_valid(request)),
      request_sha256 TEXT NOT NULL CHECK (length(request_sha256) = 64),
      vision TEXT NOT NULL CHECK (length(vision) > 0),
      result TEXT NOT NULL CHECK (json_valid(result)),
      found_at TEXT NOT NULL,
      UNIQUE (image, kind, request_sha256, vision)
    ) STRICT;
  `,
  covers: [
    {
      table: "image_result",
      action: "entered",
      key: ["id"],
      columns: ["id", "image", "kind", "request", "request_sha256", "vision", "result", "found_at"],
    },
  ],
  guards: [{ table: "image_result" }],
} as const;
