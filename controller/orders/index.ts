/**
 * Orders (送检): a customer's manifest read strictly into the order of a tray, held against the batches under way, and run from
 * start to sorted. It reads and queues; what happens to a block is decided in the workflows.
 */
export { ManifestError } from "./finding.ts";
export { readManifest } from "./manifest.ts";
export { OrderRefused } from "./order-refused.ts";
export { type RunEnd, runOrder } from "./run-order.ts";
