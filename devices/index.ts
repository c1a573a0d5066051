/**
 * The devices' door (设备): links to the machines of a lab over OPC UA or Modbus TCP, requests checked against what each kind
 * of device can do, results and sensors read back under their names. It never knows what a block or a batch is, never repeats
 * a job by itself and never invents an answer: what a lost link leaves open is said to be unknown.
 */
export { fetchImage, ImageError, type ImageLimits } from "./drivers/fetch-image.ts";
export {
  type DeviceSensors,
  decodeResult,
  encodeJob,
  faultName,
  type JobRequest,
  type JobResult,
  LimitError,
  ResultError,
  readReadings,
  readSensors,
} from "./drivers/index.ts";
export * from "./lab-file.ts";
export { AddressMapError, readAddressMap } from "./links/address-map.ts";
export { connectDevice } from "./links/connect.ts";
export type {
  DeviceAddress,
  DeviceLink,
  LinkLog,
  LinkState,
  Submission,
} from "./links/link.ts";
export { ensurePki, type Pki, trustEachOther } from "./links/pki.ts";
export * from "./wire/index.ts";
