/** The Rockwell scales as the virtual testers have them: HR = n − h/s, from the trade's table (ISO 6508-1). */

export type Indenter = { readonly kind: "cone" } | { readonly kind: "ball"; readonly ballMm: number };

export interface RockwellScale {
  /** Name without W or S, such as `HRB`. */
  readonly name: string;
  readonly n: number;
  readonly sMm: number;
  readonly indenter: Indenter;
  readonly totalForceN: number;
}

const CONE: Indenter = { kind: "cone" };
const SMALL_BALL: Indenter = { kind: "ball", ballMm: 1.5875 };
const LARGE_BALL: Indenter = { kind: "ball", ballMm: 3.175 };

const row = (
  name: string,
  n: number,
  sMm: number,
  indenter: Indenter,
  totalForceN: number,
): RockwellScale => ({ name, n, sMm, indenter, totalForceN });

const SCALES: readonly RockwellScale[] = [
  row("HRA", 100, 0.002, CONE, 588.4),
  row("HRD", 100, 0.002, CONE, 980.7),
  row("HRC", 100, 0.002, CONE, 1471),
  row("HRF", 130, 0.002, SMALL_BALL, 588.4),
  row("HRB", 130, 0.002, SMALL_BALL, 980.7),
  row("HRG", 130, 0.002, SMALL_BALL, 1471),
  row("HRH", 130, 0.002, LARGE_BALL, 588.4),
  row("HRE", 130, 0.002, LARGE_BALL, 980.7),
  row("HRK", 130, 0.002, LARGE_BALL, 1471),
  row("HR15N", 100, 0.001, CONE, 147.1),
  row("HR30N", 100, 0.001, CONE, 294.2),
  row("HR45N", 100, 0.001, CONE, 441.3),
  row("HR15T", 100, 0.001, SMALL_BALL, 147.1),
  row("HR30T", 100, 0.001, SMALL_BALL, 294.2),
  row("HR45T", 100, 0.001, SMALL_BALL, 441.3),
];

const BY_NAME = new Map(SCALES.map((scale) => [scale.name, scale]));

/** The scale by name; a ball scale may carry W (tungsten carbide) or S (steel). Undefined for what is no Rockwell scale. */
export function rockwellScale(name: string): RockwellScale | undefined {
  const plain = BY_NAME.get(name);
  if (plain !== undefined) return plain;
  const ball = BY_NAME.get(name.replace(/[WS]$/, ""));
  return ball?.indenter.kind === "ball" ? ball : undefined;
}
