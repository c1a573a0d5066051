#!/usr/bin/env node
/** `hardlab`, the command-line program. */
import { Command, InvalidArgumentError } from "commander";
import { failWith } from "./fail.ts";

const whole = (min: number, max: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new InvalidArgumentError(`give a whole number from ${min} to ${max}.`);
  return value;
};
const positive = (text: string) => {
  const value = Number(text);
  if (!(value > 0 && value <= 100_000))
    throw new InvalidArgumentError("give a number above 0, up to 100000.");
  return value;
};

const program = new Command("hardlab")
  .description("Controller of an unattended hardness laboratory.")
  .showHelpAfterError("(add --help for the options)")
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });

program
  .command("serve")
  .description("Start the lab with its page; on a new data folder the default lab runs the trial tray.")
  .option("--lab <file>", "lab file", "calibration-data/labs/default.yaml")
  .option("--data <dir>", "data folder", ".hardlab/data")
  .option("--host <host>", "address to serve on; loopback only", "127.0.0.1")
  .option("--port <n>", "port to serve on", whole(1, 65_535), 8080)
  .option("--json", "log lines as JSON")
  .action(async (options) => (await import("./serve.ts")).serve(options));

program
  .command("trial")
  .description(
    "Run the trial's 33 blocks from start to sorted; resumes an interrupted one on the same --data.",
  )
  .option("--lab <file>", "lab file", "calibration-data/labs/default.yaml")
  .option("--speed <n>", "times real speed", positive)
  .option("--seed <n>", "seed of the virtual lab's chance", whole(0, 2 ** 31 - 1), 1)
  .option("--data <dir>", "data folder; a new temporary one when not given")
  .option("--blocks <n>", "only the first so many blocks", whole(1, 33))
  .option("--json", "one JSON object as the last line")
  .action(async (options) => (await import("./trial.ts")).trial(options));

program
  .command("truth")
  .description("Compare the record of a virtual lab with what physically happened.")
  .requiredOption("--data <dir>", "data folder")
  .option("--json", "one JSON object as the last line")
  .action(async (options) => (await import("./truth.ts")).truth(options));

program
  .command("render")
  .description("Write pictures of block surfaces with their truth beside them.")
  .requiredOption("--out <dir>", "folder to write to")
  .option("--n <n>", "number of pictures", whole(1, 1_000_000), 10)
  .option("--seed <n>", "seed", whole(0, 2 ** 31 - 1), 1)
  .option("--split <name>", "lab, fit or hard", "fit")
  .option("--json", "one JSON object as the last line")
  .action(async (options) => (await import("./render.ts")).render(options));

try {
  await program.parseAsync();
} catch (error) {
  failWith(error);
}
