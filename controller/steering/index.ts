/**
 * Steering (操纵): pause, hold, resume, stop, skip and repeat as orders on record. What they mean for jobs that were not sent yet
 * is the gate's; whatever runs on a device goes on. It never touches a device by itself.
 */
export * from "./create.ts";
export * from "./gate.ts";
export * from "./orders.ts";
export * from "./state.ts";
