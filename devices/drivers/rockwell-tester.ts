/** The Rockwell tester (洛氏硬度计): one indentation and one value for each `indent`. */
import { DEVICE_KINDS } from "../wire/index.ts";
import { type Driver, isSet } from "./driver.ts";

const { sensors } = DEVICE_KINDS.rockwellTester;

export const rockwellTester: Driver<"rockwellTester"> = {
  readSensors: (words) => ({
    guardClosed: isSet(words, sensors.guardClosed),
    block: isSet(words, sensors.block),
  }),
};
