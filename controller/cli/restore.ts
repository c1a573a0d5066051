import { resolve } from "node:path";
import { restore as restoreBackup } from "../infobase/index.ts";

interface RestoreCommand {
  readonly data: string;
  readonly json?: boolean;
}

/** Puts a backup into a new data folder. */
export async function restore(file: string, options: RestoreCommand): Promise<void> {
  const dataDir = resolve(options.data);
  const { entries, images, head } = await restoreBackup(resolve(file), dataDir);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ ok: true, data: dataDir, entries, images, head })}\n`
      : `${dataDir}\nProven before and after: ${entries} entries of the audit trail, ${images} pictures.\nWhat the devices did after the backup is not in it: a line whose device knows a newer job stops and says so.\n`,
  );
}
