/** What a camera's software burns into a picture: text, scale bars, rulers, cross-hairs, boxes, frames. Drawn over the pixels, no physics. */
import type { Raster } from "./raster.ts";
import { textStrokes } from "./strokes.ts";

/** Red, green, blue; a grey picture shows their luminance. */
export type Colour = readonly [number, number, number];

interface Drawn {
  readonly colour: Colour;
}

/** Places and sizes in px; x and y are the left top corner of what has one. */
export type Annotation =
  | (Drawn & {
      readonly kind: "text";
      readonly text: string;
      readonly xPx: number;
      readonly yPx: number;
      readonly heightPx: number;
      readonly weightPx: number;
      /** The panel behind it. */
      readonly panel?: Colour;
    })
  | (Drawn & {
      readonly kind: "line";
      readonly fromPx: readonly [number, number];
      readonly toPx: readonly [number, number];
      readonly weightPx: number;
    })
  | (Drawn & {
      readonly kind: "box";
      readonly xPx: number;
      readonly yPx: number;
      readonly widthPx: number;
      readonly heightPx: number;
      /** Thickness of its sides; absent is a filled box. */
      readonly weightPx?: number;
    })
  | (Drawn & {
      readonly kind: "ruler";
      readonly side: "left" | "bottom";
      readonly stepPx: number;
      readonly tickPx: number;
    })
  | (Drawn & {
      /** A border or a banner around the picture: what lies below it is not to be seen. */
      readonly kind: "frame";
      readonly leftPx: number;
      readonly topPx: number;
      readonly rightPx: number;
      readonly bottomPx: number;
    });

export function annotate(picture: Raster, annotations: readonly Annotation[]): void {
  for (const annotation of annotations) draw(picture, annotation);
}

function draw(picture: Raster, annotation: Annotation): void {
  const { widthPx, heightPx } = picture;
  const { colour } = annotation;
  switch (annotation.kind) {
    case "text":
      drawText(picture, annotation);
      break;
    case "line":
      line(picture, annotation.fromPx, annotation.toPx, annotation.weightPx, colour);
      break;
    case "box": {
      const { xPx, yPx, widthPx: w, heightPx: h, weightPx } = annotation;
      if (weightPx === undefined) fill(picture, xPx, yPx, w, h, colour);
      else {
        fill(picture, xPx, yPx, w, weightPx, colour);
        fill(picture, xPx, yPx + h - weightPx, w, weightPx, colour);
        fill(picture, xPx, yPx, weightPx, h, colour);
        fill(picture, xPx + w - weightPx, yPx, weightPx, h, colour);
      }
      break;
    }
    case "ruler": {
      const { side, stepPx, tickPx } = annotation;
      const count = Math.floor((side === "left" ? heightPx : widthPx) / stepPx);
      for (let n = 0; n <= count; n++) {
        const long = n % 10 === 0 ? 2 : n % 5 === 0 ? 1.5 : 1;
        const at = Math.round(n * stepPx);
        if (side === "left") fill(picture, 0, at, tickPx * long, 1, colour);
        else fill(picture, at, heightPx - tickPx * long, 1, tickPx * long, colour);
      }
      break;
    }
    case "frame": {
      const { leftPx, topPx, rightPx, bottomPx } = annotation;
      fill(picture, 0, 0, leftPx, heightPx, colour);
      fill(picture, widthPx - rightPx, 0, rightPx, heightPx, colour);
      fill(picture, 0, 0, widthPx, topPx, colour);
      fill(picture, 0, heightPx - bottomPx, widthPx, bottomPx, colour);
      break;
    }
  }
}

function drawText(picture: Raster, text: Extract<Annotation, { kind: "text" }>): void {
  const strokes = textStrokes(text.text);
  if (text.panel !== undefined) {
    const right = Math.max(0, ...strokes.flat().map(([x]) => x)) * text.heightPx;
    const margin = 0.3 * text.heightPx;
    fill(
      picture,
      text.xPx - margin,
      text.yPx - margin,
      right + 2 * margin,
      text.heightPx + 2 * margin,
      text.panel,
    );
  }
  const onPicture = ([x, y]: readonly [number, number]): [number, number] => [
    text.xPx + x * text.heightPx,
    text.yPx + y * text.heightPx,
  ];
  for (const stroke of strokes)
    stroke.slice(1).forEach((to, n) => {
      line(picture, onPicture(stroke[n] ?? to), onPicture(to), text.weightPx, text.colour);
    });
}

function fill(picture: Raster, x: number, y: number, width: number, height: number, colour: Colour): void {
  const left = Math.max(0, Math.round(x));
  const right = Math.min(picture.widthPx, Math.round(x + width));
  const top = Math.max(0, Math.round(y));
  const bottom = Math.min(picture.heightPx, Math.round(y + height));
  for (let row = top; row < bottom; row++)
    for (let column = left; column < right; column++) blend(picture, column, row, colour, 1);
}

/** A line with soft sides: each pixel by its distance from it. */
function line(
  picture: Raster,
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  weightPx: number,
  colour: Colour,
): void {
  const half = Math.max(0.5, weightPx / 2);
  const left = Math.max(0, Math.floor(Math.min(x0, x1) - half - 1));
  const right = Math.min(picture.widthPx - 1, Math.ceil(Math.max(x0, x1) + half + 1));
  const top = Math.max(0, Math.floor(Math.min(y0, y1) - half - 1));
  const bottom = Math.min(picture.heightPx - 1, Math.ceil(Math.max(y0, y1) + half + 1));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length2 = dx * dx + dy * dy || 1;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const part = Math.min(1, Math.max(0, ((column - x0) * dx + (row - y0) * dy) / length2));
      const far = Math.hypot(column - x0 - part * dx, row - y0 - part * dy);
      if (far < half + 0.5) blend(picture, column, row, colour, Math.min(1, half + 0.5 - far));
    }
  }
}

function blend(picture: Raster, column: number, row: number, colour: Colour, part: number): void {
  const { channels, data, widthPx } = picture;
  const at = (row * widthPx + column) * channels;
  const shown = channels === 3 ? colour : [0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]];
  for (const [n, value] of shown.entries()) {
    const under = data[at + n] ?? 0;
    data[at + n] = Math.round(under + (value - under) * part);
  }
}
