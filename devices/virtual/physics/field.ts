/** The hardness field of a block (硬度场): smooth, of the block alone. */

/** H(x, y) = base + gx·x + gy·y + Σ A·cos(kx·x + ky·y + phase); block frame, mm; HR of the block's own scale; radians. */
export interface HardnessField {
  readonly baseHr: number;
  readonly planeHrPerMm: readonly [number, number];
  readonly waves: readonly {
    readonly amplitudeHr: number;
    readonly kxPerMm: number;
    readonly kyPerMm: number;
    readonly phase: number;
  }[];
}

/** True hardness at a point of the block frame (mm), in HR of the block's own scale. */
export function hardnessAt(field: HardnessField, xMm: number, yMm: number): number {
  const plane = field.baseHr + field.planeHrPerMm[0] * xMm + field.planeHrPerMm[1] * yMm;
  return field.waves.reduce(
    (hardness, wave) =>
      hardness + wave.amplitudeHr * Math.cos(wave.kxPerMm * xMm + wave.kyPerMm * yMm + wave.phase),
    plane,
  );
}
