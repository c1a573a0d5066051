/** Measuring one Brinell indentation in a micrograph: what is asked and what is answered. */
import { z } from "zod";
import { imagePathSchema } from "./requests.ts";

const length = z.number().positive();

export const measureRequestSchema = z.object({
  imagePath: imagePathSchema,
  /** Scale of the microscope's calibration. */
  mmPerPx: length,
  /** Standard uncertainty of the scale, where the microscope's certificate states one. */
  mmPerPxUncertainty: z.number().nonnegative().optional(),
  /** Diameter of the ball. */
  ballMm: length,
  /** Where to write the picture with the diameters drawn over it, a PNG. */
  overlayPath: z.string().min(1).optional(),
});
export type MeasureRequest = z.input<typeof measureRequestSchema>;

const measuredSchema = z.object({
  /** Mean of the two perpendicular diameters. */
  diameterMm: length,
  horizontalMm: length,
  verticalMm: length,
  /** Full lengths of the axes of the rim's ellipse. */
  majorMm: length,
  minorMm: length,
  /** Standard uncertainty of the mean diameter: edge scatter, where the rim lies within its edge, a rival edge beside it, scale. */
  uncertaintyMm: z.number().nonnegative(),
  /** d/D, and whether a hardness is defined for it (0.24 to 0.60). */
  ratio: length,
  ratioInRange: z.boolean(),
  /** The rim in the picture: full axes, clockwise turn of the major one. */
  rimPx: z.object({
    xPx: z.number(),
    yPx: z.number(),
    majorPx: length,
    minorPx: length,
    angleDeg: z.number(),
  }),
  /** Part of the directions in which an edge lies on the rim, 0 to 1. */
  coverage: z.number(),
  /** Softness of the edge, standard deviation. */
  edgePx: z.number(),
});

export type Measured = z.infer<typeof measuredSchema>;

export const measureResultSchema = z.object({
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  measured: measuredSchema.nullable(),
  /** Why it could not be measured, with figures. */
  cannot: z.string().optional(),
  /** Time the child took. */
  ms: z.number().nonnegative(),
});
export type MeasureResult = z.infer<typeof measureResultSchema>;
