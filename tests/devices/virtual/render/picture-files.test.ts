import { createRequire } from "node:module";
import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { annotate } from "../../../../devices/virtual/render/annotations.ts";
import { encodePicture, PICTURE_FORMATS, type Raster } from "../../../../devices/virtual/render/index.ts";
import { roundTripJpeg } from "../../../../devices/virtual/render/jpeg-artefacts.ts";

const require = createRequire(import.meta.url);
const cv: typeof import("opencv4nodejs") = require("opencv4nodejs");

/** A smooth picture whose sides are no multiple of 8. */
function picture(channels: 1 | 3): Raster {
  const [widthPx, heightPx] = [45, 29];
  const data = Uint8Array.from({ length: widthPx * heightPx * channels }, (_, at) => {
    const pixel = Math.floor(at / channels);
    const [x, y] = [pixel % widthPx, Math.floor(pixel / widthPx)];
    return 60 + 2 * x + y + 30 * (at % channels);
  });
  return { widthPx, heightPx, channels, data };
}

describe("a picture file", () => {
  for (const format of PICTURE_FORMATS)
    for (const channels of [1, 3] as const)
      it(`(${format}, ${channels === 1 ? "grey" : "colour"}) is read by others as it was drawn`, () => {
        const drawn = picture(channels);
        const read = cv.imdecode(
          Buffer.from(encodePicture(drawn, format)),
          channels === 1 ? cv.IMREAD_GRAYSCALE : cv.IMREAD_COLOR,
        );
        expect([read.cols, read.rows, read.channels]).toEqual([45, 29, channels]);
        const values = read.getData();
        const most = format === "jpeg" ? 6 : 0;
        drawn.data.forEach((value, at) => {
          // OpenCV keeps blue first.
          const seen = channels === 1 ? at : at - (at % 3) + 2 - (at % 3);
          expect(Math.abs((values[seen] ?? 0) - value)).toBeLessThanOrEqual(most);
        });
      });

  it("(png) is what fast-png reads, too", () => {
    const drawn = picture(3);
    const { width, height, channels, data } = decode(encodePicture(drawn, "png"));
    expect([width, height, channels]).toEqual([45, 29, 3]);
    expect(Buffer.compare(Buffer.from(data), Buffer.from(drawn.data))).toBe(0);
  });
});

describe("traces of JPEG", () => {
  it("grow as the quality falls, and are what a JPEG file of that quality holds", () => {
    const error = (quality: number): number => {
      const [drawn, back] = [picture(1), picture(1)];
      for (const each of [drawn, back])
        each.data.forEach((value, at) => {
          each.data[at] = (value + 37 * ((at * at) % 3)) & 255;
        });
      roundTripJpeg(back, quality);
      return back.data.reduce((sum, value, at) => sum + Math.abs(value - (drawn.data[at] ?? 0)), 0);
    };
    expect(error(20)).toBeGreaterThan(2 * error(80));
    const traced = picture(1);
    roundTripJpeg(traced, 92);
    const values = cv.imdecode(Buffer.from(encodePicture(picture(1), "jpeg")), cv.IMREAD_GRAYSCALE).getData();
    traced.data.forEach((value, at) => {
      expect(Math.abs(value - (values[at] ?? 0))).toBeLessThanOrEqual(1);
    });
  });
});

describe("burned-in marks", () => {
  it("lie where they are put and nowhere else, in luminance on a grey picture", () => {
    const drawn = picture(1);
    annotate(drawn, [
      { kind: "box", xPx: 4, yPx: 5, widthPx: 10, heightPx: 6, colour: [255, 0, 0] },
      { kind: "frame", leftPx: 0, topPx: 0, rightPx: 0, bottomPx: 2, colour: [255, 255, 255] },
    ]);
    const plain = picture(1);
    drawn.data.forEach((value, at) => {
      const [x, y] = [at % 45, Math.floor(at / 45)];
      if (y >= 27) expect(value).toBe(255);
      else if (x >= 4 && x < 14 && y >= 5 && y < 11) expect(value).toBe(76);
      else expect(value).toBe(plain.data[at]);
    });
  });

  it("can be text", () => {
    const drawn: Raster = { widthPx: 90, heightPx: 30, channels: 1, data: new Uint8Array(2700) };
    annotate(drawn, [
      { kind: "text", text: "1 2µm", xPx: 5, yPx: 8, heightPx: 14, weightPx: 2, colour: [255, 255, 255] },
    ]);
    const lit = drawn.data.filter((value) => value > 128).length;
    expect(lit).toBeGreaterThan(100);
    expect(lit).toBeLessThan(700);
  });
});
