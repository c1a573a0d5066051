/** Finished pixels, as files hold them. */

/** 8 bits a channel, row by row; three channels are red, green, blue for each pixel. */
export interface Raster {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}
