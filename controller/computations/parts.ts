/** What computations are made of. */
import type { Lab } from "../../devices/index.ts";
import type { VisionProcess } from "../../vision/index.ts";
import type { InfoBase } from "../infobase/index.ts";
import type { LimitTable } from "../metrology/index.ts";

export interface ComputationParts {
  readonly lab: Lab;
  readonly base: InfoBase;
  readonly dataDir: string;
  readonly vision: VisionProcess;
  readonly table: LimitTable;
  /** Where each camera's images are fetched. */
  readonly imageUrls: Readonly<Record<string, string>>;
  /** Wall clock, ms since the epoch. */
  readonly nowMs: () => number;
}
