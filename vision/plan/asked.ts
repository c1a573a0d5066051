/** A plan request once it is parsed. */
import type { z } from "zod";
import type { planRequestSchema } from "../requests.ts";

export interface AskedPlan extends z.output<typeof planRequestSchema> {
  /** Between two new ones, tolerance included. */
  readonly leastApartMm: number;
}
