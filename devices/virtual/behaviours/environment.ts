/** The environment sensor: the lab file's temperature and humidity. */
import type { Actions, Station } from "./action.ts";
import { virtualOf } from "./line.ts";

export function environmentActions({ lab }: Station): Actions {
  const { temperatureC, humidityPercent } = virtualOf(lab).environment;
  return {
    commands: {
      async read(job) {
        await job.until(1);
        return { numbers: { temperatureC, humidityPercent } };
      },
    },
    sensors: () => [],
    readings: () => [temperatureC, humidityPercent],
  };
}
