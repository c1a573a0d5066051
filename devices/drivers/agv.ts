/** The AGV (自动导引车): drives between the lab's stations and hands trays over. */
import { agvStations, DEVICE_KINDS } from "../wire/index.ts";
import { type Driver, isSet } from "./driver.ts";

const { sensors } = DEVICE_KINDS.agv;

export const agv: Driver<"agv"> = {
  readSensors: (words, lab) => ({
    trayOnBoard: isSet(words, sensors.trayOnBoard),
    dockTray: isSet(words, sensors.dockTray),
    station: agvStations(lab)[(words[sensors.station] ?? 0) - 1] ?? null,
  }),
};
