import { resolve } from "node:path";
import { backUp, picturesOf } from "../infobase/index.ts";

interface BackupCommand {
  readonly data: string;
  readonly json?: boolean;
}

/** Copies database and pictures while a controller runs, and proves the copy. */
export async function backup(file: string, options: BackupCommand): Promise<void> {
  const to = resolve(file);
  const { entries, images, head } = await backUp(resolve(options.data), to);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ ok: true, file: to, pictures: picturesOf(to), entries, images, head })}\n`
      : `${to}\n${picturesOf(to)}\nProven: ${entries} entries of the audit trail, ${images} pictures. Keep both files together.\n`,
  );
}
