/** What the options of `search` and `export` ask for. */
import { InfoBaseError, type Wanted } from "../infobase/index.ts";

export interface WantedOptions {
  readonly serial?: string;
  readonly client?: string;
  readonly batch?: string;
  readonly scale?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly to?: string;
  readonly meanFrom?: number;
  readonly meanTo?: number;
  readonly data: string;
  readonly json?: boolean;
}

const OUTCOMES = ["passed", "rejected", "incomplete", "skipped"] as const;

export function wantedBy({ data: _data, json: _json, outcome, ...rest }: WantedOptions): Wanted {
  const found = OUTCOMES.find((name) => name === outcome);
  if (outcome !== undefined && found === undefined)
    throw new InfoBaseError(`there is no outcome "${outcome}"; there are ${OUTCOMES.join(", ")}`);
  for (const date of [rest.from, rest.to])
    if (date !== undefined && !/^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(date))
      throw new InfoBaseError(`"${date}" is no date; give 2026-11-25 or 2026-11-25T08:00:00.000Z`);
  return { ...rest, outcome: found };
}
