/** Small picture files of every format that is read, made by the decoder's own library. */
import { cv } from "../../../vision/image/opencv.ts";

export const WIDTH_PX = 96;
export const HEIGHT_PX = 64;

/** A dark disc on a bright ground: grey, colour, and 16 bits with only 12 of them in use. */
const grey = new cv.Mat(HEIGHT_PX, WIDTH_PX, cv.CV_8UC1, 180);
grey.drawCircle(new cv.Point2(40, 30), 12, new cv.Vec3(60, 60, 60), -1);
const colour = grey.cvtColor(cv.COLOR_GRAY2BGR);
const deep = grey.convertTo(cv.CV_16UC1, 4095 / 255);
const deepColour = colour.convertTo(cv.CV_16UC3, 4095 / 255);
const translucent = colour.cvtColor(cv.COLOR_BGR2BGRA);

export const SAMPLES: Readonly<Record<string, Buffer>> = {
  "grey.bmp": cv.imencode(".bmp", grey),
  "colour.bmp": cv.imencode(".bmp", colour),
  "grey.png": cv.imencode(".png", grey),
  "colour.png": cv.imencode(".png", colour),
  "alpha.png": cv.imencode(".png", translucent),
  "deep.png": cv.imencode(".png", deep),
  "deep-colour.png": cv.imencode(".png", deepColour),
  "grey.jpg": cv.imencode(".jpg", grey),
  "colour.jpg": cv.imencode(".jpg", colour),
  "grey.tif": cv.imencode(".tiff", grey),
  "colour.tif": cv.imencode(".tiff", colour),
  "deep.tif": cv.imencode(".tiff", deep),
  "deep-colour.tif": cv.imencode(".tiff", deepColour),
};

/** The JPEG with an EXIF segment that asks for a quarter turn clockwise (orientation 6). */
export function turnedJpeg(): Buffer {
  const jpeg = SAMPLES["grey.jpg"] ?? Buffer.alloc(0);
  const tiff = Buffer.from([
    0x4d, 0x4d, 0x00, 0x2a, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
  ]);
  const content = Buffer.concat([Buffer.from("Exif\0\0"), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, content.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, content, jpeg.subarray(2)]);
}
