/** Images, kept once by the hash of their bytes. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { InfoBase } from "./open.ts";

export interface KeptImage {
  readonly sha256: string;
  /** Path from the data folder, which may move. */
  readonly file: string;
  /** Absolute path. */
  readonly path: string;
}

/** How the formats that cameras give begin; whatever else came is kept too, and said to be of no kind. */
const EXTENSIONS = [
  { extension: "bmp", starts: [0x42, 0x4d] },
  { extension: "png", starts: [0x89, 0x50, 0x4e, 0x47] },
  { extension: "jpg", starts: [0xff, 0xd8, 0xff] },
  { extension: "tif", starts: [0x49, 0x49, 0x2a, 0x00] },
  { extension: "tif", starts: [0x4d, 0x4d, 0x00, 0x2a] },
] as const;

function extensionOf(bytes: Uint8Array): string {
  const known = EXTENSIONS.find(({ starts }) => starts.every((byte, n) => bytes[n] === byte));
  return known?.extension ?? "bin";
}

/** Writes an image beside its place and renames it, so that no half image ever stands there. Its name is told by its bytes. */
export function keepImageFile(dataDir: string, bytes: Uint8Array): KeptImage {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = join("images", sha256.slice(0, 2), `${sha256}.${extensionOf(bytes)}`);
  const path = join(dataDir, file);
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const beside = `${path}.${randomUUID()}.part`;
    writeFileSync(beside, bytes);
    renameSync(beside, path);
  }
  return { sha256, file, path };
}

/** Enters a kept image; a write for a computation's commit. */
export function enterImage(base: InfoBase, image: KeptImage, bytes: number): void {
  base
    .prepare("INSERT INTO image (sha256, file, bytes, taken_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")
    .run(image.sha256, image.file, bytes, new Date().toISOString());
}

/** Absolute path of a kept image, or undefined when none of that hash was entered or its file is gone. */
export function keptImagePath(base: InfoBase, dataDir: string, sha256: string): string | undefined {
  const row = base.prepare<[string], { file: string }>("SELECT file FROM image WHERE sha256 = ?").get(sha256);
  const path = row === undefined ? undefined : join(dataDir, row.file);
  return path !== undefined && existsSync(path) ? path : undefined;
}
