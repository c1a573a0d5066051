/** A finished picture, grey or in colour: what the camera saw, what its software drew over it, what its file format left of that. */
import { type Annotation, annotate } from "./annotations.ts";
import { drawDefects } from "./defects.ts";
import { dentContrasts } from "./dent-prominence.ts";
import { drawDents } from "./dents.ts";
import { drawBlock } from "./face.ts";
import { roundTripJpeg } from "./jpeg-artefacts.ts";
import { distort } from "./optics.ts";
import { mixSeed } from "./random.ts";
import type { Raster } from "./raster.ts";
import type { Ruddiness } from "./rust.ts";
import type { SurfaceScene } from "./scene.ts";
import { drawHairlines } from "./scratches.ts";
import { expose } from "./sensor.ts";
import { prepareStage } from "./stage.ts";
import { drawSurroundings } from "./surroundings.ts";

/** A colour camera's cast: the gains of its channels, about 1 each. */
export interface Tint {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** A scene and what happens to its picture after the sensor. Absent: a bare grey picture. */
export interface PictureScene extends SurfaceScene {
  readonly tint?: Tint;
  readonly annotations?: readonly Annotation[];
  /** Traces of a JPEG of this quality, 5 to 100. */
  readonly jpegQuality?: number;
}

export interface DrawnPicture {
  readonly picture: Raster;
  /** Of each dent of the scene in turn, see `dentContrasts`. */
  readonly contrastsGrey: readonly number[];
}

/** Draws a scene with all that lies over it. Equal scenes give equal bytes. */
export function renderPicture(scene: PictureScene): DrawnPicture {
  const { widthPx, heightPx, tint } = scene;
  const stage = prepareStage(scene);
  drawSurroundings(stage);
  drawBlock(stage);
  drawHairlines(stage);
  const bare = stage.brightness.slice();
  drawDents(stage);
  const contrastsGrey = dentContrasts(stage, bare);
  const rusty =
    tint !== undefined && scene.defects.some(({ kind }) => kind === "rust" || kind === "rustSpeck");
  const ruddy: Ruddiness | undefined = rusty ? bare.fill(0) : undefined;
  drawDefects(stage, ruddy);
  const picture: Raster =
    tint === undefined
      ? { widthPx, heightPx, channels: 1, data: expose(scene, distort(scene, stage.brightness)) }
      : { widthPx, heightPx, channels: 3, data: exposeColours(scene, tint, stage.brightness, ruddy) };
  annotate(picture, scene.annotations ?? []);
  if (scene.jpegQuality !== undefined) roundTripJpeg(picture, scene.jpegQuality);
  return { picture, contrastsGrey };
}

/** Light that rust gives back in each channel, as a part of what its grey is. */
const RUST: readonly [number, number, number] = [1.55, 0.95, 0.6];

/** One exposure a channel, each with its own noise, of the same brightness under the tint and the rust's colour. */
function exposeColours(
  scene: SurfaceScene,
  tint: Tint,
  brightness: Float32Array,
  ruddy: Ruddiness | undefined,
): Uint8Array {
  const bent = distort(scene, brightness);
  const bentRuddy = ruddy === undefined ? undefined : distort(scene, ruddy);
  const rgb = new Uint8Array(3 * bent.length);
  const channel = new Float32Array(bent.length);
  for (const [n, gain] of [tint.red, tint.green, tint.blue].entries()) {
    const rust = gain * ((RUST[n] ?? 1) - 1);
    if (bentRuddy === undefined)
      for (let at = 0; at < bent.length; at++) channel[at] = (bent[at] as number) * gain;
    else
      for (let at = 0; at < bent.length; at++)
        channel[at] = (bent[at] as number) * (gain + rust * (bentRuddy[at] as number));
    const exposed = expose({ ...scene, exposureSeed: mixSeed(scene.exposureSeed, 0xc0 + n) }, channel);
    for (let at = 0; at < exposed.length; at++) rgb[3 * at + n] = exposed[at] as number;
  }
  return rgb;
}
