/** Images, kept once by the hash of their bytes. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InfoBase } from "./open.ts";

export interface KeptImage {
  readonly sha256: string;
  /** Absolute path. */
  readonly path: string;
}

/** Writes an image beside its place and renames it, so that no half image ever stands there. */
export function keepImageFile(dataDir: string, bytes: Uint8Array, extension: "bmp" | "png"): KeptImage {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const folder = join(dataDir, "images", sha256.slice(0, 2));
  const path = join(folder, `${sha256}.${extension}`);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const beside = `${path}.${randomUUID()}.part`;
    writeFileSync(beside, bytes);
    renameSync(beside, path);
  }
  return { sha256, path };
}

/** Enters a kept image; a write for a computation's commit. */
export function enterImage(base: InfoBase, image: KeptImage, bytes: number): void {
  base
    .prepare("INSERT INTO image (sha256, file, bytes, taken_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
    .run(image.sha256, image.path, bytes, new Date().toISOString());
}
