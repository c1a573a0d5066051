/** All drivers by kind; a new kind of device is a file here and a row in the command table. */
import type { DeviceKind } from "../wire/index.ts";
import { agv } from "./agv.ts";
import { arm } from "./arm.ts";
import { camera } from "./camera.ts";
import type { Driver } from "./driver.ts";
import { environment } from "./environment.ts";
import { marker } from "./marker.ts";
import { rockwellTester } from "./rockwell-tester.ts";
import { stage } from "./stage.ts";

export const DRIVERS: { readonly [K in DeviceKind]: Driver<K> } = {
  agv,
  arm,
  stage,
  camera,
  rockwellTester,
  marker,
  environment,
};
