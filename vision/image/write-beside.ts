/** Writing a file so that no half of it ever stands at its place. */
import { renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes beside the place and renames; whatever stood there is replaced whole. */
export function writeBeside(path: string, bytes: Uint8Array): void {
  const beside = `${path}.${process.pid}.part`;
  try {
    writeFileSync(beside, bytes);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
