/** How far each dent stands out from the surface that was there before it. */
import { pixelBox } from "./face.ts";
import type { Stage } from "./stage.ts";

/**
 * Contrast of each dent of a stage in grey values: the root mean square of what it changed within its rim, as the sensor would
 * show it without noise, less what the lens's blur takes from a small one. `bare` is the brightness before dents were drawn.
 * 0 for a dent outside the picture.
 */
export function dentContrasts(stage: Stage, bare: Float32Array): number[] {
  const { scene, frame, brightness } = stage;
  const { widthPx, heightPx, mmPerPx, sensor, optics } = scene;
  const gain = sensor.faceGrey - sensor.blackGrey;
  const shown = (value: number): number => Math.min(255, sensor.blackGrey + Math.max(0, value) * gain);
  return scene.dents.map((dent) => {
    const rimMm = (dent.diameterMm / 2) * (1 + (dent.ovality ?? 0));
    const box = pixelBox(stage, dent.xMm, dent.yMm, rimMm);
    if (box === undefined) return 0;
    const cx = frame.xMm + dent.xMm * frame.cos - dent.yMm * frame.sin;
    const cy = frame.yMm + dent.xMm * frame.sin + dent.yMm * frame.cos;
    let sum = 0;
    let count = 0;
    for (let row = box.top; row <= box.bottom; row++) {
      const dy = (row - (heightPx - 1) / 2) * mmPerPx - cy;
      for (let column = box.left; column <= box.right; column++) {
        const dx = (column - (widthPx - 1) / 2) * mmPerPx - cx;
        if (dx * dx + dy * dy > rimMm * rimMm) continue;
        const at = row * widthPx + column;
        sum += (shown(brightness[at] as number) - shown(bare[at] as number)) ** 2;
        count++;
      }
    }
    const spread = (2 * optics.psfSigmaPx * mmPerPx) / dent.diameterMm;
    return count === 0 ? 0 : Math.sqrt(sum / count) / (1 + 2 * spread * spread);
  });
}

/** Noise of a grey near the surface's own, standard deviation in grey values. */
export function surfaceNoise({ sensor, light }: Pick<Stage["scene"], "sensor" | "light">): number {
  const perElectron = 255 / sensor.fullWellElectrons;
  const face = Math.max(0, (sensor.faceGrey - sensor.blackGrey) * (light.faceLevel ?? 1));
  return Math.sqrt(face * perElectron + (sensor.readNoiseElectrons * perElectron) ** 2);
}
