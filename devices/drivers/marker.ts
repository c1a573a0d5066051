/** The marking station (打标机): engraves a block in its slot and reads an engraving back with its own camera. */
import { DEVICE_KINDS } from "../wire/index.ts";
import { type Driver, isSet } from "./driver.ts";

const { sensors } = DEVICE_KINDS.marker;

export const marker: Driver<"marker"> = {
  readSensors: (words) => ({ tray: isSet(words, sensors.tray), supply: isSet(words, sensors.supply) }),
};
