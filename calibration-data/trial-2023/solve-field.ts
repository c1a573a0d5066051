/** Makes a block's hardness field: a seeded smooth shape, scaled and shifted to the mean and range it shall have. */
import type { PhysicalBlock } from "../../devices/virtual/physics/physical-file.ts";
import { type Draw, drawsFrom } from "./draws.ts";
import { fieldOver, type UsableSurface } from "./usable-surface.ts";

type Field = PhysicalBlock["field"];

/** What a block's hardness shall do over its usable surface. */
export interface FieldAim {
  readonly meanHr: number;
  /** Greatest less least hardness over the usable surface, HR. */
  readonly rangeHr: number;
  /** `even`: hills and hollows 36 to 75 mm long on a slight slope. `tilted`: one strong slope across the block. */
  readonly kind: "even" | "tilted";
  readonly seed: number;
}

const SHAPES = {
  even: { slope: 0.008, waves: 3, shortestMm: 36, longestMm: 75, amplitude: 0.5 },
  tilted: { slope: 1, waves: 2, shortestMm: 60, longestMm: 90, amplitude: 1.2 },
} as const;

const DECIMALS = 6;

/** The field whose mean and range over the surface are the aim's, its figures rounded to 1e-6. */
export function solveField(surface: UsableSurface, aim: FieldAim): Field {
  const shape = drawShape(drawsFrom(aim.seed), aim.kind);
  const scaled = scale(shape, aim.rangeHr / fieldOver(surface, shape).rangeHr);
  return { ...scaled, baseHr: rounded(aim.meanHr - fieldOver(surface, scaled).meanHr) };
}

function drawShape(draw: Draw, kind: FieldAim["kind"]): Field {
  const { slope, waves, shortestMm, longestMm, amplitude } = SHAPES[kind];
  const downhill = 2 * Math.PI * draw();
  return {
    baseHr: 0,
    planeHrPerMm: [slope * Math.cos(downhill), slope * Math.sin(downhill)],
    waves: Array.from({ length: waves }, () => {
      const length = shortestMm + (longestMm - shortestMm) * draw();
      const towards = 2 * Math.PI * draw();
      return {
        amplitudeHr: amplitude * (0.5 + 0.5 * draw()),
        kxPerMm: rounded(((2 * Math.PI) / length) * Math.cos(towards)),
        kyPerMm: rounded(((2 * Math.PI) / length) * Math.sin(towards)),
        phase: rounded(2 * Math.PI * draw()),
      };
    }),
  };
}

function scale(field: Field, factor: number): Field {
  const [gx, gy] = field.planeHrPerMm;
  return {
    baseHr: 0,
    planeHrPerMm: [rounded(gx * factor), rounded(gy * factor)],
    waves: field.waves.map((wave) => ({ ...wave, amplitudeHr: rounded(wave.amplitudeHr * factor) })),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}
