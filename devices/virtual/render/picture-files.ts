/** The file formats that pictures are written in. */
import { encodeBmp, encodeColourBmp } from "./bmp.ts";
import { encodeJpeg } from "./jpeg.ts";
import { encodePng } from "./png.ts";
import type { Raster } from "./raster.ts";
import { encodeTiff } from "./tiff.ts";

export const PICTURE_FORMATS = ["png", "bmp", "jpeg", "tiff"] as const;
export type PictureFormat = (typeof PICTURE_FORMATS)[number];

/** Quality of a JPEG file where the scene asks for none. */
const JPEG_QUALITY = 92;

/** PNG, BMP and TIFF keep every value; JPEG does not. */
export function encodePicture(picture: Raster, format: PictureFormat): Uint8Array {
  const { widthPx: width, heightPx: height, channels, data } = picture;
  switch (format) {
    case "png":
      return encodePng(picture);
    case "bmp":
      return channels === 1 ? encodeBmp(data, width, height) : encodeColourBmp(data, width, height);
    case "jpeg":
      return encodeJpeg(picture, JPEG_QUALITY);
    case "tiff":
      return encodeTiff(picture);
  }
}
