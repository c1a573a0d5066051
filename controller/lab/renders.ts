/** Pictures with truth beside them, for benches and training; drawn by the virtual lab's renderer. */
export { writeRenders } from "../../devices/virtual/render/index.ts";
