/** The AGV: drives between stations and hands the tray over at half of the transfer time. */
import { agvStations, DEVICE_KINDS } from "../../wire/index.ts";
import {
  agvStation,
  checkHandOver,
  driveTo,
  Forbidden,
  type HandOver,
  handOver,
  trayStation,
  UNDER_WAY,
} from "../world/index.ts";
import { type Actions, type JobInHand, type Station, whileUnchanged } from "./action.ts";
import { dockOf } from "./interlocks.ts";

export function agvActions({ lab, world, name, interlocks }: Station): Actions {
  const stations = agvStations(lab);
  const transfer = (kind: HandOver) => (job: JobInHand) =>
    interlocks.within(dockOf(agvStation(world, name)), name, async () => {
      checkHandOver(world, name, kind);
      await job.until(0.5);
      handOver(world, name, kind, job.name);
      await job.until(1);
      return {};
    });
  return {
    commands: {
      async go(job) {
        if (!stations.includes(job.text))
          throw new Forbidden(
            DEVICE_KINDS.agv.faults.unknownStation,
            `no station "${job.text}"; there are ${stations.join(", ")}`,
          );
        if (agvStation(world, name) !== job.text) driveTo(world, name, UNDER_WAY);
        await job.until(1);
        driveTo(world, name, job.text);
        return {};
      },
      load: transfer("load"),
      unload: transfer("unload"),
    },
    sensors: whileUnchanged(world, () => {
      const [station, tray] = [agvStation(world, name), trayStation(world)];
      return [tray === `agv:${name}` ? 1 : 0, stations.indexOf(station) + 1, tray === station ? 1 : 0];
    }),
    readings: () => [],
  };
}
