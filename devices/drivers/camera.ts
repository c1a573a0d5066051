/** The camera (相机): exposes one image of the surface; the image itself is fetched over HTTP, see fetch-image.ts. */
import { DEVICE_KINDS } from "../wire/index.ts";
import { type Driver, isSet } from "./driver.ts";

export const camera: Driver<"camera"> = {
  readSensors: (words) => ({ block: isSet(words, DEVICE_KINDS.camera.sensors.block) }),
};
