/** Pictures with truth beside them, for benches and training; drawn by the virtual lab's renderer. */
export { CAMERAS, PICTURE_FORMATS, SPLITS, VIEWS, writeRenders } from "../../devices/virtual/render/index.ts";
