/**
 * From brightness to grey values in one pass over the rows: blur, vignetting and the lamp's gradient, exposure, shot and read
 * noise, 8-bit quantisation. Only a few blurred rows are held at a time, so they stay in the processor's cache.
 */
import { halfDiagonalPx } from "./frames.ts";
import { blurKernel } from "./optics.ts";
import { GAUSSIAN_TABLE_MASK, gaussianTable, mixSeed, randomFrom } from "./random.ts";
import type { SurfaceScene } from "./scene.ts";

/** The picture as the camera delivers it, 8-bit grey, row by row. */
export function expose(scene: SurfaceScene, brightness: Float32Array): Uint8Array {
  const { widthPx, heightPx } = scene;
  const kernel = blurKernel(scene.optics.psfSigmaPx);
  const radius = kernel.length - 1;
  const grey = new Uint8Array(widthPx * heightPx);
  const padded = new Float32Array(widthPx + 2 * radius);
  const kept = 2 * radius + 1;
  const rows = Array.from({ length: kept }, () => new Float32Array(widthPx));
  const out = new Float32Array(widthPx);
  const rowAt = (index: number): Float32Array => {
    const clamped = index < 0 ? 0 : index >= heightPx ? heightPx - 1 : index;
    return rows[clamped % kept] ?? out;
  };
  const develop = developer(scene);
  let next = 0;
  for (let row = 0; row < heightPx; row++) {
    for (; next <= row + radius && next < heightPx; next++)
      blurRow(brightness, next * widthPx, padded, kernel, rows[next % kept] ?? out);
    const middle = kernel[0] ?? 1;
    const centre = rowAt(row);
    if (radius === 2)
      sumFiveRows(kernel, [rowAt(row - 2), rowAt(row - 1), centre, rowAt(row + 1), rowAt(row + 2)], out);
    else {
      for (let x = 0; x < widthPx; x++) out[x] = (centre[x] as number) * middle;
      for (let k = 1; k <= radius; k++) addRows(kernel[k] ?? 0, rowAt(row - k), rowAt(row + k), out);
    }
    develop(out, row, grey);
  }
  return grey;
}

function blurRow(
  brightness: Float32Array,
  start: number,
  padded: Float32Array,
  kernel: Float64Array,
  blurred: Float32Array,
): void {
  const radius = kernel.length - 1;
  const width = blurred.length;
  padded.set(brightness.subarray(start, start + width), radius);
  padded.fill(brightness[start] ?? 0, 0, radius);
  padded.fill(brightness[start + width - 1] ?? 0, radius + width);
  const w0 = kernel[0] as number;
  if (radius === 2) {
    const w1 = kernel[1] as number;
    const w2 = kernel[2] as number;
    let a = padded[0] as number;
    let b = padded[1] as number;
    let c = padded[2] as number;
    let d = padded[3] as number;
    for (let x = 0; x < width; x++) {
      const e = padded[x + 4] as number;
      blurred[x] = c * w0 + (b + d) * w1 + (a + e) * w2;
      a = b;
      b = c;
      c = d;
      d = e;
    }
    return;
  }
  for (let x = 0; x < width; x++) {
    let sum = (padded[x + radius] as number) * w0;
    for (let k = 1; k <= radius; k++)
      sum +=
        (kernel[k] as number) * ((padded[x + radius - k] as number) + (padded[x + radius + k] as number));
    blurred[x] = sum;
  }
}

type FiveRows = readonly [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];

function sumFiveRows(kernel: Float64Array, [a, b, c, d, e]: FiveRows, out: Float32Array): void {
  const w0 = kernel[0] as number;
  const w1 = kernel[1] as number;
  const w2 = kernel[2] as number;
  for (let x = 0; x < out.length; x++)
    out[x] =
      (c[x] as number) * w0 +
      ((b[x] as number) + (d[x] as number)) * w1 +
      ((a[x] as number) + (e[x] as number)) * w2;
}

function addRows(weight: number, above: Float32Array, below: Float32Array, out: Float32Array): void {
  for (let x = 0; x < out.length; x++)
    out[x] = (out[x] as number) + weight * ((above[x] as number) + (below[x] as number));
}

/** Turns one blurred row into grey values. */
function developer(scene: SurfaceScene): (row: Float32Array, index: number, grey: Uint8Array) => void {
  const { widthPx, heightPx, mmPerPx, light, optics, sensor } = scene;
  const { blackGrey, fullWellElectrons, readNoiseElectrons } = sensor;
  const gain = sensor.faceGrey - blackGrey;
  const azimuth = (light.gradientAzimuthDeg * Math.PI) / 180;
  const fallPerPx = (light.gradientPer100Mm * mmPerPx) / 100;
  const fallX = fallPerPx * Math.cos(azimuth);
  const fallY = fallPerPx * Math.sin(azimuth);
  const lost = optics.vignetting / halfDiagonalPx(scene) ** 2;
  const deviates = gaussianTable();
  const random = randomFrom(mixSeed(scene.exposureSeed, 0x5e05));
  const cx = (widthPx - 1) / 2;
  const cy = (heightPx - 1) / 2;
  // Variance in grey² of a signal in grey: shot noise in proportion to it, read noise always.
  const greyPerElectron = 255 / fullWellElectrons;
  const readVariance = (readNoiseElectrons * greyPerElectron) ** 2;
  return (row, index, grey) => {
    let draw = (random() * (GAUSSIAN_TABLE_MASK + 1)) | 0;
    const dy = index - cy;
    const rowLight = 1 - fallY * dy - lost * dy * dy;
    const start = index * widthPx;
    for (let x = 0; x < widthPx; x++) {
      const dx = x - cx;
      const light = rowLight - fallX * dx - lost * dx * dx;
      const collected = (row[x] as number) * light * gain;
      const signal = Math.max(collected, 0);
      draw = (draw + 1) & GAUSSIAN_TABLE_MASK;
      const noise = (deviates[draw] as number) * Math.sqrt(signal * greyPerElectron + readVariance);
      const value = blackGrey + signal + noise + 0.5;
      grey[start + x] = value < 0 ? 0 : value > 255 ? 255 : value | 0;
    }
  };
}
