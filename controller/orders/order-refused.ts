/** An order that was not begun: the message says why and what to do; nothing was queued. */
export class OrderRefused extends Error {
  override readonly name = "OrderRefused";
}

interface StoreTrouble {
  readonly codes: readonly string[];
  readonly what: string;
  readonly remedy: string;
}

/** SQLite's result codes by their beginning. */
const STORE_TROUBLES: readonly StoreTrouble[] = [
  {
    codes: ["SQLITE_FULL"],
    what: "the disk is full",
    remedy: "free some space there or name another --data",
  },
  {
    codes: ["SQLITE_IOERR"],
    what: "the disk does not take what is written",
    remedy: "see whether it is full, broken or gone, or name another --data",
  },
  {
    codes: ["SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM"],
    what: "the file cannot be written to",
    remedy: "let this user write there or name another --data",
  },
  {
    codes: ["SQLITE_CORRUPT", "SQLITE_NOTADB"],
    what: "the file is damaged",
    remedy: "put back the last backup, and let `hardlab doctor` look at it",
  },
];

/** The refusal for an error of the information base's file, or undefined when the error is another one. */
export function storeRefusal(error: unknown, dataDir: string): OrderRefused | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause && typeof cause.code === "string" ? cause.code : "";
    const trouble = STORE_TROUBLES.find(({ codes }) => codes.some((start) => code.startsWith(start)));
    if (trouble !== undefined)
      return new OrderRefused(
        `the information base in ${dataDir} could not be written, nothing was queued: ${trouble.what} (${cause.message}); ${trouble.remedy}`,
        { cause: error },
      );
    const system = SYSTEM_TROUBLES[code];
    if (system !== undefined)
      return new OrderRefused(
        `${dataDir} could not be written, nothing was queued: ${system} (${cause.message})`,
        {
          cause: error,
        },
      );
  }
  return undefined;
}

const SYSTEM_TROUBLES: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some space there or name another --data",
  EROFS: "the disk is read-only; name another --data",
  EACCES: "this user may not write there; name another --data",
  ENOTDIR: "a part of the path is no folder; name another --data",
  EEXIST: "there is a file of that name; name another --data",
};
