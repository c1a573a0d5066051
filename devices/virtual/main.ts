/**
 * The virtual-lab process: `node devices/virtual/main.ts --lab FILE --data DIR --speed N [--seed N] [--physical FILE] [--scenario FILE]`.
 * Serves every device of the lab file until SIGTERM or until its data folder disappears; being killed is a power cut: boots change,
 * the world stays. With `--faults` alone it prints the kinds of faults there are (JSON) and ends.
 */
import { enableCompileCache } from "node:module";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { readLabFile } from "../lab-file.ts";

const USAGE =
  "use: node devices/virtual/main.ts --lab FILE --data DIR --speed N [--seed N] [--physical FILE] [--scenario FILE], " +
  "or --faults for the kinds of faults";

const argsSchema = z.object({
  lab: z.string(),
  data: z.string(),
  speed: z.coerce.number().positive().default(1),
  seed: z.coerce.number().int().optional(),
  physical: z.string().optional(),
  scenario: z.string().optional(),
});

function log(entry: object): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
}

function readArgs(): z.infer<typeof argsSchema> | "faults" {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      ...{ lab: text, data: text, speed: text, seed: text, physical: text, scenario: text },
      faults: { type: "boolean" },
    },
  });
  if (values.faults) return "faults";
  const parsed = argsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const findings = parsed.error.issues.map(({ path, message }) => `--${path.join(".")}: ${message}`);
  throw new Error(`${findings.join("; ")}\n${USAGE}`);
}

/** The OPC UA library takes most of a start: what it was compiled to is kept for the next one. */
enableCompileCache();
try {
  const args = readArgs();
  if (args === "faults") {
    const { kindsInWords } = await import("./faults/kinds-table.ts");
    process.stdout.write(`${JSON.stringify(kindsInWords())}\n`);
  } else {
    const { lab, data, ...more } = args;
    const { runVirtualLab } = await import("./running.ts");
    await runVirtualLab({ lab: readLabFile(lab), dataDir: resolve(data), ...more, log });
  }
} catch (error) {
  log({ event: "failed", error: error instanceof Error ? error.message : String(error) });
  process.exit(1);
}
