/**
 * The renderer (图像生成): draws what a camera over a block would see, from physical quantities alone, as grey pictures with the
 * light, blur and noise of a real rig, and samples such scenes by seed. It knows no world, no device and no job, and equal
 * scenes give equal bytes.
 */
export { encodeBmp } from "./bmp.ts";
export { dentPixel } from "./frames.ts";
export type { PictureTruth } from "./picture-truth.ts";
export { renderSurface } from "./render.ts";
export { RenderFolderError, writeRenders } from "./render-files.ts";
export { SPLITS } from "./rigs.ts";
export * from "./scene.ts";
export { type SampledScene, sampleScene } from "./scenes.ts";
