/** What vision found on kept images: once for each image, request and version of vision. Never read back in place of a job's outcome. */
import { createHash } from "node:crypto";
import type { InfoBase } from "./open.ts";
import { prepared } from "./prepared.ts";

export interface FoundOnImage {
  readonly sha256: string;
  readonly kind: "look" | "compare" | "measure";
  /** What was asked, without file paths. */
  readonly request: object;
  /** Version of vision that answered. */
  readonly vision: string;
  readonly result: object;
}

/** Enters what was found on an image that is entered already; a write for a computation's commit. A second one of the same kind is left out. */
export function enterImageResult(
  base: InfoBase,
  { sha256, kind, request, vision, result }: FoundOnImage,
): void {
  const asked = JSON.stringify(request);
  prepared(
    base,
    `INSERT INTO image_result (image, kind, request, request_sha256, vision, result, found_at)
     SELECT ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS
       (SELECT 1 FROM image_result WHERE image = ? AND kind = ? AND request_sha256 = ? AND vision = ?)`,
  ).run(
    sha256,
    kind,
    asked,
    hashOf(asked),
    vision,
    JSON.stringify(result),
    new Date().toISOString(),
    sha256,
    kind,
    hashOf(asked),
    vision,
  );
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

export interface KeptResult {
  readonly kind: string;
  readonly vision: string;
  readonly foundAt: string;
  readonly request: unknown;
  readonly result: unknown;
}

/** What was found on an image, oldest first. */
export function imageResults(base: InfoBase, sha256: string): KeptResult[] {
  return base
    .prepare<[string], { kind: string; vision: string; found_at: string; request: string; result: string }>(
      "SELECT kind, vision, found_at, request, result FROM image_result WHERE image = ? ORDER BY id",
    )
    .all(sha256)
    .map(({ kind, vision, found_at, request, result }) => ({
      kind,
      vision,
      foundAt: found_at,
      request: JSON.parse(request),
      result: JSON.parse(result),
    }));
}
