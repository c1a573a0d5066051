/** The verbs that read, prove and copy the records: they need a data folder, no running lab. */
import type { Command } from "commander";
import { number, whole } from "./numbers.ts";

export function addRecordVerbs(program: Command): void {
  program
    .command("verify")
    .description(
      "Prove the records: audit trail, every row, every picture; or name the first broken link (exit 2).",
    )
    .option("--data <dir>", "data folder, also of a running controller", ".hardlab/data")
    .option(
      "--expect <head>",
      "SEQUENCE:HASH that an earlier verify printed: proves nothing up to it was cut off",
    )
    .option("--json", "one JSON object as the last line")
    .action(async (options) => (await import("./verify.ts")).verify(options));

  program
    .command("backup")
    .description("Copy database and pictures, also while a controller runs, and prove the copy.")
    .argument("<file>", "file to write; the pictures go to FILE.images.sqlar beside it")
    .option("--data <dir>", "data folder", ".hardlab/data")
    .option("--json", "one JSON object as the last line")
    .action(async (file, options) => (await import("./backup.ts")).backup(file, options));

  program
    .command("restore")
    .description("Put a backup into a new data folder, proven before and after.")
    .argument("<file>", "file that hardlab backup wrote, its pictures beside it")
    .requiredOption("--data <dir>", "data folder to make; refused when it is in use or not empty")
    .option("--json", "one JSON object as the last line")
    .addHelpText(
      "after",
      "\nA restored ledger is older than its devices when they worked after the backup. A device that knows a newer job number\nthan the ledger stops its line with that reason, and nothing is sent: restore the newest backup, and have a person see\nto the blocks that were worked since.",
    )
    .action(async (file, options) => (await import("./restore.ts")).restore(file, options));

  wanted(program.command("search"))
    .description("Find blocks by anything on record, newest first.")
    .option("--most <n>", "no more than so many", whole(1, 10_000), 50)
    .option("--json", "one JSON object as the last line")
    .action(async (options) => (await import("./search.ts")).search(options));

  wanted(program.command("export"))
    .description(
      "Write what a search finds, or a batch, as CSV (UTF-8 with BOM), XLSX or JSON, by the file's ending.",
    )
    .requiredOption("--out <file>", "file to write: .csv, .xlsx or .json")
    .option("--json", "one JSON object as the last line")
    .action(async (options) => (await import("./export.ts")).exportFound(options));

  program
    .command("history")
    .description("Show a block's verifications over the years side by side.")
    .argument("<serial>", "block")
    .option("--data <dir>", "data folder, also of a running controller", ".hardlab/data")
    .option("--json", "one JSON object as the last line")
    .action(async (serial, options) => (await import("./history.ts")).history(serial, options));
}

/** What `search` and `export` look for. */
const wanted = (verb: Command) =>
  verb
    .option("--serial <text>", "serial number; with * at its end, what begins so")
    .option("--client <text>", "customer; with * at its end, what begins so")
    .option("--batch <id>", "batch, such as B-0001")
    .option("--scale <name>", "scale, such as HRC")
    .option("--outcome <name>", "passed, rejected, incomplete or skipped")
    .option("--from <date>", "first day or instant, ISO 8601, UTC")
    .option("--to <date>", "last day or instant, ISO 8601, UTC")
    .option("--mean-from <value>", "least mean, in the unit of the scale", number)
    .option("--mean-to <value>", "greatest mean, in the unit of the scale", number)
    .option("--data <dir>", "data folder, also of a running controller", ".hardlab/data");
