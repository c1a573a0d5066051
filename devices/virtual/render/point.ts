/** A place in a picture (px) or on a block (mm): x to the right, y down. */
export type Point = readonly [number, number];
