/** The marking station: engraves blocks in the tray at its dock and reads them back. */
import { blockToMark, engrave, readBack, trayStation } from "../world/index.ts";
import { type Actions, parameter, type Station, whileUnchanged } from "./action.ts";
import { dockOf } from "./interlocks.ts";

export function markerActions({ lab, world, name, interlocks }: Station): Actions {
  const dock = lab.stations.marking;
  return {
    commands: {
      engrave(job) {
        const slot = parameter(job, "slot");
        return interlocks.within(dockOf(dock), name, async () => {
          blockToMark(world, dock, slot);
          await job.until(0.5);
          engrave(world, dock, slot, job.text, job.name);
          await job.until(1);
          return {};
        });
      },
      readBack(job) {
        const slot = parameter(job, "slot");
        return interlocks.within(dockOf(dock), name, async () => {
          await job.until(1);
          return { text: readBack(world, dock, slot) };
        });
      },
    },
    sensors: whileUnchanged(world, () => [trayStation(world) === dock ? 1 : 0, 1]),
    readings: () => [],
  };
}
