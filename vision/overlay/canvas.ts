/** A colour copy of a picture to draw on, with lines and text sized by the picture, and a strip of words below it. */
import { cv, type Mat } from "../image/opencv.ts";
import { readColourMat } from "../image/picture-mat.ts";
import { writeBeside } from "../image/write-beside.ts";
import { type Box, FreePlaces } from "./free-places.ts";
import { printable, wrap } from "./words.ts";

/** Blue, green, red. */
export type Colour = readonly [number, number, number];
/** Picture coordinates, px. */
export type Place = readonly [number, number];

export interface Stroke {
  readonly colour: Colour;
  /** Line width, 1 the usual one. */
  readonly width?: number;
  readonly dashed?: boolean;
}

/** Smaller pictures are enlarged until their longer side has this many pixels, so that the words stay readable. */
const LEAST_LONG_SIDE_PX = 1200;
/** Larger ones are made smaller: nobody sees more, and writing a PNG of 120 megapixels takes the time of a whole look. */
const MOST_LONG_SIDE_PX = 6000;
/** The longer side in units of length; a usual line is 1.5 of them, a letter 11 high. */
const UNITS = 1000;
const LINE_UNITS = 1.5;
const TEXT_UNITS = 11;
const DASH_UNITS = 7;
/** Height of a capital letter of the font at scale 1, px. */
const FONT_PX = 22;
const FONT = cv.FONT_HERSHEY_SIMPLEX;
const DARK: Colour = [20, 20, 20];
/** Far enough beyond any picture, and within what the drawing takes. */
const FARTHEST_PX = 200_000;

export class Canvas {
  readonly widthPx: number;
  readonly heightPx: number;
  /** A thousandth of the longer side, picture px. */
  readonly unitPx: number;
  #mat: Mat;
  readonly #zoom: number;
  readonly #dots: number;
  readonly #places: FreePlaces;

  /** Throws an error that names the file when it is no picture. */
  constructor(imagePath: string) {
    const picture = readColourMat(imagePath);
    this.widthPx = picture.cols;
    this.heightPx = picture.rows;
    const long = Math.max(picture.cols, picture.rows);
    this.#zoom = zoomFor(long);
    this.unitPx = long / UNITS;
    this.#dots = this.unitPx * this.#zoom;
    this.#mat = resized(picture, this.#zoom);
    this.#places = new FreePlaces({ left: 0, top: 0, right: this.#mat.cols, bottom: this.#mat.rows });
  }

  line(from: Place, to: Place, stroke: Stroke): void {
    this.path([from, to], stroke);
  }

  /** Straight lines from place to place; dashed ones leave out every other piece, so give enough of them. */
  path(places: readonly Place[], { colour, width = 1, dashed = false }: Stroke, closed = false): void {
    const at = places.map((place) => this.#point(place));
    const pieces = closed ? [...at, ...at.slice(0, 1)] : at;
    const thickness = Math.max(1, Math.round(LINE_UNITS * width * this.#dots));
    for (let n = 1; n < pieces.length; n += dashed ? 2 : 1) {
      const a = pieces[n - 1];
      const b = pieces[n];
      if (a !== undefined && b !== undefined)
        this.#mat.drawLine(a, b, new cv.Vec3(...colour), thickness, cv.LINE_AA);
    }
  }

  /** Full axes; the major one turned clockwise by angleDeg. */
  ellipse([x, y]: Place, majorPx: number, minorPx: number, angleDeg: number, stroke: Stroke): void {
    const turn = (angleDeg * Math.PI) / 180;
    const dashes = Math.ceil((Math.PI * (majorPx + minorPx)) / 2 / (DASH_UNITS * this.unitPx) / 2);
    const pieces = stroke.dashed === true ? 2 * Math.max(8, Math.min(200, dashes)) : 120;
    const places = Array.from({ length: pieces }, (_, n): Place => {
      const at = (2 * Math.PI * n) / pieces;
      const u = (majorPx / 2) * Math.cos(at);
      const v = (minorPx / 2) * Math.sin(at);
      return [x + u * Math.cos(turn) - v * Math.sin(turn), y + u * Math.sin(turn) + v * Math.cos(turn)];
    });
    this.path(places, stroke, true);
  }

  /** Lays a thin colour over polygons. */
  tint(polygons: readonly { readonly places: readonly Place[]; readonly colour: Colour }[]): void {
    if (polygons.length === 0) return;
    const over = this.#mat.copy();
    for (const { places, colour } of polygons)
      if (places.length >= 3)
        over.drawFillPoly([places.map((place) => this.#point(place))], new cv.Vec3(...colour), cv.LINE_AA);
    const tinted = this.#mat.addWeighted(0.72, over, 0.28, 0);
    this.#mat.release();
    over.release();
    this.#mat = tinted;
  }

  /** Keeps words off an upright box about a place, half sizes in picture px. */
  reserve([x, y]: Place, halfWidthPx: number, halfHeightPx = halfWidthPx): void {
    this.#places.take(this.#box([x, y], halfWidthPx, halfHeightPx));
  }

  /** Words on a dark ground beside a place, so far from it in picture px; where they hide least. */
  label(place: Place, words: string, colour: Colour, { size = 1, gapPx = 0 } = {}): void {
    const scale = (TEXT_UNITS * size * this.#dots) / FONT_PX;
    const thick = Math.max(1, Math.round(1.1 * size * this.#dots));
    const text = printable(words);
    const wide = cv.getTextSize(text, FONT, scale, thick).size.width;
    const high = scale * FONT_PX;
    const pad = 0.3 * high;
    const gap = gapPx + 2 * this.unitPx;
    const { left, top, right, bottom } = this.#places.beside(
      this.#box(place, gap, gap),
      wide + 2 * pad,
      high + 2 * pad,
    );
    this.#mat.drawRectangle(
      new cv.Point2(Math.round(left), Math.round(top)),
      new cv.Point2(Math.round(right), Math.round(bottom)),
      new cv.Vec3(...DARK),
      -1,
    );
    this.#mat.putText(
      text,
      new cv.Point2(Math.round(left + pad), Math.round(bottom - pad)),
      FONT,
      scale,
      new cv.Vec3(...colour),
      thick,
      cv.LINE_AA,
    );
  }

  /** Writes the picture with lines of words in a strip below it, as a PNG. */
  write(path: string, lines: readonly { readonly words: string; readonly colour: Colour }[]): void {
    const scale = (TEXT_UNITS * 1.2 * this.#dots) / FONT_PX;
    const thick = Math.max(1, Math.round(1.2 * this.#dots));
    const row = Math.ceil(scale * FONT_PX * 1.9);
    const letter = cv.getTextSize("n", FONT, scale, thick).size.width;
    const most = Math.max(20, Math.floor((this.#mat.cols - row) / letter));
    const wrapped = lines.flatMap(({ words, colour }) =>
      wrap(printable(words), most).map((text) => ({ text, colour })),
    );
    const base = this.#mat.rows;
    const strip = Math.ceil(row * (wrapped.length + 0.6));
    const whole = this.#mat.copyMakeBorder(0, strip, 0, 0, cv.BORDER_CONSTANT, new cv.Vec3(...DARK));
    for (const [n, { text, colour }] of wrapped.entries())
      whole.putText(
        text,
        new cv.Point2(Math.round(row / 2), Math.round(base + row * (n + 1))),
        FONT,
        scale,
        new cv.Vec3(...colour),
        thick,
        cv.LINE_AA,
      );
    writeBeside(path, cv.imencode(".png", whole));
    whole.release();
    this.#mat.release();
  }

  #box([x, y]: Place, halfWidthPx: number, halfHeightPx: number): Box {
    const zoom = this.#zoom;
    return {
      left: (x - halfWidthPx) * zoom,
      top: (y - halfHeightPx) * zoom,
      right: (x + halfWidthPx) * zoom,
      bottom: (y + halfHeightPx) * zoom,
    };
  }

  #point([x, y]: Place): InstanceType<typeof cv.Point2> {
    const within = (value: number): number =>
      Number.isFinite(value) ? Math.max(-FARTHEST_PX, Math.min(FARTHEST_PX, value)) : 0;
    // The middle of a pixel stays in its middle when pixels are enlarged.
    return new cv.Point2(
      Math.round(within((x + 0.5) * this.#zoom - 0.5)),
      Math.round(within((y + 0.5) * this.#zoom - 0.5)),
    );
  }
}

/** Whole numbers when enlarging, so that every pixel stays a square. */
function zoomFor(longSidePx: number): number {
  if (longSidePx < LEAST_LONG_SIDE_PX) return Math.ceil(LEAST_LONG_SIDE_PX / longSidePx);
  return Math.min(1, MOST_LONG_SIDE_PX / longSidePx);
}

function resized(picture: Mat, zoom: number): Mat {
  if (zoom === 1) return picture;
  const [rows, columns] = [picture.rows, picture.cols].map((side) => Math.max(1, Math.round(side * zoom)));
  const other = picture.resize(rows ?? 1, columns ?? 1, 0, 0, zoom > 1 ? cv.INTER_CUBIC : cv.INTER_AREA);
  picture.release();
  return other;
}
