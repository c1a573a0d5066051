/** Brinell hardness (布氏) from the test force, the ball and the mean diameter of the dent. */

export interface BrinellTest {
  /** Test force in N. */
  readonly forceN: number;
  /** Ball diameter D in mm: 1, 2.5, 5 or 10. */
  readonly ballMm: number;
}

/** Where d/D must lie for a Brinell test to count, both ends included (ISO 6506-1). */
const RATIO = { min: 0.24, max: 0.6 };

/** kgf per N. */
const PER_STANDARD_GRAVITY = 0.102;

/**
 * HBW = 0.102·2F / (πD(D − √(D² − d²))), d the mean of two perpendicular diameters in mm. Throws a RangeError unless
 * 0.24 ≤ d/D ≤ 0.60: such a dent is not a Brinell test.
 */
export function brinellHardness({ forceN, ballMm }: BrinellTest, diameterMm: number): number {
  const ratio = diameterMm / ballMm;
  if (!(ratio >= RATIO.min && ratio <= RATIO.max))
    throw new RangeError(
      `a dent of ${diameterMm} mm under a ${ballMm} mm ball has d/D = ${ratio.toFixed(3)}, ` +
        `expected ${RATIO.min} to ${RATIO.max}: choose another force`,
    );
  const capDepth = ballMm - Math.sqrt(ballMm ** 2 - diameterMm ** 2);
  return (PER_STANDARD_GRAVITY * 2 * forceN) / (Math.PI * ballMm * capDepth);
}

/** Dent diameter in mm that goes with a hardness: the inverse of `brinellHardness`, with the same RangeError. */
export function brinellDiameterMm(test: BrinellTest, hardnessHbw: number): number {
  const capDepth = (PER_STANDARD_GRAVITY * 2 * test.forceN) / (Math.PI * test.ballMm * hardnessHbw);
  const diameterMm = Math.sqrt(test.ballMm ** 2 - (test.ballMm - capDepth) ** 2);
  const ratio = diameterMm / test.ballMm;
  if (!(capDepth < test.ballMm && ratio >= RATIO.min && ratio <= RATIO.max))
    throw new RangeError(
      `${hardnessHbw} HBW under a ${test.ballMm} mm ball with ${test.forceN} N is outside ` +
        `${RATIO.min} ≤ d/D ≤ ${RATIO.max}: choose another force`,
    );
  return diameterMm;
}

/** 0.102·F/D², the force-diameter index that must be one of 30, 15, 10, 5, 2.5 and 1 (15 and 1 unread). */
export function brinellForceIndex({ forceN, ballMm }: BrinellTest): number {
  return (PER_STANDARD_GRAVITY * forceN) / ballMm ** 2;
}
