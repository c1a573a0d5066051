/** The verbs for any photograph: they need no lab and no data folder. */
import { type Command, Option } from "commander";
import { positive, whole } from "./numbers.ts";

export function addPhotographVerbs(program: Command): void {
  program
    .command("look")
    .description("Say what photographs of blocks or indentations show; no lab needed.")
    .argument("<image...>", "BMP, PNG, JPEG or TIFF files")
    .option("--mm-per-px <x>", "scale of the pictures", positive)
    .addOption(
      new Option("--block <shape>", "round or rect: a whole block of that shape; none: a close-up")
        .choices(["round", "rect", "none", "auto"])
        .default("auto"),
    )
    .option("--overlay <dir>", "write each picture with what was found drawn over it")
    .option("--json", "one JSON object as the last line")
    .action(async (images, options) => (await import("./look.ts")).look(images, options));

  program
    .command("measure")
    .description(
      "Measure the Brinell indentations of micrographs: two diameters, uncertainty; no lab needed.",
    )
    .argument("<image...>", "BMP, PNG, JPEG or TIFF files, each of one indentation")
    .requiredOption("--mm-per-px <x>", "scale of the microscope", positive)
    .requiredOption("--ball <mm>", "diameter of the ball: 1, 2.5, 5 or 10", positive)
    .option("--force <n>", "test force in N; gives the hardness too", positive)
    .option("--overlay <dir>", "write each picture with the diameters drawn over it")
    .option("--json", "one JSON object as the last line")
    .action(async (images, options) => (await import("./measure.ts")).measure(images, options));

  program
    .command("plan")
    .description("Plan indentations on the blocks of photographs; no lab needed.")
    .argument("<image...>", "BMP, PNG, JPEG or TIFF files, each of a whole block")
    .requiredOption("--scale <name>", "hardness scale, such as HRC or HR30N")
    .requiredOption("--nominal <hr>", "hardness to expect, in HR", positive)
    .option("--n <n>", "counted indentations", whole(1, 25), 5)
    .option("--preliminary <n>", "indentations that seat the block and do not count", whole(0, 5), 1)
    .option("--mm-per-px <x>", "scale; without it the lab's camera's, if the picture has its size", positive)
    .option("--diameter <mm>", "measured diameter of a round block, which gives the scale too", positive)
    .option("--length <mm>", "measured length of a rectangular block", positive)
    .option("--width <mm>", "measured width of a rectangular block", positive)
    .option("--reach <mm>", "how far from the picture's middle the arm can indent", positive)
    .option(
      "--lab <file>",
      "lab file whose cameras and limit table count",
      "calibration-data/labs/default.yaml",
    )
    .option("--overlay <dir>", "write each picture with the plan drawn over it")
    .option("--json", "one JSON object as the last line")
    .action(async (images, options) => (await import("./plan.ts")).plan(images, options));
}
