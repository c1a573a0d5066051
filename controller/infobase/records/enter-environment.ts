/** Readings of temperature and humidity, taken over from their jobs. */
import { z } from "zod";
import type { InfoBase } from "../info-base.ts";
import { insertRow } from "./insert.ts";

interface ReadJob {
  readonly key: string;
  readonly device: string;
  readonly outcome: string;
  readonly finished_at: string;
}

const readSchema = z.object({
  value: z.object({ numbers: z.object({ temperatureC: z.number(), humidityPercent: z.number() }) }),
});

/** Enters those of a batch that are not on record yet. */
export function enterEnvironment(base: InfoBase, batch: string): void {
  const start = `batch/${batch}/environment`;
  const jobs = base
    .prepare<[string, string], ReadJob>(
      `SELECT key, device, outcome, finished_at FROM job
       WHERE key >= ? AND key < ? || '0' AND kind = 'action' AND state = 'finished'
         AND NOT EXISTS (SELECT 1 FROM environment_reading WHERE job = job.key) ORDER BY sequence`,
    )
    .all(start, start);
  for (const { key, device, outcome, finished_at: readAt } of jobs) {
    const read = readSchema.safeParse(JSON.parse(outcome));
    if (!read.success) continue;
    const { temperatureC, humidityPercent } = read.data.value.numbers;
    insertRow(base, "environment_reading", {
      batch,
      job: key,
      device,
      temperature_c: temperatureC,
      humidity_percent: humidityPercent,
      read_at: readAt,
    });
  }
}
