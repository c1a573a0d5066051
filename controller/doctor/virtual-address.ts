/** Where the devices of a running virtual lab answer: it leaves its process and free ports in the data folder. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const leftSchema = z.object({
  pid: z.number().int(),
  speed: z.number(),
  seed: z.number().int(),
  addresses: z.record(z.string(), z.object({ host: z.string(), port: z.number().int() })),
  imageUrls: z.record(z.string(), z.string()),
});
export type VirtualLabLeft = z.infer<typeof leftSchema> & { readonly alive: boolean };

/** What the virtual lab of a data folder left, alive or not; undefined when there never was one. */
export function findVirtualLab(dataDir: string): VirtualLabLeft | undefined {
  const file = join(dataDir, "virtual", "lab.json");
  if (!existsSync(file)) return undefined;
  const left = leftSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const commandLine = `/proc/${left.pid}/cmdline`;
  const alive = existsSync(commandLine) && readFileSync(commandLine, "utf8").split("\0").includes(dataDir);
  return { ...left, alive };
}
