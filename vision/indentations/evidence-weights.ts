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
  [0.4689, -1.7928, -2.2209, -0.9701, 0.1498, -0.1232, -0.4066],
  [0.0948, 0.9821, 2.3695, -0.3937, 0.1819, 0.4069, 1.6723],
  [0.4729, 0.4988, -0.4703, -1.226, 0.4323, 0.2166, 1.4473],
  [0.328, 0.7902, -0.6822, 3.0191, -1.0367, 0.3241, 1.7579],
  [2.9008, -2.2142, -1.2868, 0.1241, 1.0445, -1.4997, -0.631],
  [2.845, -2.2886, -0.6762, 0.8549, -4.1756, 0.721, 0.2434],
  [-0.329, -1.2871, -0.9042, 2.6828, -0.1061, 0.6383, -0.8011],
  [0.0699, -0.2457, -1.8538, -1.2269, 0.707, 2.0437, 1.4089],
];

/** Weights of the hidden units, then a constant: the logit of being an indentation's rim. */
export const OUTPUT: readonly number[] = [
  -2.3453, 2.2351, -1.9045, -2.9989, -2.4276, 3.9246, -2.2547, 3.5316, -1.6434,
];
