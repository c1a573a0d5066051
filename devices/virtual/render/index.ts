/**
 * The renderer (图像生成): draws what a camera over a block would see, from physical quantities alone, as grey pictures with the
 * light, blur and noise of a real rig, and samples such scenes by seed. It knows no world, no device and no job, and equal
 * scenes give equal bytes.
 */
export { encodeBmp } from "./bmp.ts";
export { dentPixel } from "./frames.ts";
export { renderPicture } from "./picture.ts";
export { encodePicture, PICTURE_FORMATS } from "./picture-files.ts";
export type { BlockTruth, PictureTruth } from "./picture-truth.ts";
export type { Raster } from "./raster.ts";
export { renderSurface } from "./render.ts";
export { RenderFolderError, writeRenders } from "./render-files.ts";
export { SPLITS, type Split } from "./rigs.ts";
export { CAMERAS, type SampledScene, VIEWS } from "./sampled-scene.ts";
export * from "./scene.ts";
export { sampleScene } from "./scenes.ts";
export { sampleView } from "./views.ts";
