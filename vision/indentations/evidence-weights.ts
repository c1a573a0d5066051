/**
 * A small trained net as data: six measured features, eight hidden units, one answer. Fitted by tests/bench/fit-evidence.ts to the labelled
 * rims of 200 rendered pictures (seeds 5, 11 and 14 of the lab's rig, 13 of wider ones); tests/bench/vision.ts measures on other seeds.
 */

/** How a feature becomes an input: (value held between least and most − middle) / spread. */
export interface Scaling {
  readonly least: number;
  readonly most: number;
  readonly middle: number;
  readonly spread: number;
}

/** In the order of the hidden units' weights. */
export const INPUTS = {
  weakRisePart: { least: 0, most: 0.45, middle: 0.15, spread: 0.12 },
  contrastPart: { least: -0.1, most: 0.6, middle: 0.25, spread: 0.2 },
  coverage: { least: 0, most: 1, middle: 0.8, spread: 0.15 },
  raggedness: { least: 0, most: 0.3, middle: 0.06, spread: 0.06 },
  looseness: { least: 0, most: 0.5, middle: 0.12, spread: 0.12 },
  logRadius: { least: 0, most: 5, middle: 1.5, spread: 0.7 },
} as const satisfies Record<string, Scaling>;

/** Of each hidden unit: its weights of the inputs, then its constant; the unit answers with the hyperbolic tangent. */
export const HIDDEN: readonly (readonly number[])[] = [
  [0.468913, -1.792836, -2.220866, -0.970082, 0.14976, -0.123187, -0.406584],
  [0.094835, 0.982071, 2.369525, -0.393657, 0.181943, 0.406924, 1.672265],
  [0.472913, 0.498848, -0.470289, -1.226043, 0.432288, 0.216637, 1.447332],
  [0.327956, 0.790217, -0.682221, 3.019078, -1.036739, 0.324143, 1.757852],
  [2.900784, -2.2142, -1.286828, 0.124071, 1.044514, -1.499724, -0.630955],
  [2.84499, -2.288614, -0.676232, 0.854917, -4.175564, 0.721006, 0.243411],
  [-0.329006, -1.287116, -0.904183, 2.682799, -0.106149, 0.638319, -0.801075],
  [0.069865, -0.24565, -1.853783, -1.226904, 0.707048, 2.043657, 1.408905],
];

/** Weights of the hidden units, then a constant: the logit of being an indentation's rim. */
export const OUTPUT: readonly number[] = [
  -2.345273, 2.235089, -1.904464, -2.998906, -2.427612, 3.924608, -2.254688, 3.531608, -1.643429,
];
