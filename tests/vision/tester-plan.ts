/** A plan request as the lab makes it for a Rockwell block of about 60 HRC, one dent of 0.7 mm. */
import type { PlanRequest } from "../../vision/index.ts";

export const TESTER_PLAN = {
  count: 5,
  preliminary: 1,
  spares: 3,
  dentDiameterMm: 0.7,
  spacingMm: 2.1,
  spacingFactor: 3,
  edgeMm: 1.75,
  reachMm: 36,
} satisfies PlanRequest;
