/** The part of a picture in which dents are searched. */
import type { Background } from "../surface/background.ts";

/** Px; left and top may lie outside the picture. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The flat surface of a block, or the whole picture where no outline is known. */
export interface Face {
  readonly box: Box;
  /** Depth inside the face's end, px; negative outside. */
  depthPx(x: number, y: number): number;
  readonly background: Background;
  /** A block's outline is known; else the surface fills the picture, and one dent may nearly do so too. */
  readonly outlined: boolean;
}
