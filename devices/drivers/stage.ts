/** The positioning stage (定位台): measures a block and its offset in the gripper. */
import { DEVICE_KINDS } from "../wire/index.ts";
import { type Driver, isSet } from "./driver.ts";

export const stage: Driver<"stage"> = {
  readSensors: (words) => ({ block: isSet(words, DEVICE_KINDS.stage.sensors.block) }),
};
