/** One picture from a scene: surroundings, block, dents, defects, lens, sensor, in this order. */

import { drawDefects } from "./defects.ts";
import { drawDents } from "./dents.ts";
import { drawBlock } from "./face.ts";
import { distort } from "./optics.ts";
import type { SurfaceScene } from "./scene.ts";
import { drawHairlines } from "./scratches.ts";
import { expose } from "./sensor.ts";
import { prepareStage } from "./stage.ts";
import { drawSurroundings } from "./surroundings.ts";

/** The camera's picture of a scene: 8-bit grey, row by row, widthPx · heightPx values. Equal scenes give equal bytes. */
export function renderSurface(scene: SurfaceScene): Uint8Array {
  const stage = prepareStage(scene);
  drawSurroundings(stage);
  drawBlock(stage);
  drawHairlines(stage);
  drawDents(stage);
  drawDefects(stage);
  return expose(scene, distort(scene, stage.brightness));
}
