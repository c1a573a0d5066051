/**
 * What vision is asked about a block and what it answers, typed once with zod for both sides of the child process.
 * Positions are mm in the gripper frame: x right, y down, origin at the picture's centre ((w − 1)/2, (h − 1)/2).
 * Where a picture's scale is not known it is taken as 1 mm per pixel, so that every mm is a pixel; `scale.from` tells.
 */
import { z } from "zod";

const mm = z.number().finite();
const positiveMm = mm.positive();
const notNegativeMm = mm.nonnegative();

const pointSchema = z.object({ xMm: mm, yMm: mm });
export type Point = z.infer<typeof pointSchema>;

/** The block as the positioning stage measured it. A round block's lengthMm is its diameter. */
const blockSchema = z.object({
  round: z.boolean(),
  lengthMm: positiveMm,
  widthMm: positiveMm,
  /** Centre of the block in the gripper frame. */
  offsetXMm: mm,
  offsetYMm: mm,
});
export type BlockInGripper = z.infer<typeof blockSchema>;

const dentPlaceSchema = z.object({ xMm: mm, yMm: mm, diameterMm: notNegativeMm });

export const planRequestSchema = z.object({
  /** Counted indentations, 1 to 25. */
  count: z.number().int().min(1).max(25),
  /** Indentations that seat the block and do not count, 0 to 5. */
  preliminary: z.number().int().min(0).max(5),
  /** Positions in reserve, 0 to 10; fewer come back when there is no room. */
  spares: z.number().int().min(0).max(10),
  /** Diameter a new indentation will have. */
  dentDiameterMm: positiveMm,
  /** Least distance between the centres of two new indentations. */
  spacingMm: positiveMm,
  /** From an old indentation: the greater of spacingMm and this many of its diameters. */
  spacingFactor: z.number().nonnegative(),
  /** Least distance from a centre to the block's edge. */
  edgeMm: notNegativeMm,
  /** Radius about the gripper's reference point that the arm can bring under the indenter. */
  reachMm: positiveMm,
  /** Added to every distance for what the camera and the arm do not know, default 0.05 mm. */
  toleranceMm: notNegativeMm.default(0.05),
  /** Places to keep away from as from old indentations, whether they are seen or not. */
  avoid: z.array(dentPlaceSchema).max(500).optional(),
});
/** As given: fields with a default may be left out. */
export type PlanRequest = z.input<typeof planRequestSchema>;

/** A BMP, PNG, JPEG or TIFF file. */
export const imagePathSchema = z.string().min(1);

const shapes = ["round", "rectangular", "none", "auto"] as const;

export const lookRequestSchema = z.object({
  imagePath: imagePathSchema,
  /** Scale of the camera's calibration. Without it the measured block gives the scale, where its outline is found. */
  mmPerPx: positiveMm.optional(),
  /** Stored calibrations of cameras: without `mmPerPx` that of a camera with just this picture's size counts, if all such agree. */
  calibrations: z
    .array(z.object({ widthPx: z.number(), heightPx: z.number(), mmPerPx: positiveMm }))
    .optional(),
  /** The block as the stage measured it. */
  block: blockSchema.optional(),
  /** The outline to search where the stage measured none: `none` for a close-up, `auto` to find out. */
  shape: z.enum(shapes).default("auto"),
  plan: planRequestSchema.optional(),
  /** Where to write the picture with what was found drawn over it, a PNG. */
  overlayPath: z.string().min(1).optional(),
});
export type LookRequest = z.input<typeof lookRequestSchema>;

const outlineSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("round"), xMm: mm, yMm: mm, diameterMm: positiveMm }),
  z.object({
    kind: z.literal("rectangular"),
    xMm: mm,
    yMm: mm,
    lengthMm: positiveMm,
    widthMm: positiveMm,
    /** Clockwise turn of the length in the picture, −90 to 90. */
    angleDeg: mm,
  }),
]);
/** The block's outer edge. */
export type Outline = z.infer<typeof outlineSchema>;

const outlinePxSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("round"), xPx: z.number(), yPx: z.number(), diameterPx: z.number().positive() }),
  z.object({
    kind: z.literal("rectangular"),
    xPx: z.number(),
    yPx: z.number(),
    lengthPx: z.number().positive(),
    widthPx: z.number().positive(),
    angleDeg: z.number(),
  }),
]);

const indentationSchema = z.object({
  xMm: mm,
  yMm: mm,
  /** Full lengths of the rim ellipse's axes. */
  majorMm: positiveMm,
  minorMm: positiveMm,
  /** Clockwise turn of the major axis in the picture, −90 to 90. */
  angleDeg: mm,
  /** 0 to 1. */
  confidence: z.number().min(0).max(1),
  centrePx: z.tuple([z.number(), z.number()]),
  /** Full lengths of the rim ellipse's axes, major first. */
  axesPx: z.tuple([z.number().positive(), z.number().positive()]),
  /** A part of it lies beyond the picture. */
  cutOff: z.boolean(),
  /** Its rim meets another's. */
  touching: z.boolean(),
});
export type Indentation = z.infer<typeof indentationSchema>;

const surfaceStates = [
  "fit",
  "scratched",
  "stained",
  "rusted",
  "damaged",
  /** Sound, but the asked indentations do not fit any more. */
  "full",
  /** Dark, blown out, blurred, or no block in it. */
  "unreadable",
] as const;
export type SurfaceState = (typeof surfaceStates)[number];

const regionKinds = ["scratch", "stain", "rust", "damage", "glare", "dirt"] as const;

/** A part of the surface that a plan keeps away from. */
const regionSchema = z.object({
  kind: z.enum(regionKinds),
  /** Corners in order, px of the picture. */
  polygonPx: z.array(z.tuple([z.number(), z.number()]).readonly()).readonly(),
  /** What was seen, in words with figures. */
  reason: z.string(),
});
export type Region = z.infer<typeof regionSchema>;

const planSchema = z.object({
  /** In the order to be made, ahead of the counted ones. */
  preliminary: z.array(pointSchema),
  /** In the order to be made: the shortest path from the last preliminary one (or the gripper's reference point). */
  counted: z.array(pointSchema),
  /** Best first. */
  spares: z.array(pointSchema),
  /**
   * Spread of the counted ones, 0 to 1: radius of the circle of area A/n over the covering radius, where A is the usable
   * area (by reach and edge) and the covering radius the largest distance from a usable point to its nearest
   * counted position (minimax distance design: Johnson, Moore and Ylvisaker 1990). A disc's five best give 0.73.
   */
  evenness: z.number().min(0).max(1),
  /** How many further counted positions the search still found beside counted and preliminary ones; spares are free room. */
  couldFit: z.number().int().nonnegative(),
});
export type Plan = z.infer<typeof planSchema>;

export const lookResultSchema = z.object({
  widthPx: z.number().int().positive(),
  heightPx: z.number().int().positive(),
  scale: z.object({ mmPerPx: positiveMm, from: z.enum(["calibration", "block", "none"]) }),
  state: z.enum(surfaceStates),
  /** Evidence behind the state, and where the picture and the stage disagree, in words with figures. */
  reasons: z.array(z.string()),
  regions: z.array(regionSchema),
  outline: outlineSchema.nullable(),
  outlinePx: outlinePxSchema.nullable(),
  indentations: z.array(indentationSchema),
  plan: planSchema.nullable(),
  /** Why there is no plan although one was asked for, with figures. */
  whyNot: z.string().optional(),
  /** Time the child took. */
  ms: z.number().nonnegative(),
});
export type LookResult = z.infer<typeof lookResultSchema>;

export const compareRequestSchema = z.object({
  imagePath: imagePathSchema,
  mmPerPx: positiveMm,
  block: blockSchema.optional(),
  /** A picture of the same block in the same grip from before: what is new then shows by itself, texture and edge or not. */
  beforePath: z.string().min(1).optional(),
  /** Indentations that may be there, with the diameter they would have. */
  expected: z.array(dentPlaceSchema.extend({ diameterMm: positiveMm })).max(500),
  /** How far a centre may lie from where it is expected. */
  toleranceMm: positiveMm,
});
export type CompareRequest = z.infer<typeof compareRequestSchema>;

const compareFindings = ["present", "absent", "unsure"] as const;
export type CompareFinding = (typeof compareFindings)[number];

export const compareResultSchema = z.object({
  /** One for each expected indentation, in order. `absent` only on clean evidence. */
  findings: z.array(z.enum(compareFindings)),
  /** What each finding rests on, with figures, in the same order. */
  reasons: z.array(z.string()),
  indentations: z.array(indentationSchema),
  ms: z.number().nonnegative(),
});
export type CompareResult = z.infer<typeof compareResultSchema>;
