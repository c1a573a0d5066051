/**
 * Drivers (驱动): what each kind of device can be told and what it says, by names instead of registers. Pure, except for
 * fetching a camera's image; sending is the links' work.
 */
export type { DeviceSensors, SensorLab } from "./driver.ts";
export {
  decodeResult,
  faultName,
  type JobResult,
  ResultError,
  readReadings,
  readSensors,
} from "./outcomes.ts";
export { encodeJob, type JobRequest, LimitError } from "./requests.ts";
