#!/usr/bin/env node
/** `hardlab`, the command-line program. */
import { Command } from "commander";
import { keepCompiledCode } from "./compiled-code.ts";
import { failWith } from "./fail.ts";
import { positive, whole } from "./numbers.ts";
import { addPhotographVerbs } from "./photograph-verbs.ts";
import { addRecordVerbs } from "./record-verbs.ts";

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

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
  .command("run")
  .description("Run the tray of a manifest (CSV, one block a line) from start to sorted.")
  .argument("<manifest>", "CSV file: slot, block, scale, nominal; diameter, length, width, thickness in mm")
  .requiredOption("--line <name>", "line of the lab file that serves the tray")
  .option("--lab <file>", "lab file", "calibration-data/labs/default.yaml")
  .option("--data <dir>", "data folder", ".hardlab/data")
  .option("--speed <n>", "times real speed; virtual labs only", positive)
  .option("--seed <n>", "seed of the virtual lab's chance", whole(0, 2 ** 31 - 1), 1)
  .option(
    "--physical <file>",
    "what truly lies on a virtual lab's tray, instead of blocks like the manifest's",
  )
  .option("--scenario <file>", "faults that a virtual lab is to have")
  .option("--json", "one JSON object as the last line")
  .action(async (manifest, options) => (await import("./run.ts")).run(manifest, options));

program
  .command("doctor")
  .description(
    "Look at lab file, devices, certificates, clock, disk, records and programs: what is wrong, what to do.",
  )
  .option("--lab <file>", "lab file", "calibration-data/labs/default.yaml")
  .option("--data <dir>", "data folder", ".hardlab/data")
  .option("--port <n>", "port the page is to be served on", whole(1, 65_535), 8080)
  .option("--start", "start a virtual lab that is not running, for as long as it is looked at")
  .option("--json", "one JSON object as the last line")
  .action(async (options) => (await import("./doctor.ts")).doctor(options));

program
  .command("truth")
  .description("Compare the record of a virtual lab with what physically happened.")
  .requiredOption("--data <dir>", "data folder")
  .option("--json", "one JSON object as the last line")
  .action(async (options) => (await import("./truth.ts")).truth(options));

program
  .command("fault")
  .description("Make something go wrong in a running virtual lab.")
  .argument("[device]", "device of the lab file")
  .argument("[fault]", "what is to befall it; see --list")
  .option("--command <name>", "only jobs of this command")
  .option("--nth <n>", "which such job from now on; 1 is the next", whole(1, 1_000_000))
  .option("--times <n>", "how many such jobs in a row", whole(1, 1_000_000))
  .option("--seconds <s>", "real seconds a lasting one stands", positive)
  .option("--value <value>", "number or word that the fault takes; see --list")
  .option("--list", "show the faults there are, and those that are arranged")
  .option("--clear", "take faults back: all, or those of DEVICE and FAULT")
  .option("--data <dir>", "data folder of the running lab", ".hardlab/data")
  .option("--json", "one JSON object as the last line")
  .action(async (device, name, options) =>
    (await import("./fault.ts")).fault({ device, fault: name, ...options }),
  );

addPhotographVerbs(program);

program
  .command("render")
  .description("Write pictures of block surfaces, as NNNN.png with their truth in NNNN.json beside them.")
  .requiredOption("--out <dir>", "folder to write to")
  .option("--n <n>", "number of pictures", whole(1, 1_000_000), 10)
  .option("--seed <n>", "seed", whole(0, 2 ** 31 - 1), 1)
  .option(
    "--view <name>",
    "block (whole surface), closeup (surface fills the picture) or brinell (micrograph of one dent)",
    "block",
  )
  .option(
    "--split <name>",
    "lab (the lab's own rig), fit (usable rigs) or hard (bad light, defects, touching dents)",
    "lab",
  )
  .option("--camera <name>", "of whole blocks: lab (5 megapixels) or mp20 (20 megapixels)", "lab")
  .option("--format <name>", "png, bmp, jpeg or tiff", "png")
  .option("--json", "one JSON object as the last line")
  .action(async (options) => (await import("./render.ts")).render(options));

const STEERING = {
  pause: "Finish what is under way, begin nothing new.",
  hold: "As pause, and let devices that can hold do so at once.",
  resume: "Go on after pause or hold; takes up a stopped batch as a new one.",
  stop: "Bring the block in hand home, mark it incomplete, end the batch; needs --reason.",
  skip: "Leave a block out; needs --reason.",
  repeat: "Work a block again at the end of the tray; needs --reason, the first outcome stays.",
} as const;
for (const name of ["pause", "hold", "resume", "stop", "skip", "repeat"] as const) {
  const verb = program.command(name).description(STEERING[name]).argument("<batch>", "batch, such as B-0001");
  if (name === "skip" || name === "repeat") verb.argument("<serial>", "block");
  verb
    .requiredOption("--by <name>", "who orders it; goes on record")
    .option("--reason <text>", "why; goes on record")
    .option("--data <dir>", "data folder of the running controller", ".hardlab/data")
    .option("--json", "one JSON object as the last line")
    .action(async (batch: string, ...rest: unknown[]) => {
      const [serial] = rest;
      await (await import("./steer.ts")).steer(
        name,
        batch,
        typeof serial === "string" ? serial : undefined,
        verb.opts(),
      );
    });
}

program
  .command("questions")
  .description("Show what waits for a person.")
  .argument("[batch]", "only of this batch")
  .argument("[serial]", "only about this block")
  .option("--data <dir>", "data folder of the running controller", ".hardlab/data")
  .option("--json", "one JSON object as the last line")
  .action(async (batch, serial, options) => (await import("./answer.ts")).questions(batch, serial, options));

program
  .command("answer")
  .description("Answer a question that waits for a person.")
  .argument("<batch>", "batch it is about, or the question's key")
  .argument("[serial]", "block it is about, where several questions wait")
  .requiredOption("--choice <choice>", "one of the question's choices")
  .requiredOption("--by <name>", "who answers; goes on record")
  .option("--data <dir>", "data folder of the running controller", ".hardlab/data")
  .option("--json", "one JSON object as the last line")
  .action(async (batch, serial, options) => (await import("./answer.ts")).answer(batch, serial, options));

program
  .command("report")
  .description("Write the report of a batch: Markdown, JSON, and a Gantt chart of every device.")
  .argument("<batch>", "batch, such as B-0001")
  .option("--data <dir>", "data folder", ".hardlab/data")
  .option("--out <dir>", "folder to write to; reports/ in the data folder when not given")
  .option("--json", "one JSON object as the last line")
  .action(async (batch, options) => (await import("./report.ts")).report(batch, options));

addRecordVerbs(program);

keepCompiledCode();
try {
  await program.parseAsync();
} catch (error) {
  failWith(error);
}
