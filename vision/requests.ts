/**
 * What vision is asked and what it answers, typed once with zod for both sides of the child process.
 * Positions are mm in the gripper frame: x right, y down, origin at the picture's centre ((w − 1)/2, (h − 1)/2).
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

const imageSchema = z.object({
  /** A BMP, PNG, JPEG or TIFF file. */
  imagePath: z.string().min(1),
  /** Scale of the camera's calibration. */
  mmPerPx: positiveMm,
});

export const lookRequestSchema = imageSchema.extend({
  block: blockSchema.optional(),
  plan: planRequestSchema.optional(),
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
  state: z.enum(surfaceStates),
  /** Evidence behind the state, and where the picture and the stage disagree, in words with figures. */
  reasons: z.array(z.string()),
  outline: outlineSchema.nullable(),
  indentations: z.array(indentationSchema),
  plan: planSchema.nullable(),
  /** Why there is no plan although one was asked for, with figures. */
  whyNot: z.string().optional(),
  /** Time the child took. */
  ms: z.number().nonnegative(),
});
export type LookResult = z.infer<typeof lookResultSchema>;

export const compareRequestSchema = imageSchema.extend({
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

/** What comes back instead of a result: the file, what was tried, what went wrong. */
export interface VisionFailure {
  readonly error: string;
}

export function isVisionFailure(answer: object): answer is VisionFailure {
  return "error" in answer;
}

/** One request on its way to the child. */
export const jobSchema = z.discriminatedUnion("kind", [
  z.object({ id: z.number().int(), kind: z.literal("look"), request: lookRequestSchema }),
  z.object({ id: z.number().int(), kind: z.literal("compare"), request: compareRequestSchema }),
]);
export type VisionJob = z.infer<typeof jobSchema>;

/** What the child sends: first that it is ready, then for each job that it has begun and one answer. */
export const reportSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("begun"), id: z.number().int() }),
  z.object({ kind: z.literal("look"), id: z.number().int(), result: lookResultSchema }),
  z.object({ kind: z.literal("compare"), id: z.number().int(), result: compareResultSchema }),
  z.object({ kind: z.literal("error"), id: z.number().int(), error: z.string() }),
]);
export type VisionReport = z.infer<typeof reportSchema>;
