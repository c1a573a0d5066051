/** How much each device did, and how long it took. */
import { z } from "zod";
import type { JobGlimpse } from "../infobase/index.ts";

export interface DeviceWork {
  /** `computing` for the controller's own work. */
  readonly device: string;
  readonly command: string;
  /** Finished ones that were sent. */
  readonly jobs: number;
  readonly failed: number;
  readonly totalS: number;
  readonly medianS: number;
  readonly longestS: number;
}

const whatSchema = z.object({ command: z.string().optional(), name: z.string().optional() });

/** By device and command, in the order of their first job. Durations are of real time, from the row to the outcome. */
export function deviceWork(jobs: readonly JobGlimpse[]): DeviceWork[] {
  const sent = jobs.flatMap((job) => {
    const { kind, number, openedAt, finishedAt } = job;
    if (finishedAt === null || !(kind === "computation" || (kind === "action" && number !== null))) return [];
    const { command, name } = whatSchema.parse(job.request);
    return [
      {
        device: job.device ?? "computing",
        command: command ?? name ?? kind,
        failed: job.outcome?.ok === false,
        s: (Date.parse(finishedAt) - Date.parse(openedAt)) / 1000,
      },
    ];
  });
  return [...Map.groupBy(sent, ({ device, command }) => `${device} ${command}`).values()].flatMap((those) => {
    const [first] = those;
    if (first === undefined) return [];
    const sorted = those.map(({ s }) => s).sort((a, b) => a - b);
    return [
      {
        device: first.device,
        command: first.command,
        jobs: those.length,
        failed: those.filter(({ failed }) => failed).length,
        totalS: Math.round(sorted.reduce((sum, s) => sum + s, 0) * 1000) / 1000,
        medianS: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
        longestS: sorted.at(-1) ?? 0,
      },
    ];
  });
}
