/** Proves every picture's file against the hash it was entered with. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { InfoBase } from "../info-base.ts";
import type { Break } from "./finding.ts";

/** Hash of the file kept for an image; undefined when it is not there. */
export type HashOfImage = (file: string, sha256: string) => Promise<string | undefined>;

export async function fileSha256(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return hash.digest("hex");
}

interface ImageRow {
  readonly sha256: string;
  readonly file: string;
  readonly sequence: number | null;
  readonly at: string | null;
}

/** Breaks among the pictures, and how many there are. */
export async function brokenImages(
  base: InfoBase,
  hashOf: HashOfImage,
): Promise<{ readonly images: number; readonly breaks: readonly Break[] }> {
  const rows = base
    .prepare<[], ImageRow>(
      `SELECT image.sha256, image.file, audit.sequence, audit.at FROM image
       LEFT JOIN audit ON audit.subject = 'image' AND audit.key = image.sha256 ORDER BY audit.sequence`,
    )
    .all();
  const breaks: Break[] = [];
  for (const { sha256, file, sequence, at } of rows) {
    const found = await hashOf(file, sha256);
    if (found === sha256) continue;
    const what = found === undefined ? "image missing" : "image changed";
    const text = `the picture ${file}, entered ${at ?? "without an audit entry"}, ${found === undefined ? "is missing" : "was changed"}`;
    breaks.push({ table: "image", key: sha256, what, sequence, at, text });
  }
  return { images: rows.length, breaks };
}
