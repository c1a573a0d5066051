/**
 * OpenCV, loaded once. It is CommonJS only and writes to standard output while it loads; a bad argument can abort the whole process,
 * so nothing outside the vision child may import this file, and callers check counts and sizes first.
 */
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
const cv: typeof import("opencv4nodejs") = load("opencv4nodejs");
/** One core: the lab's other processes need the rest, and results must not depend on the number of threads. */
cv.setNumThreads(1);

export { cv };
export type Mat = InstanceType<typeof cv.Mat>;
